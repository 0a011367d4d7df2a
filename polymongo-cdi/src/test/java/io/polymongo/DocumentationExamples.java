package io.polymongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.bson.Document;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.pojo.annotations.BsonId;
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
}
