package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.ApiParameters;
import java.util.List;

/** What clients ask of the server itself. */
final class DiagnosticCommands {

    private static final String VERSION = "7.0.0";

    private DiagnosticCommands() {}

    static Document ping(Call call) {
        return Command.ok();
    }

    static Document apiParameters(Call call) {
        return ApiParameters.of(call.request()).fields().append("ok", 1.0);
    }

    static Document buildInfo(Call call) {
        return new Document("version", VERSION)
                .append("gitVersion", "embedded")
                .append("modules", List.of())
                .append("allocator", "system")
                .append("javascriptEngine", "none")
                .append("sysInfo", "deprecated")
                .append("versionArray", List.of(7, 0, 0, 0))
                .append("bits", 64)
                .append("debug", false)
                .append("maxBsonObjectSize", 16777216)
                .append("storageEngines", List.of("wiredTiger"))
                .append("ok", 1.0);
    }

    static Document connectionStatus(Call call) {
        return new Document(
                        "authInfo",
                        new Document("authenticatedUsers", List.of()).append("authenticatedUserRoles", List.of()))
                .append("ok", 1.0);
    }

    static Document hostInfo(Call call) {
        return new Document(
                        "system",
                        new Document("currentTime", call.environment().clock().instant())
                                .append("hostname", "localhost")
                                .append("cpuAddrSize", 64)
                                .append("numCores", Runtime.getRuntime().availableProcessors()))
                .append("os", new Document("type", System.getProperty("os.name")))
                .append("extra", new Document())
                .append("ok", 1.0);
    }

    static Document serverStatus(Call call) {
        return call.store()
                .locked(() -> new Document("host", "localhost")
                        .append("version", VERSION)
                        .append("process", "mongod")
                        .append("pid", ProcessHandle.current().pid())
                        .append("uptime", 1.0)
                        .append("localTime", call.environment().clock().instant())
                        .append(
                                "logicalSessionRecordCache",
                                new Document(
                                        "activeSessionsCount",
                                        call.environment().sessions().all().size()))
                        .append("metrics", new Document("cursor", new Document("open", new Document("total", (long)
                                call.environment().cursors().count()))))
                        .append(
                                "storageEngine",
                                new Document("name", "wiredTiger").append("supportsCommittedReads", true))
                        .append("ok", 1.0));
    }

    static Document whatsmyuri(Call call) {
        return new Document("you", "127.0.0.1:" + call.request().connection().id()).append("ok", 1.0);
    }

    static Document getLog(Call call) {
        if ("*".equals(call.request().target())) {
            return new Document("names", List.of("global", "startupWarnings")).append("ok", 1.0);
        }
        return new Document("totalLinesWritten", 0).append("log", List.of()).append("ok", 1.0);
    }
}
