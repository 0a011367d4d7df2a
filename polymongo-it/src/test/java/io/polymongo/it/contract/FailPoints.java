package io.polymongo.it.contract;

import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestInfo;

/**
 * MongoDB's own fail points, all of them off at the end. A server that was started without its test commands refuses
 * them: the test is skipped there, by name.
 */
final class FailPoints implements AutoCloseable {

    private static final String OFF = "{configureFailPoint: '%s', mode: 'off'}";
    private static final BsonInt32 ZERO = new BsonInt32(0);
    private static final int COMMAND_NOT_FOUND = 59;

    private final Raw raw;

    private FailPoints(Raw raw) {
        this.raw = raw;
    }

    /** Those of a server, if it has any. */
    static FailPoints on(Raw raw, TestInfo test) {
        BsonDocument reply = raw.runOn("admin", OFF, "failCommand");
        if (reply.getNumber("code", ZERO).intValue() == COMMAND_NOT_FOUND) {
            String where = test.getTestClass().orElseThrow().getSimpleName() + "." + test.getDisplayName();
            System.out.println("Skipped: " + where + ", the server refuses configureFailPoint");
            Assumptions.abort("the server refuses configureFailPoint");
        }
        return new FailPoints(raw);
    }

    /** Lets commands fail. */
    void failCommand(String mode, String data, Object... values) {
        set("failCommand", mode, data, values);
    }

    /** Lets the next command of a name fail. */
    void failOnce(String command, String data, Object... values) {
        failCommand("{times: 1}", "failCommands: ['" + command + "'], " + data, values);
    }

    void set(String point, String mode, String data, Object... values) {
        raw.admin("{configureFailPoint: '%s', mode: %s, data: {%s}}", point, mode, data.formatted(values));
    }

    @Override
    public void close() {
        for (String point :
                new String[] {"failCommand", "failGetMoreAfterCursorCheckout", "onPrimaryTransactionalWrite"}) {
            raw.runOn("admin", OFF, point);
        }
    }
}
