package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.MongoIterable;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.polymongo.PolyMongo;
import io.polymongo.PoolDefinition;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What find and its like return is read on the client that there is by then, as it was told to be read. */
class IterablesIT extends OnThreeServers {

    private static final String DATABASE = "iterated";

    private PolyMongo polyMongo;
    private MongoDatabase database;
    private MongoCollection<Document> things;

    /** What happens to the pool between the making and the reading. */
    enum Meanwhile {
        NOTHING(FIRST) {
            @Override
            void happen(PolyMongo polyMongo) {}
        },
        CLOSED(FIRST) {
            @Override
            void happen(PolyMongo polyMongo) {
                polyMongo.pools().close("gold");
            }
        },
        DISCONNECTED(FIRST) {
            @Override
            void happen(PolyMongo polyMongo) {
                polyMongo.disconnect();
                polyMongo.connect();
            }
        },
        REDEFINED(SECOND) {
            @Override
            void happen(PolyMongo polyMongo) {
                polyMongo.pools().define("gold", on(SECOND));
            }
        },
        ASSIGNED(SHARED) {
            @Override
            void happen(PolyMongo polyMongo) {
                polyMongo.pools().assign("shared", List.of(DATABASE));
            }
        };

        private final String server;

        Meanwhile(String server) {
            this.server = server;
        }

        abstract void happen(PolyMongo polyMongo);
    }

    private static PoolDefinition on(String server) {
        return PoolDefinition.builder()
                .uri(servers.uri(server))
                .databases(Set.of(DATABASE))
                .build();
    }

    @BeforeEach
    void open() {
        for (String server : List.of(SHARED, FIRST, SECOND)) {
            MongoCollection<Document> raw = servers.raw(server, DATABASE).getCollection("things");
            raw.insertMany(IntStream.range(0, 20)
                    .mapToObj(id -> new Document("_id", id)
                            .append("even", id % 2 == 0)
                            .append("on", server)
                            .append("noise", 1))
                    .toList());
            raw.createIndex(new Document("on", 1));
        }
        polyMongo = PolyMongo.create(servers.config().pool("gold", on(FIRST)).build());
        database = polyMongo.database(DATABASE);
        things = database.getCollection("things");
    }

    @AfterEach
    void close() {
        polyMongo.close();
    }

    private FindIterable<Document> find() {
        return things.find()
                .filter(Filters.eq("even", true))
                .sort(Sorts.descending("_id"))
                .skip(1)
                .limit(5)
                .batchSize(2)
                .projection(Projections.include("on"))
                .comment("iterated");
    }

    private static Document expected(int id, String server) {
        return new Document("_id", id).append("on", server);
    }

    @ParameterizedTest
    @EnumSource
    void findKeepsItsSettings(Meanwhile meanwhile) {
        FindIterable<Document> find = find();
        MongoIterable<String> mapped = find.map(each -> each.get("on") + "-" + each.get("_id"));
        MongoIterable<Integer> mappedTwice = mapped.map(String::length);
        FindIterable<Document> changedLater = find();
        meanwhile.happen(polyMongo);

        List<Document> all = IntStream.of(16, 14, 12, 10, 8)
                .mapToObj(id -> expected(id, meanwhile.server))
                .toList();
        assertThat(find.into(new ArrayList<>())).isEqualTo(all);
        assertThat(find.first()).isEqualTo(all.get(0));
        assertThat(StreamSupport.stream(find.spliterator(), false).toList()).isEqualTo(all);
        List<Document> each = new ArrayList<>();
        find.forEach(each::add);
        assertThat(each).isEqualTo(all);
        try (var cursor = find.cursor()) {
            assertThat(cursor.available()).as("the batch's size").isEqualTo(2);
            List<Document> read = new ArrayList<>();
            cursor.forEachRemaining(read::add);
            assertThat(read).isEqualTo(all);
        }
        assertThat(mapped.first()).isEqualTo(meanwhile.server + "-16");
        assertThat(mapped.into(new ArrayList<>())).hasSize(5);
        assertThat(mappedTwice.into(new ArrayList<>())).hasSize(5).contains(meanwhile.server.length() + 3);
        assertThat(changedLater.limit(2).skip(0).into(new ArrayList<>()))
                .containsExactly(expected(18, meanwhile.server), expected(16, meanwhile.server));
    }

    @ParameterizedTest
    @EnumSource
    void othersKeepTheirSettings(Meanwhile meanwhile) {
        var aggregate = things.aggregate(List.of(new Document("$match", new Document("even", true))))
                .batchSize(3)
                .allowDiskUse(true)
                .map(each -> each.getString("on"));
        var distinct = things.distinct("on", String.class).filter(new Document("_id", 3));
        var collections = database.listCollections().filter(new Document("name", "things"));
        var names = database.listCollectionNames();
        var indexes = things.listIndexes().batchSize(1).map(each -> each.getString("name"));
        var files = polyMongo
                .bucket(DATABASE, "fs")
                .find()
                .filter(new Document("filename", "b"))
                .limit(1);
        meanwhile.happen(polyMongo);
        polyMongo.bucket(DATABASE, "fs").uploadFromStream("a", new ByteArrayInputStream(new byte[1]));
        polyMongo.bucket(DATABASE, "fs").uploadFromStream("b", new ByteArrayInputStream(new byte[1]));

        assertThat(aggregate.into(new ArrayList<>())).hasSize(10).containsOnly(meanwhile.server);
        assertThat(distinct.into(new ArrayList<>())).containsExactly(meanwhile.server);
        assertThat(collections.into(new ArrayList<>())).extracting("name").containsExactly("things");
        assertThat(names.into(new ArrayList<>())).contains("things", "fs.files");
        assertThat(indexes.into(new ArrayList<>())).containsExactly("_id_", "on_1");
        assertThat(files.into(new ArrayList<>())).extracting("filename").containsExactly("b");
    }

    @ParameterizedTest
    @EnumSource
    void aChangeStreamKeepsItsSettings(Meanwhile meanwhile) {
        var watch = things.watch(List.of(new Document("$match", new Document("operationType", "insert"))))
                .batchSize(5)
                .withDocumentClass(Document.class)
                .map(event -> event.get("fullDocument", Document.class).get("_id"));
        meanwhile.happen(polyMongo);
        try (var cursor = watch.cursor()) {
            MongoCollection<Document> raw =
                    servers.raw(meanwhile.server, DATABASE).getCollection("things");
            raw.deleteOne(new Document("_id", 0));
            raw.insertOne(new Document("_id", "new"));
            assertThat(cursor.next()).isEqualTo("new");
        }
    }

    @Test
    void outIsWrittenWhereItIsAskedForByThen() {
        var out =
                things.aggregate(List.of(new Document("$match", new Document("_id", 1)), new Document("$out", "out")));
        polyMongo.pools().define("gold", on(SECOND));
        out.toCollection();
        assertThat(servers.raw(SECOND, DATABASE).getCollection("out").find().first())
                .containsEntry("on", SECOND);
        assertThat(servers.raw(FIRST, DATABASE).listCollectionNames().into(new ArrayList<>()))
                .doesNotContain("out");
    }
}
