package io.polymongo.embedded.internal.oplog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.oplog.OplogEntry.Change;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OplogTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1000));
    private final InstantSource clock = now::get;

    private static Change change(int id) {
        return new Change(Kind.INSERT, "shop", "orders", null, id, null, new Document("_id", id), null, false);
    }

    private static List<Object> ids(List<OplogEntry> entries) {
        return entries.stream().map(entry -> entry.change().documentId()).toList();
    }

    @Test
    void keepsTheNewestWithinItsBoundInOrder() {
        Oplog oplog = new Oplog(clock, 100);
        for (int id = 1; id <= 250; id++) {
            oplog.append(List.of(change(id)));
        }
        assertThat(oplog.oldestSequence()).isEqualTo(151);
        assertThat(oplog.latestSequence()).isEqualTo(250);
        assertThat(ids(oplog.after(247, 10))).containsExactly(248, 249, 250);
        assertThat(ids(oplog.after(160, 2))).containsExactly(161, 162);
        assertThat(ids(oplog.after(0, 2))).containsExactly(151, 152);
        assertThat(oplog.after(250, 10)).isEmpty();
    }

    @Test
    void isEmptyAtFirst() {
        Oplog oplog = new Oplog(clock, 1);
        assertThat(oplog.oldestSequence()).isEqualTo(1);
        assertThat(oplog.latestSequence()).isZero();
        assertThat(oplog.after(0, 10)).isEmpty();
        assertThat(oplog.firstSequenceFrom(new BsonTimestamp(0))).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Oplog(clock, 0));
    }

    @Test
    void findsTimesAndKnowsHowFarItReachesBack() {
        Oplog oplog = new Oplog(clock, 2);
        oplog.append(List.of(change(1), change(2)));
        BsonTimestamp first = oplog.after(0, 1).get(0).timestamp();
        BsonTimestamp second = oplog.after(1, 1).get(0).timestamp();
        assertThat(oplog.firstSequenceFrom(first)).isEqualTo(1);
        assertThat(oplog.firstSequenceFrom(second)).isEqualTo(2);
        assertThat(oplog.firstSequenceFrom(new BsonTimestamp(second.getValue() + 1)))
                .isEqualTo(3);
        assertThat(oplog.reachesBackTo(new BsonTimestamp(0))).isTrue();
        oplog.append(List.of(change(3)));
        assertThat(oplog.reachesBackTo(first)).isFalse();
        assertThat(oplog.reachesBackTo(second)).isTrue();
    }

    @Test
    void givesATransactionOneTimeAndAStatementOneForEachChange() {
        Oplog oplog = new Oplog(clock, 10);
        oplog.append(List.of(change(1), change(2)), new Document("id", 1), 7L);
        oplog.append(List.of(change(3), change(4)));
        List<BsonTimestamp> times =
                oplog.after(0, 10).stream().map(OplogEntry::timestamp).toList();
        assertThat(times.get(0)).isEqualTo(times.get(1)).isLessThan(times.get(2));
        assertThat(times.get(2)).isLessThan(times.get(3));
    }

    @Test
    void itsTimeFollowsTheClockAndNeverGoesBack() {
        Oplog oplog = new Oplog(clock, 10);
        BsonTimestamp before = oplog.latestTimestamp();
        now.set(Instant.ofEpochSecond(2000));
        assertThat(oplog.tick()).isEqualTo(new BsonTimestamp(now.get(), 1)).isGreaterThan(before);
        now.set(Instant.ofEpochSecond(1500));
        assertThat(oplog.tick()).isEqualTo(new BsonTimestamp(Instant.ofEpochSecond(2000), 2));
    }

    @Test
    void callsListenersForChangesOnly() {
        Oplog oplog = new Oplog(clock, 10);
        AtomicInteger calls = new AtomicInteger();
        Runnable listener = calls::incrementAndGet;
        oplog.addListener(listener);
        oplog.append(List.of(change(1)));
        oplog.tick();
        oplog.append(List.of());
        assertThat(calls).hasValue(1);
        oplog.removeListener(listener);
        oplog.append(List.of(change(2)));
        assertThat(calls).hasValue(1);
    }
}
