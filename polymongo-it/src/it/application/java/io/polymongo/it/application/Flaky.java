package io.polymongo.it.application;

import com.mongodb.client.MongoCollection;
import io.polymongo.PolyTransactional;
import io.polymongo.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.faulttolerance.Retry;

/** Fault Tolerance around a transaction. */
@ApplicationScoped
public class Flaky {

    private final AtomicInteger calls = new AtomicInteger();

    @Inject
    @Tenant
    MongoCollection<User> users;

    /** Fails after writing, but not the third time. What the first two wrote would stand in the third's way. */
    @Retry(maxRetries = 2, delay = 0, jitter = 0)
    @PolyTransactional
    public void addAtTheThirdTime(User user) {
        users.insertOne(user);
        if (calls.incrementAndGet() % 3 != 0) {
            throw new IllegalStateException("not yet");
        }
    }

    /** How often it was called. */
    public int calls() {
        return calls.get();
    }
}
