package io.polymongo;

import com.mongodb.ReadConcern;
import com.mongodb.TransactionOptions;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.gridfs.GridFSBucket;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.Asynchronous;
import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.ObjectId;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * The Java of README and {@code src/docs/how-to}, so that it is compiled; {@link DocumentationTest} compares. Vetoed, so
 * that no container of another test takes it for its application.
 */
final class DocumentationExamples {

    private DocumentationExamples() {}

    public record User(@BsonId String id, String name) {}

    @Vetoed
    @Path("/users")
    public class UserResource {

        @Inject
        @Tenant
        MongoCollection<User> users; // the caller's tenant, found at every call

        @GET
        public List<User> all() {
            return users.find().into(new ArrayList<>());
        }
    }

    @Vetoed
    static class SignUp {

        @Inject
        Tenants tenants;

        void signUp(String tenant) {
            tenants.provision(tenant);
        }
    }

    @Vetoed
    @ApplicationScoped
    public class TokenTenantResolver implements TenantResolver {

        @Override
        public Optional<String> resolve(TenantRequest request) {
            return request.principal()
                    .filter(JsonWebToken.class::isInstance)
                    .map(JsonWebToken.class::cast)
                    .map(token -> token.getClaim("tenant"));
        }
    }

    static void scopes(Tenants tenants, MongoCollection<User> users, ExecutorService executor) {
        long count = tenants.call("acme", users::countDocuments);
        tenants.run("acme", () -> users.insertOne(new User("1", "Ann")));

        tenants.run("acme", () -> users.deleteMany(new Document()));

        executor.submit(() -> tenants.run("acme", () -> users.deleteMany(new Document())));
    }

    @Vetoed
    static class OnApplicationServers {

        @Vetoed
        @ApplicationScoped
        @ContextServiceDefinition(
                name = "java:app/concurrent/tenantContext",
                propagated = {ContextServiceDefinition.APPLICATION, ContextServiceDefinition.SECURITY, "PolyMongo"})
        @ManagedExecutorDefinition(
                name = "java:app/concurrent/tenantExecutor",
                context = "java:app/concurrent/tenantContext")
        public class Reports {

            @Resource(lookup = "java:app/concurrent/tenantExecutor")
            ManagedExecutorService executor;

            @Asynchronous(executor = "java:app/concurrent/tenantExecutor")
            public CompletableFuture<Long> count() {
                return Asynchronous.Result.complete(users.countDocuments());
            }

            @Inject
            @Tenant
            MongoCollection<User> users;
        }
    }

    @Vetoed
    static class Reports {

        @Inject
        @Tenant
        MongoCollection<User> users;

        @WithTenant("${reports.tenant}")
        public long countUsers() {
            return users.countDocuments();
        }
    }

    @Vetoed
    @ApplicationScoped
    public class UsersSpec implements CollectionSpec {

        @Override
        public String collection() {
            return "user";
        }

        @Override
        public List<IndexModel> indexes(String tenant) {
            return List.of(new IndexModel(Indexes.ascending("name")));
        }
    }

    static void life(Tenants tenants) {
        TenantPlacement placement = tenants.provision("acme");
        tenants.suspend("acme");
        tenants.resume("acme");
        List<String> known = tenants.ids();
    }

    @Vetoed
    @ApplicationScoped
    public class ContractDirectory implements TenantDirectory {

        private final Map<String, TenantPlacement> contracts =
                Map.of("acme", new TenantPlacement("customer-0815", true));

        @Override
        public Optional<TenantPlacement> find(String tenant) {
            return Optional.ofNullable(contracts.get(tenant));
        }
    }

    static void embedded() {
        PolyMongoConfig config = PolyMongoConfig.builder().uri("embedded").build();
        try (PolyMongo polyMongo = PolyMongo.create(config)) {
            polyMongo.tenants().provision("acme");
            MongoCollection<User> users = polyMongo.model(User.class).tenant();
            polyMongo.tenants().run("acme", () -> users.insertOne(new User("1", "Ann")));
        }
    }

    static void plain() {
        PolyMongoConfig config = PolyMongoConfig.builder()
                .uri("mongodb://localhost:27017")
                .poolMaxSize(20)
                .build();
        try (PolyMongo polyMongo = PolyMongo.create(config)) {
            Model<User> users = polyMongo.model(User.class);
            users.db().insertOne(new User("1", "Ann"));
            users.db("archive").insertOne(new User("1", "Ann"));
            polyMongo.tenants().provision("acme");
            long count = polyMongo.tenants().call("acme", () -> users.tenant().countDocuments());
        }
    }

    static void texts() {
        Map<String, String> properties = Map.of(
                "polymongo.uri", "mongodb://localhost:27017",
                "polymongo.tenant.directory", "open");
        PolyMongo polyMongo = PolyMongo.create(PolyMongoConfig.fromProperties(properties));
    }

    void builder(PolyMongoConfig config, CodecProvider codecs) {
        PolyMongo polyMongo = PolyMongo.builder(config)
                .codecProvider(codecs)
                .customizer((pool, settings) -> settings.applicationName("orders"))
                .collectionSpec(new UsersSpec())
                .build();
    }

    public record Entry(String what, String user) {}

    public record Order(String item) {}

    static final class NotFoundException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    @Vetoed
    @ApplicationScoped
    public class SignUps {

        @Inject
        @Tenant
        MongoCollection<User> users;

        @Inject
        @Database("audit")
        MongoCollection<Entry> entries;

        @PolyTransactional
        public void register(User user) {
            users.insertOne(user);
            entries.insertOne(new Entry("registered", user.id()));
        }
    }

    @Vetoed
    static class Notes {

        @Inject
        @Database("audit")
        MongoCollection<Entry> entries;

        @PolyTransactional(value = TxType.REQUIRES_NEW, dontRollbackOn = NotFoundException.class, maxCommitTime = "5s")
        public void note(Entry entry) {
            entries.insertOne(entry);
        }
    }

    static void called(PolyMongo polyMongo, MongoCollection<User> users, MongoCollection<User> archive) {
        User moved = polyMongo.transaction(() -> {
            User user = users.findOneAndDelete(Filters.eq("1"));
            archive.insertOne(user);
            return user;
        });
    }

    static void withOptions(PolyMongo polyMongo, MongoCollection<User> archive, User user) {
        TransactionOptions options = TransactionOptions.builder()
                .readConcern(ReadConcern.SNAPSHOT)
                .maxCommitTime(5L, TimeUnit.SECONDS)
                .build();
        polyMongo.transaction("archive", options, () -> archive.insertOne(user));
    }

    interface Orders {

        void place(Order order);
    }

    interface Mail {

        void send(Order order);
    }

    @Vetoed
    static class Shop {

        @Inject
        Orders orders;

        @Inject
        Mail mail;

        void confirm(Order order) {
            orders.place(order); // @PolyTransactional
            mail.send(order); // committed by now, and once
        }
    }

    @Vetoed
    static class Invoices {

        @Inject
        @Tenant
        MongoCollection<Order> invoices;

        @Inject
        @Tenant
        GridFSBucket files;

        @PolyTransactional
        public void attach(String invoice, byte[] scan) {
            ObjectId file = files.uploadFromStream(invoice + ".pdf", new ByteArrayInputStream(scan));
            invoices.updateOne(Filters.eq(invoice), Updates.set("file", file));
        }
    }

    static void ownSession(PolyMongo polyMongo, MongoCollection<User> archive, User user) {
        try (ClientSession session = polyMongo.startSession("archive")) {
            session.withTransaction(() -> archive.insertOne(session, user));
        }
    }

    interface Alarm {
        void raise(String pool, String reason);

        void note(String event);
    }

    static void listening(PolyMongo polyMongo, Alarm alarm) throws Exception {
        AutoCloseable subscription = polyMongo.onEvent(event -> {
            if (event instanceof PolyMongoEvent.Failed failed) {
                alarm.raise(failed.pool(), failed.reason());
            }
        });
        subscription.close();
    }

    @Vetoed
    @ApplicationScoped
    public class PoolAlarm {

        @Inject
        Alarm alarm;

        void down(@Observes PolyMongoEvent.Disconnected event) {
            alarm.raise(event.pool(), "disconnected");
        }

        void all(@ObservesAsync PolyMongoEvent event) {
            alarm.note(event.toString());
        }
    }

    static void pools(PolyMongo polyMongo) {
        polyMongo
                .pools()
                .define(
                        "eu",
                        PoolDefinition.builder()
                                .uri("mongodb://eu-1.example.com")
                                .databases(Set.of("orders-eu"))
                                .maxSize(20)
                                .build());
        polyMongo.pools().assign("eu", List.of("invoices-eu"));
        polyMongo
                .pools()
                .dedicate(
                        List.of("big-customer"),
                        PoolDefinition.builder().maxSize(50).build());
        polyMongo.pools().connect("eu");
        polyMongo.pools().close("eu");
    }
}
