package io.polymongo.it.transaction;

import com.mongodb.MongoCommandException;
import io.polymongo.it.server.TestDatabases;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Assumptions;

/** MongoDB's own {@code failCommand}, for one application; a server without its test commands is skipped by name. */
final class FailPoint implements AutoCloseable {

    private static final int COMMAND_NOT_FOUND = 59;

    private final TestDatabases databases;
    private final String applicationName;
    private boolean used;

    FailPoint(TestDatabases databases, String applicationName) {
        this.databases = databases;
        this.applicationName = applicationName;
    }

    /** The next commands of a name fail as the data says, for example {@code errorCode: 112}. */
    void next(int times, String command, String data) {
        mode("{times: " + times + "}", command, data);
    }

    /** All commands of a name fail. */
    void always(String command, String data) {
        mode("'alwaysOn'", command, data);
    }

    private void mode(String mode, String command, String data) {
        used = true;
        try {
            configure("mode: %s, data: {failCommands: ['%s'], appName: '%s', %s}"
                    .formatted(mode, command, applicationName, data));
        } catch (MongoCommandException e) {
            if (e.getErrorCode() == COMMAND_NOT_FOUND) {
                System.out.println("Skipped: the server refuses configureFailPoint");
                Assumptions.abort("the server refuses configureFailPoint");
            }
            throw e;
        }
    }

    private void configure(String how) {
        databases
                .raw()
                .getDatabase("admin")
                .runCommand(BsonDocument.parse("{configureFailPoint: 'failCommand', " + how + "}"));
    }

    @Override
    public void close() {
        if (used) {
            configure("mode: 'off'");
        }
    }
}
