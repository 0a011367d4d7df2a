package io.polymongo.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import io.polymongo.MissingTenantException;
import io.polymongo.PolyMongo;
import io.polymongo.UnknownTenantException;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

@OnServer
class TenantIsolationIT {

    public record User(ObjectId id, String name) {}

    @Test
    void twoTenantsNeverSeeEachOthersDocuments(TestDatabases databases) {
        try (PolyMongo polyMongo = PolyMongo.create(databases.config().build())) {
            polyMongo.tenants().provision("acme");
            polyMongo.tenants().provision("globex");
            MongoCollection<User> users = polyMongo.model(User.class).tenant();

            polyMongo.tenants().run("acme", () -> users.insertOne(new User(new ObjectId(), "ann")));

            assertThat(polyMongo.tenants().call("acme", () -> users.find().first()))
                    .isNotNull();
            assertThat(polyMongo.tenants().call("globex", () -> users.find().first()))
                    .isNull();
            assertThatThrownBy(users::countDocuments).isInstanceOf(MissingTenantException.class);
            assertThatThrownBy(() -> polyMongo.tenants().run("initech", users::countDocuments))
                    .isInstanceOf(UnknownTenantException.class);
        }
    }
}
