package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.time.Duration;
import java.time.Instant;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long a set takes to start; printed, as a slow machine is no error. */
@ExtendWith(LeakCheck.class)
class StartIT {

    @Test
    void theSecondSetOfThreeInOneProcess() {
        startAndWrite("first");
        startAndWrite("second");
    }

    private static void startAndWrite(String which) {
        Instant begin = Instant.now();
        try (EmbeddedMongo server = Sets.three()) {
            Duration started = Duration.between(begin, Instant.now());
            try (MongoClient client = Sets.client(server)) {
                Sets.things(client).insertOne(new Document("_id", 1));
                Duration written = Duration.between(begin, Instant.now());
                System.out.println("the " + which + " set of three members: started after " + started.toMillis()
                        + " ms, written to after " + written.toMillis() + " ms");
                assertThat(Sets.things(client).countDocuments()).isEqualTo(1);
            }
        }
    }
}
