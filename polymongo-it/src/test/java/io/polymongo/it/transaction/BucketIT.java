package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoGridFSException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import com.mongodb.client.gridfs.GridFSBuckets;
import com.mongodb.client.gridfs.GridFSDownloadStream;
import com.mongodb.client.gridfs.GridFSUploadStream;
import com.mongodb.client.gridfs.model.GridFSFile;
import io.polymongo.ErrorId;
import io.polymongo.TenantWork;
import io.polymongo.TransactionException;
import io.polymongo.it.Injected;
import io.polymongo.it.SentCommands.Sent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** GridFS buckets: each operation and each stream stays with the tenant and the transaction that it began in. */
class BucketIT extends TransactionTest {

    private static final byte[] BYTES = {1, 2, 3, 4, 5, 6, 7};
    private static final String FORGOTTEN =
            "an upload was not closed within its transaction, and its file would be lost;"
                    + " close the stream, for example with try (…)";

    private GridFSBucket bucket;

    @BeforeEach
    void openBucket() {
        bucket = polyMongo.tenantBucket("pictures").withChunkSizeBytes(3);
    }

    private <R> R asAcme(TenantWork<R, IOException> work) {
        try {
            return polyMongo.tenants().call("acme", work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectId upload(String name) {
        return bucket.uploadFromStream(name, new ByteArrayInputStream(BYTES));
    }

    private byte[] download(ObjectId id) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bucket.downloadToStream(id, bytes);
        return bytes.toByteArray();
    }

    private List<Document> files() {
        return raw("tenant_acme", "pictures.files");
    }

    private List<Document> chunks() {
        return raw("tenant_acme", "pictures.chunks");
    }

    @Test
    void everythingOutside() {
        asAcme(() -> {
            ObjectId id = upload("cat");
            assertThat(download(id)).isEqualTo(BYTES);
            assertThat(bucket.find()).extracting(GridFSFile::getFilename).containsExactly("cat");
            bucket.rename(id, "dog");
            assertThat(bucket.find(new Document("filename", "dog"))).hasSize(1);
            assertThat(bucket.getBucketName()).isEqualTo("pictures");
            assertThat(bucket.getChunkSizeBytes()).isEqualTo(3);
            assertThat(chunks()).hasSize(3);
            bucket.delete(id);
            return null;
        });
        assertThat(files()).isEmpty();
        assertThat(chunks()).isEmpty();
    }

    @Test
    void everythingInside() {
        asAcme(() -> {
            ObjectId deleted = upload("old");
            sent.clear();
            polyMongo.transaction(() -> {
                ObjectId id = upload("cat");
                assertThat(download(id)).isEqualTo(BYTES);
                bucket.rename(id, "dog");
                bucket.delete(deleted);
                assertThat(bucket.find()).extracting(GridFSFile::getFilename).containsExactly("dog");
                assertThat(files()).extracting(each -> each.get("filename")).containsExactly("old");
                return null;
            });
            return null;
        });
        assertThat(files()).extracting(each -> each.get("filename")).containsExactly("dog");
        assertThat(chunks()).hasSize(3);
    }

    @Test
    void theFirstUploadMakesTheIndexesOutside() {
        asAcme(() -> polyMongo.transaction(() -> upload("cat")));
        assertThat(indexes("files")).hasSize(2);
        assertThat(indexes("chunks")).hasSize(2);
        assertThat(files()).hasSize(1);
        assertThat(sent.documents())
                .filteredOn(each -> each.where().endsWith(".createIndexes"))
                .hasSize(2)
                .noneMatch(Sent::isInTransaction);
        assertThat(sent.documents())
                .filteredOn(
                        each -> each.where().endsWith(".insert") && each.where().contains("tenant_acme"))
                .isNotEmpty()
                .allMatch(Sent::isInTransaction);
    }

    private List<Document> indexes(String suffix) {
        return databases
                .raw()
                .getDatabase(databases.name("tenant_acme"))
                .getCollection("pictures." + suffix)
                .listIndexes()
                .into(new ArrayList<>());
    }

    @Test
    void theFirstUploadAfterTheTransactionHasBegunIsRefusedWithoutIndexes() {
        asAcme(() -> polyMongo.transaction(() -> {
            things.insertOne(new Document("_id", 2));
            assertThatThrownBy(() -> upload("cat"))
                    .isInstanceOf(TransactionException.class)
                    .hasMessage("PMONGO-0505: the bucket 'pictures' in the database '" + databases.name("tenant_acme")
                            + "' has no indexes yet, and a transaction that has begun cannot create them; upload once"
                            + " before it, or make the upload the first call in it");
            return null;
        }));
        assertThat(raw("default", "things")).hasSize(2);
        assertThat(files()).isEmpty();
    }

    @Test
    void andIsDoneWithThem() {
        asAcme(() -> {
            bucket.delete(upload("old"));
            GridFSBucket fresh = polyMongo.tenantBucket("pictures");
            return polyMongo.transaction(() -> {
                things.insertOne(new Document("_id", 2));
                return fresh.uploadFromStream("cat", new ByteArrayInputStream(BYTES));
            });
        });
        assertThat(files()).hasSize(1);
    }

    @Test
    void aRollbackLeavesNoChunks() {
        IllegalStateException thrown = new IllegalStateException("no");
        assertThatThrownBy(() -> asAcme(() -> polyMongo.transaction(() -> {
                    upload("cat");
                    try (GridFSUploadStream half = bucket.openUploadStream("half")) {
                        half.write(BYTES);
                        throw thrown;
                    }
                })))
                .isSameAs(thrown);
        assertThat(files()).isEmpty();
        assertThat(chunks()).isEmpty();
    }

    @Test
    void anUploadThatWasNotClosedRollsBack() {
        assertThatThrownBy(() -> asAcme(() -> polyMongo.transaction(() -> {
                    bucket.openUploadStream("half").write(BYTES);
                    return null;
                })))
                .isInstanceOf(TransactionException.class)
                .hasMessageStartingWith("PMONGO-0501: ")
                .cause()
                .hasMessage("PMONGO-0506: " + FORGOTTEN);
        assertThat(chunks()).isEmpty();
    }

    @Test
    void alsoBesideOneThatWasClosed() {
        assertThatThrownBy(() -> asAcme(() -> polyMongo.transaction(() -> {
                    GridFSUploadStream forgotten = bucket.openUploadStream("half");
                    forgotten.write(BYTES);
                    try (GridFSUploadStream closed = bucket.openUploadStream("whole")) {
                        closed.write(BYTES);
                    }
                    return null;
                })))
                .isInstanceOf(TransactionException.class)
                .cause()
                .hasMessage("PMONGO-0506: " + FORGOTTEN);
        assertThat(files()).isEmpty();
        assertThat(chunks()).isEmpty();
    }

    @Test
    void anUploadThatWasAbortedIsForgottenRightly() {
        asAcme(() -> polyMongo.transaction(() -> {
            GridFSUploadStream upload = bucket.openUploadStream("half");
            upload.write(BYTES);
            upload.abort();
            return null;
        }));
        assertThat(chunks()).isEmpty();
    }

    @Test
    void streamsStayWithTheTenantAndTheTransactionThatTheyBeganIn() {
        asAcme(() -> {
            ObjectId id = upload("cat");
            sent.clear();
            polyMongo.transaction(() -> {
                GridFSDownloadStream download = bucket.openDownloadStream(id);
                GridFSUploadStream upload = bucket.openUploadStream("copy");
                polyMongo.tenants().run("globex", () -> {
                    upload.write(download.readAllBytes());
                    upload.close();
                });
                return null;
            });
            return null;
        });
        assertThat(files()).hasSize(2);
        assertThat(chunks()).hasSize(6);
        assertThat(sent.all()).noneMatch(where -> where.contains("tenant_globex"));
        assertThat(sent.documents())
                .filteredOn(each -> each.where().endsWith(".find"))
                .hasSizeGreaterThan(1);
    }

    @Test
    void streamsOutsideStayOutsideAndWithTheirTenant() {
        asAcme(() -> {
            ObjectId id = upload("cat");
            GridFSUploadStream upload = bucket.openUploadStream("copy");
            GridFSDownloadStream download = bucket.openDownloadStream(id);
            return polyMongo
                    .tenants()
                    .call(
                            "globex",
                            () -> polyMongo.transaction(() -> {
                                upload.write(download.readAllBytes());
                                upload.close();
                                polyMongo.setRollbackOnly();
                                return null;
                            }));
        });
        assertThat(files()).hasSize(2);
        assertThat(databases.existing()).doesNotContain("tenant_globex");
    }

    @Test
    void streamsAreOfNoUseAfterwards() {
        List<AutoCloseable> left = new ArrayList<>();
        asAcme(() -> {
            ObjectId id = upload("cat");
            return polyMongo.transaction(() -> {
                left.add(bucket.openDownloadStream(id));
                GridFSUploadStream upload = bucket.openUploadStream("copy");
                upload.close();
                left.add(upload);
                return null;
            });
        });
        String ended =
                " was made in a transaction that has ended; read it to its end within the transaction, for example"
                        + " with into(new ArrayList<>())";
        assertThatThrownBy(() -> ((GridFSDownloadStream) left.get(0)).read())
                .hasMessage("PMONGO-0506: a download" + ended);
        assertThatThrownBy(() -> ((GridFSUploadStream) left.get(1)).write(1))
                .hasMessage("PMONGO-0506: an upload" + ended);
    }

    @Test
    void anotherTenantsBucketHasNothingOfIt() {
        ObjectId id = asAcme(() -> upload("cat"));
        polyMongo.tenants().run("globex", () -> {
            assertThat(bucket.find()).isEmpty();
            assertThatThrownBy(() -> download(id)).isInstanceOf(MongoGridFSException.class);
        });
        assertThatThrownBy(() -> bucket.find()).hasMessageStartingWith("PMONGO-0301: ");
    }

    @Test
    void theDriversOwnBucketIsRefusedOnEveryHandle() {
        MongoDatabase tenant = Injected.tenantDatabase(polyMongo);
        for (MongoDatabase database : List.of(
                tenant,
                polyMongo.database(),
                polyMongo.database(databases.name("other")),
                tenant.withCodecRegistry(MongoClientSettings.getDefaultCodecRegistry()),
                tenant.withTimeout(1, TimeUnit.MINUTES))) {
            String text = "GridFSBuckets.create does not keep to one tenant and one transaction over a handle that is"
                    + " resolved per call; inject a GridFSBucket, or call PolyMongo.bucket(…)";
            asAcme(() -> {
                assertRefused(ErrorId.GRIDFS_REFUSED, text, () -> GridFSBuckets.create(database));
                assertRefused(ErrorId.GRIDFS_REFUSED, text, () -> GridFSBuckets.create(database, "pictures"));
                return null;
            });
        }
    }
}
