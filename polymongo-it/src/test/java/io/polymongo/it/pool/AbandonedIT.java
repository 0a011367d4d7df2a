package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.gridfs.GridFSBucket;
import com.mongodb.client.gridfs.GridFSDownloadStream;
import com.mongodb.client.gridfs.GridFSUploadStream;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.polymongo.ErrorId;
import io.polymongo.NotConnectedException;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoStats;
import io.polymongo.PoolDefinition;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is open between calls holds a lease, and is closed when nobody uses it any more. */
class AbandonedIT extends OnThreeServers {

    private static final String DATABASE = "held";
    private static final Duration LONG = Duration.ofMinutes(11);
    private static final Duration NOT_SO_LONG = Duration.ofMinutes(9);

    private final Offset ticker = new Offset();
    private final SeenPools pools = new SeenPools();
    private final Warnings warnings = new Warnings();
    private PolyMongo polyMongo;
    private MongoCollection<Document> things;
    private GridFSBucket bucket;

    @BeforeEach
    void open() {
        open(false);
    }

    private void open(boolean debug) {
        polyMongo = new PolyMongoAssembly(servers.config()
                        .debug(debug)
                        .pool("gold", gold())
                        // So that what falls due is looked at often.
                        .pool(
                                "quick",
                                PoolDefinition.builder()
                                        .closeAfterIdle(Duration.ofMillis(20))
                                        .build())
                        .build())
                .customizer(pools)
                .ticker(ticker)
                .build();
        things = polyMongo.database(DATABASE).getCollection("things");
        things.insertMany(
                IntStream.range(0, 10).mapToObj(id -> new Document("_id", id)).toList());
        bucket = polyMongo.bucket(DATABASE, "fs");
        polyMongo.pools().connect("quick");
    }

    private static PoolDefinition gold() {
        return PoolDefinition.builder()
                .uri(servers.uri(FIRST))
                .databases(Set.of(DATABASE))
                .build();
    }

    @AfterEach
    void close() {
        polyMongo.close();
        warnings.close();
        // The next test must not find cursors that this one left behind.
        servers.raw(FIRST, DATABASE).drop();
    }

    private long leases() {
        return polyMongo.stats().databases().stream()
                .filter(each -> each.name().equals(DATABASE))
                .mapToLong(PolyMongoStats.Database::leases)
                .sum();
    }

    private MongoCursor<Document> twoOfTen() {
        MongoCursor<Document> cursor = things.find().batchSize(2).cursor();
        assertThat(cursor.next()).isEqualTo(new Document("_id", 0));
        return cursor;
    }

    private void abandon() {
        assertThat(leases()).isEqualTo(1);
        ticker.advance(LONG);
        await().until(() -> leases() == 0);
    }

    private static void assertExpired(String what, ThrowingCallable use) {
        assertThatThrownBy(use)
                .isInstanceOfSatisfying(
                        NotConnectedException.class, e -> assertThat(e.id()).isEqualTo(ErrorId.CURSOR_EXPIRED))
                .hasMessage("PMONGO-0212: the " + what + " in the database 'held' was not used for 10 minutes and was"
                        + " closed; read a result to its end, or close it");
    }

    private LogRecord warning(String what) {
        await().until(() -> !warnings.of(what).isEmpty());
        List<LogRecord> found = warnings.of(what);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void aCursorHoldsALeaseUntilItIsReadOrClosed() {
        MongoCursor<Document> read = twoOfTen();
        assertThat(leases()).isEqualTo(1);
        while (read.hasNext()) {
            read.next();
        }
        assertThat(leases()).as("read to its end, and not closed").isZero();

        MongoCursor<Document> closed = twoOfTen();
        assertThat(leases()).isEqualTo(1);
        closed.close();
        closed.close();
        assertThat(leases()).isZero();

        try (MongoCursor<Document> stream =
                things.aggregate(List.of()).batchSize(2).iterator()) {
            stream.next();
            assertThat(leases()).isEqualTo(1);
        }
        assertThat(leases()).isZero();
    }

    @Test
    void aCursorOfOneBatchHoldsNone() {
        try (MongoCursor<Document> all = things.find().cursor();
                MongoCursor<Document> limited = things.find().limit(3).cursor();
                MongoCursor<Document> none =
                        things.find(new Document("_id", -1)).cursor()) {
            assertThat(leases()).isZero();
            polyMongo.pools().close("gold");
            int read = 0;
            while (all.hasNext()) {
                assertThat(all.next()).isEqualTo(new Document("_id", read++));
            }
            assertThat(read).isEqualTo(10);
            assertThat(limited.next()).isNotNull();
            assertThat(none.hasNext()).isFalse();
        }
    }

    @Test
    void anAbandonedCursorIsClosedWithAWarning() {
        MongoCursor<Document> cursor = twoOfTen();
        abandon();
        LogRecord warning = warning("cursor");
        assertThat(warning.getMessage())
                .isEqualTo(
                        "[gold] a cursor in the database 'held' was never closed, and not used for 10 minutes: closed"
                                + " now; read results to their end, or close them (polymongo.debug=true says where it was"
                                + " opened)");
        assertThat(warning.getThrown()).isNull();
        assertThat(pools.of("gold")).contains(DATABASE + ".killCursors");
        assertExpired("cursor", cursor::hasNext);
        assertExpired("cursor", cursor::next);
        assertExpired("cursor", cursor::tryNext);
        cursor.close();
        assertThat(leases()).isZero();
    }

    @Test
    void withDebugTheWarningSaysWhereItWasOpened() {
        polyMongo.close();
        servers.raw(FIRST, DATABASE).drop();
        open(true);
        MongoCursor<Document> cursor = twoOfTen();
        abandon();
        LogRecord warning = warning("cursor");
        assertThat(warning.getMessage())
                .isEqualTo(
                        "[gold] a cursor in the database 'held' was never closed, and not used for 10 minutes: closed"
                                + " now; read results to their end, or close them");
        assertThat(warning.getThrown()).hasMessage("opened here");
        assertThat(warning.getThrown().getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(AbandonedIT.class.getName())
                        && frame.getMethodName().equals("twoOfTen"));
        cursor.close();
    }

    @Test
    void aCursorThatIsUsedNowAndThenStays() {
        MongoCursor<Document> abandoned = things.find().batchSize(2).cursor();
        MongoCursor<Document> cursor = twoOfTen();
        ticker.advance(NOT_SO_LONG);
        assertThat(cursor.next()).isEqualTo(new Document("_id", 1));
        ticker.advance(NOT_SO_LONG);
        await().until(() -> leases() == 1);
        assertThat(cursor.next()).isEqualTo(new Document("_id", 2));
        cursor.close();
        assertExpired("cursor", abandoned::next);
    }

    @Test
    void anAbandonedChangeStreamIsClosed() {
        MongoChangeStreamCursor<ChangeStreamDocument<Document>> stream =
                things.watch().cursor();
        assertThat(stream.tryNext()).isNull();
        abandon();
        assertThat(warning("cursor").getMessage()).startsWith("[gold] a cursor in the database 'held'");
        assertExpired("cursor", stream::tryNext);
        assertExpired("cursor", stream::getResumeToken);
        stream.close();
    }

    /** To wait for a change is to use the stream, however long it takes. */
    @Test
    void aChangeStreamThatIsWaitedOnStays() {
        try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> stream =
                things.watch().cursor()) {
            stream.tryNext();
            pools.clear();
            CompletableFuture<Object> next = CompletableFuture.supplyAsync(
                    () -> Objects.requireNonNull(stream.next().getFullDocument())
                            .get("_id"),
                    work -> new Thread(work, "waiting").start());
            await().until(() -> pools.of("gold").contains(DATABASE + ".getMore"));
            MongoCursor<Document> abandoned = twoOfTen();
            ticker.advance(LONG);
            await().until(() -> leases() == 1);
            things.insertOne(new Document("_id", "change"));
            assertThat(next.join()).isEqualTo("change");
            assertExpired("cursor", abandoned::next);
        }
        assertThat(leases()).isZero();
    }

    @Test
    void anAbandonedDownloadIsClosed() throws IOException {
        ObjectId id = bucket.uploadFromStream("file", new ByteArrayInputStream(new byte[600_000]));
        GridFSDownloadStream download = bucket.openDownloadStream(id);
        download.read();
        abandon();
        assertThat(warning("download").getMessage())
                .startsWith("[gold] a download in the database 'held' was never closed, and not used for 10 minutes");
        assertExpired("download", download::read);
        download.close();
    }

    /** Many readers go to the end of a stream and leave it there. */
    @Test
    void aDownloadThatWasReadToItsEndHoldsNothing() throws IOException {
        ObjectId id = bucket.uploadFromStream("file", new ByteArrayInputStream(new byte[600_000]));
        GridFSDownloadStream download = bucket.openDownloadStream(id);
        assertThat(download.read()).isZero();
        assertThat(leases()).isEqualTo(1);

        assertThat(download.readAllBytes()).hasSize(599_999);

        assertThat(leases()).isZero();
        assertThat(download.read(new byte[1])).isEqualTo(-1);
        download.reset();
        assertThat(download.readAllBytes()).as("once more from its beginning").hasSize(600_000);
        download.close();
    }

    /** Its file is not there, and whoever closes it must not believe that it is. */
    @Test
    void anAbandonedUploadIsClosedAndSaysSoUntilTheEnd() {
        GridFSUploadStream upload = bucket.openUploadStream("file");
        upload.write(new byte[300_000]);
        abandon();
        assertThat(warning("upload").getMessage())
                .startsWith("[gold] an upload in the database 'held' was never closed, and not used for 10 minutes");
        assertThat(servers.raw(FIRST, DATABASE).getCollection("fs.chunks").countDocuments())
                .isZero();
        assertExpired("upload", () -> upload.write(1));
        assertExpired("upload", upload::close);
        assertThat(bucket.find().first()).isNull();
    }

    @Test
    void anUploadThatWasClosedOrGivenUpSaysNothingMore() {
        GridFSUploadStream upload = bucket.openUploadStream("file");
        upload.write(new byte[10]);
        upload.close();
        GridFSUploadStream aborted = bucket.openUploadStream("other");
        aborted.abort();
        assertThat(leases()).isZero();
        ticker.advance(LONG);
        upload.close();
        aborted.close();
        assertThat(bucket.find().first()).isNotNull();
    }

    /** What nobody can reach any more is closed at once. */
    @Test
    void aCursorThatNobodyHoldsIsClosed() {
        letGoOfOne();
        await().until(() -> {
            System.gc();
            return leases() == 0;
        });
        assertThat(warning("cursor").getMessage())
                .startsWith("[gold] a cursor in the database 'held' was never closed, and its user has let go of it:"
                        + " closed now");
    }

    private void letGoOfOne() {
        twoOfTen();
        assertThat(leases()).isEqualTo(1);
    }

    /** Closed over their heads: whatever they do next says so, but for closing. */
    @Test
    void whatIsCutOffSaysSo() {
        MongoCursor<Document> cursor = twoOfTen();
        GridFSUploadStream upload = bucket.openUploadStream("file");
        upload.write(new byte[300_000]);
        polyMongo.disconnect(Duration.ZERO);
        assertCutOff(cursor::next);
        assertCutOff(() -> upload.write(1));
        assertCutOff(upload::close);
        cursor.close();
    }

    private static void assertCutOff(ThrowingCallable use) {
        assertThatThrownBy(use)
                .isInstanceOfSatisfying(
                        NotConnectedException.class, e -> assertThat(e.id()).isEqualTo(ErrorId.WORK_CUT_OFF))
                .hasMessageStartingWith("PMONGO-0213: the pool 'gold' was closed before this had ended");
    }
}
