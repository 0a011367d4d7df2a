package io.polymongo.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteException;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import io.polymongo.DirectoryKind;
import io.polymongo.InvalidNameException;
import io.polymongo.MissingTenantException;
import io.polymongo.PolyMongo;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.Document;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Resolved at call time, derived handles too; what a call returned stays its tenant's. */
@OnServer
class HandleIT {

    public static class Pojo {
        private ObjectId id;
        private List<String> tags;
        private UUID key;

        public ObjectId getId() {
            return id;
        }

        public void setId(ObjectId id) {
            this.id = id;
        }

        public List<String> getTags() {
            return tags;
        }

        public void setTags(List<String> tags) {
            this.tags = tags;
        }

        public UUID getKey() {
            return key;
        }

        public void setKey(UUID key) {
            this.key = key;
        }
    }

    public record Line(String article, int count) {}

    public record Order(String customer, List<Line> lines) {}

    /** A type that only an own codec knows how to write. */
    public static final class Money {
        final long cents;

        public Money(long cents) {
            this.cents = cents;
        }
    }

    private static final CodecProvider MONEY = new CodecProvider() {
        @Override
        @SuppressWarnings("unchecked")
        public <T> Codec<T> get(Class<T> type, CodecRegistry registry) {
            return type != Money.class
                    ? null
                    : (Codec<T>) new Codec<Money>() {
                        @Override
                        public Money decode(BsonReader reader, DecoderContext context) {
                            return new Money(reader.readInt64());
                        }

                        @Override
                        public void encode(BsonWriter writer, Money value, EncoderContext context) {
                            writer.writeInt64(value.cents);
                        }

                        @Override
                        public Class<Money> getEncoderClass() {
                            return Money.class;
                        }
                    };
        }
    };

    private TestDatabases databases;
    private PolyMongo polyMongo;
    private MongoCollection<Document> things;

    @BeforeEach
    void start(TestDatabases databases) {
        this.databases = databases;
        polyMongo = PolyMongo.builder(
                        databases.config().tenantDirectory(DirectoryKind.OPEN).build())
                .codecProvider(MONEY)
                .build();
        things = polyMongo.model(Document.class, "things").tenant();
        for (String tenant : List.of("acme", "globex")) {
            polyMongo
                    .tenants()
                    .run(
                            tenant,
                            () -> things.insertMany(Stream.of(1, 2, 3)
                                    .map(n -> new Document("_id", n).append("tenant", tenant))
                                    .toList()));
        }
    }

    @AfterEach
    void stop() {
        polyMongo.close();
    }

    private <R> R as(String tenant, io.polymongo.TenantWork<R, RuntimeException> work) {
        return polyMongo.tenants().call(tenant, work);
    }

    @Test
    void derivedHandlesAreMadeOnceAndServeWhoeverCalls() {
        MongoCollection<Document> chained = things.withReadPreference(ReadPreference.primary())
                .withWriteConcern(WriteConcern.ACKNOWLEDGED)
                .withTimeout(600, TimeUnit.SECONDS);
        MongoCollection<Order> typed = things.withDocumentClass(Order.class);
        MongoDatabase database = Injected.tenantDatabase(polyMongo).withReadPreference(ReadPreference.nearest());
        MongoCollection<Document> viaDatabase = database.getCollection("things");

        for (String tenant : List.of("acme", "globex", "acme")) {
            assertThat(as(tenant, () -> chained.find().first().getString("tenant")))
                    .isEqualTo(tenant);
            assertThat(as(tenant, () -> viaDatabase.find().first().getString("tenant")))
                    .isEqualTo(tenant);
            assertThat(as(tenant, chained::getReadPreference)).isEqualTo(ReadPreference.primary());
            assertThat(as(tenant, viaDatabase::getReadPreference)).isEqualTo(ReadPreference.nearest());
            assertThat(as(tenant, () -> chained.getTimeout(TimeUnit.SECONDS))).isEqualTo(600);
        }
        assertThat(typed.getDocumentClass()).isEqualTo(Order.class);
        assertThatThrownBy(chained::countDocuments).isInstanceOf(MissingTenantException.class);
        assertThatThrownBy(() -> things.withReadPreference(null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatFindReturnedIsFixedToItsTenant() {
        FindIterable<Document> ofAcme = as("acme", () -> things.find());
        assertThat(as("globex", () -> ofAcme.into(new ArrayList<>())))
                .hasSize(3)
                .allMatch(each -> each.getString("tenant").equals("acme"));
        assertThat(ofAcme.first().getString("tenant")).isEqualTo("acme");

        try (MongoCursor<Document> cursor =
                as("acme", () -> things.find().batchSize(1).iterator())) {
            as("globex", () -> {
                cursor.forEachRemaining(
                        each -> assertThat(each.getString("tenant")).isEqualTo("acme"));
                return true;
            });
        }
    }

    @Test
    void scopesNestAndEndAlsoAfterAnError() {
        as("acme", () -> {
            assertThat(as("globex", () -> things.find().first().getString("tenant")))
                    .isEqualTo("globex");
            assertThatThrownBy(() -> as("globex", () -> {
                        throw new IllegalStateException("on purpose");
                    }))
                    .hasMessage("on purpose");
            return assertThat(polyMongo.tenants().current()).contains("acme");
        });
        assertThat(polyMongo.tenants().current()).isEmpty();
    }

    @Test
    void theDriversErrorsComeThroughAsTheyAre() {
        assertThatThrownBy(() -> as("acme", () -> things.insertOne(new Document("_id", 1))))
                .isInstanceOfSatisfying(
                        MongoWriteException.class, e -> assertThat(e.getCode()).isEqualTo(11000));
    }

    @Test
    void moreTenantsThanAHandleRemembers() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 1500; i++) {
                String tenant = "t" + i;
                assertThat(as(tenant, () -> things.getNamespace().getDatabaseName()))
                        .isEqualTo(databases.name("tenant_t" + tenant.substring(1)));
            }
        }
    }

    @Test
    void recordsPojosUuidsAndOwnCodecsJustWork() {
        Order order = new Order("ann", List.of(new Line("tea", 2)));
        Pojo pojo = new Pojo();
        pojo.setTags(List.of("a", "b"));
        pojo.setKey(UUID.randomUUID());
        as("acme", () -> {
            MongoCollection<Order> orders = polyMongo.model(Order.class).tenant();
            orders.insertOne(order);
            assertThat(orders.find().first()).isEqualTo(order);

            MongoCollection<Pojo> pojos = polyMongo.model(Pojo.class).tenant();
            pojos.insertOne(pojo);
            Pojo found = pojos.find(new Document("_id", pojo.getId())).first();
            assertThat(found.getTags()).containsExactly("a", "b");
            assertThat(found.getKey()).isEqualTo(pojo.getKey());

            things.insertOne(new Document("_id", "price").append("price", new Money(995)));
            return assertThat(things.find(new Document("_id", "price")).first().getLong("price"))
                    .isEqualTo(995);
        });
    }

    @Test
    void databasesByName() {
        polyMongo.database().getCollection("x").insertOne(new Document());
        polyMongo.database(databases.name("other")).getCollection("x").insertOne(new Document());
        polyMongo.model(Order.class).db(databases.name("third")).insertOne(new Order("ann", List.of()));
        assertThat(databases.existing()).contains("default", "other", "third");
        assertThatThrownBy(() -> polyMongo.database("a.b")).isInstanceOf(InvalidNameException.class);
        assertThatThrownBy(() -> polyMongo.database("")).isInstanceOf(InvalidNameException.class);
        assertThatThrownBy(() -> polyMongo.model(Order.class).db("")).isInstanceOf(InvalidNameException.class);
        assertThatThrownBy(() -> polyMongo.database().getCollection("a$b")).isInstanceOf(InvalidNameException.class);
        assertThatThrownBy(() -> polyMongo.model(Document.class)).isInstanceOf(InvalidNameException.class);
    }
}
