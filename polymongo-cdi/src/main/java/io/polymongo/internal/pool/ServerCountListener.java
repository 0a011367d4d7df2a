package io.polymongo.internal.pool;

import com.mongodb.event.ClusterDescriptionChangedEvent;
import com.mongodb.event.ClusterListener;
import java.util.function.IntConsumer;

/** Tells how many servers a client knows. Called under the driver's locks: whoever is told must not wait. */
final class ServerCountListener implements ClusterListener {

    private final IntConsumer count;

    ServerCountListener(IntConsumer count) {
        this.count = count;
    }

    @Override
    public void clusterDescriptionChanged(ClusterDescriptionChangedEvent event) {
        count.accept(event.getNewDescription().getServerDescriptions().size());
    }
}
