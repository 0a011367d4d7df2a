package io.polymongo.it.transaction;

import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.MongoIterable;
import com.mongodb.client.gridfs.GridFSDownloadStream;
import com.mongodb.client.gridfs.GridFSUploadStream;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.InsertOneModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * A method of the driver's interfaces, called with arguments that go with it, so that tests reach every method there is,
 * also those of a driver that is newer than they are.
 *
 * @param method the method, with or without a session
 */
record DriverCall(Method method) {

    private static final List<Document> PIPELINE = List.of(new Document("$match", new Document("_id", 1)));
    private static final List<Document> DOCUMENTS =
            List.of(new Document("$documents", List.of(new Document("_id", 1))));
    private static final Document SET = new Document("$set", new Document("seen", true));

    /** The name of the only file in the bucket. */
    static final String FILE = "file";

    /** What is called and returns an object of the interface itself, or one of its parts. */
    private static final Set<String> WITHOUT_SERVER = Set.of(
            "getNamespace",
            "getName",
            "getBucketName",
            "getChunkSizeBytes",
            "getDocumentClass",
            "getCollection",
            "getCodecRegistry",
            "getReadPreference",
            "getWriteConcern",
            "getReadConcern",
            "getTimeout");

    /** Everything of an interface that reaches the server. */
    static Stream<DriverCall> toServer(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !WITHOUT_SERVER.contains(method.getName()))
                .filter(method -> !(method.getName().startsWith("with") && method.getReturnType() == type))
                .map(DriverCall::new);
    }

    String name() {
        return method.getName();
    }

    boolean takesSession() {
        return method.getParameterCount() > 0 && method.getParameterTypes()[0] == ClientSession.class;
    }

    /** Calls it, and reads or writes what it returns, so that something is sent. */
    void on(Object target, ClientSession session, ObjectId file) throws Exception {
        Class<?>[] types = method.getParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            boolean isFirst = i == 0 || i == 1 && takesSession();
            arguments[i] = types[i] == ClientSession.class ? session : argument(types[i], isFirst, file);
        }
        finish(invoke(target, arguments));
    }

    /** Calls it with nothing, which is enough where it is refused. */
    Object withNothing(Object target) throws Exception {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> type.isPrimitive() ? (Object) 0 : null)
                .toArray();
        return invoke(target, arguments);
    }

    private Object invoke(Object target, Object[] arguments) throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getTargetException() instanceof Exception thrown) {
                throw thrown;
            }
            throw e;
        }
    }

    private static void finish(Object result) throws Exception {
        if (result instanceof MongoIterable<?> iterable) {
            try (MongoCursor<?> cursor = iterable.iterator()) {
                cursor.forEachRemaining(each -> {});
            }
        } else if (result instanceof GridFSUploadStream upload) {
            upload.write(1);
            upload.close();
        } else if (result instanceof GridFSDownloadStream download) {
            download.readAllBytes();
            download.close();
        }
    }

    private Object argument(Class<?> type, boolean isFirst, ObjectId file) throws Exception {
        if (type == Bson.class) {
            return bson(isFirst);
        }
        if (type == List.class) {
            return list();
        }
        if (type == Class.class) {
            return name().equals("distinct") ? Integer.class : Document.class;
        }
        if (type == String.class) {
            return name().equals("distinct") ? "_id" : name().equals("createCollection") ? "created" : FILE;
        }
        if (type == ReadPreference.class) {
            return ReadPreference.primary();
        }
        if (type == InputStream.class) {
            return new ByteArrayInputStream(new byte[] {1});
        }
        if (type == OutputStream.class) {
            return new ByteArrayOutputStream();
        }
        if (type == ObjectId.class || type == BsonValue.class) {
            ObjectId id = name().startsWith("openUpload") || name().startsWith("upload") ? new ObjectId() : file;
            return type == ObjectId.class ? id : new BsonObjectId(id);
        }
        if (type == Object.class) {
            return new Document("seen", true);
        }
        return type.getConstructor().newInstance();
    }

    private Bson bson(boolean isFirst) {
        return switch (name()) {
            case "runCommand" -> new Document("find", "things");
            case "createIndex" -> new Document("seen", 1);
            case "updateOne", "updateMany", "findOneAndUpdate" -> isFirst ? new Document() : SET;
            default -> new Document();
        };
    }

    private List<?> list() {
        return switch (name()) {
            case "aggregate" -> method.getDeclaringClass() == MongoDatabase.class ? DOCUMENTS : PIPELINE;
            case "bulkWrite" -> List.of(new InsertOneModel<>(new Document("seen", true)));
            case "insertMany" -> List.of(new Document("seen", true), new Document("seen", false));
            case "createIndexes" -> List.of(new IndexModel(new Document("seen", 1)));
            default -> List.of(SET);
        };
    }

    @Override
    public String toString() {
        Stream<String> types = Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName);
        return method.getDeclaringClass().getSimpleName() + "." + name() + types.toList();
    }
}
