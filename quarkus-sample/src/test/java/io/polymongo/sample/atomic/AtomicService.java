package io.polymongo.sample.atomic;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.polymongo.CollectionName;
import io.polymongo.Database;
import io.polymongo.PolyMongo;
import io.polymongo.PolyTransactional;
import io.polymongo.TxType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.Document;

/** Work in transactions; what each attempt saw is kept. */
@ApplicationScoped
public class AtomicService {

    @Inject
    @Database
    @CollectionName("atomic")
    MongoCollection<Document> things;

    @Inject
    PolyMongo polyMongo;

    private final List<String> attempts = new CopyOnWriteArrayList<>();

    /** Empties the collection, which is there afterwards, and forgets the attempts. */
    void begin() {
        things.drop();
        things.insertOne(new Document("_id", 1));
        attempts.clear();
    }

    List<String> attempts() {
        return List.copyOf(attempts);
    }

    List<Object> ids() {
        return things.find().map(each -> each.get("_id")).into(new ArrayList<>());
    }

    Void store(Object id) {
        things.insertOne(new Document("_id", id));
        ClientSession session = polyMongo.currentSession().orElse(null);
        attempts.add(
                session == null
                        ? "none"
                        : session.getServerSession().getIdentifier() + " "
                                + session.getServerSession().getTransactionNumber());
        return null;
    }

    @PolyTransactional
    @Decorated
    void conflicts(String name, String other, Runnable beforeSecondRun) {
        attempts.add(name + other);
        if (attempts.size() == 2) {
            beforeSecondRun.run();
        }
        things.updateOne(Filters.eq("_id", 1), new Document("$set", new Document("name", name)));
    }

    @PolyTransactional
    <R> R within(Callable<R> work) throws Exception {
        store("outer");
        return work.call();
    }

    @PolyTransactional(TxType.REQUIRES_NEW)
    Void storeOnItsOwn(Object id) {
        return store(id);
    }
}
