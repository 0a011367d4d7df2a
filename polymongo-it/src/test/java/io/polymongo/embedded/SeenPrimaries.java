package io.polymongo.embedded;

import com.mongodb.MongoClientSettings;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import com.mongodb.connection.ServerType;
import com.mongodb.event.ClusterDescriptionChangedEvent;
import com.mongodb.event.ClusterListener;
import java.util.List;
import java.util.OptionalInt;

/** What a driver knows of the set, as it last said. */
final class SeenPrimaries implements ClusterListener {

    private volatile ClusterDescription latest;

    void listenTo(MongoClientSettings.Builder settings) {
        settings.applyToClusterSettings(cluster -> cluster.addClusterListener(this));
    }

    @Override
    public void clusterDescriptionChanged(ClusterDescriptionChangedEvent event) {
        latest = event.getNewDescription();
    }

    /** The port of the primary that the driver knows. */
    OptionalInt primaryPort() {
        return portsOf(ServerType.REPLICA_SET_PRIMARY).stream()
                .mapToInt(port -> port)
                .findFirst();
    }

    List<Integer> portsOf(ServerType type) {
        ClusterDescription now = latest;
        return now == null
                ? List.of()
                : now.getServerDescriptions().stream()
                        .filter(server -> server.getType() == type)
                        .map(ServerDescription::getAddress)
                        .map(address -> address.getPort())
                        .toList();
    }
}
