package io.polymongo.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.gridfs.GridFSBucket;
import io.polymongo.CollectionName;
import io.polymongo.Database;
import io.polymongo.Tenant;
import io.polymongo.Tenants;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** GridFS buckets as beans: of the caller's tenant, or of a database. */
@OnServer
class InjectedBucketIT {

    @ApplicationScoped
    static class Files {

        @Inject
        @Tenant
        GridFSBucket own;

        @Inject
        @Tenant
        @CollectionName("pictures")
        GridFSBucket pictures;

        @Inject
        @Database
        GridFSBucket shared;

        @Inject
        @Database("${other.database}")
        @CollectionName("pictures")
        GridFSBucket other;

        void upload() {
            for (GridFSBucket bucket : new GridFSBucket[] {own, pictures, shared, other}) {
                bucket.uploadFromStream(bucket.getBucketName(), new ByteArrayInputStream(new byte[] {1}));
            }
        }
    }

    @Test
    void eachInItsOwnDatabase(TestDatabases databases) {
        Map<String, String> config = Map.of(
                "polymongo.tenant.sources",
                "scope",
                "polymongo.tenant.directory",
                "open",
                "other.database",
                databases.name("other"));
        try (WeldApplication application = WeldApplication.start(databases.properties(), config, Files.class)) {
            Files files = application.get(Files.class);
            application.get(Tenants.class).run("acme", files::upload);
            assertThatThrownBy(files::upload).hasMessageStartingWith("PMONGO-0301: ");
        }
        for (String collection :
                new String[] {"tenant_acme/fs", "tenant_acme/pictures", "default/fs", "other/pictures"}) {
            String[] path = collection.split("/");
            assertThat(databases
                            .raw()
                            .getDatabase(databases.name(path[0]))
                            .getCollection(path[1] + ".files")
                            .find())
                    .as(collection)
                    .extracting((Document file) -> file.getString("filename"))
                    .containsExactly(path[1]);
        }
    }
}
