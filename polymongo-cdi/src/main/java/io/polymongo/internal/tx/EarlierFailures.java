package io.polymongo.internal.tx;

import java.util.ArrayList;
import java.util.List;

/** Why earlier attempts failed, for whoever reads the last one's error: the latest of them, since there may be many. */
final class EarlierFailures {

    private static final int KEPT = 5;

    private final List<Throwable> latest = new ArrayList<>(0);

    void add(Throwable failure) {
        if (latest.size() == KEPT) {
            latest.remove(0);
        }
        latest.add(failure);
    }

    <T extends Throwable> T toldBy(T thrown) {
        latest.stream().filter(each -> each != thrown).forEach(thrown::addSuppressed);
        return thrown;
    }
}
