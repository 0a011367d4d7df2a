package io.polymongo.embedded.internal.frontdoor;

import static io.polymongo.embedded.internal.frontdoor.CommandShape.Target.ANYTHING;
import static io.polymongo.embedded.internal.frontdoor.CommandShape.Target.FIELD;
import static io.polymongo.embedded.internal.frontdoor.CommandShape.named;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Commands about the server itself. Some are answered before the front door when the server is put together. */
final class AdministrationCommands {

    static final List<CommandShape> ALL;

    static {
        List<CommandShape> all = new ArrayList<>();
        all.add(named("ping", ANYTHING, Shape.of()).inStableApi());
        for (String name : List.of("buildInfo", "buildinfo", "hostInfo", "whatsmyuri", "logout", "replSetGetStatus")) {
            all.add(named(name, ANYTHING, Shape.of()));
        }
        all.add(named("connectionStatus", ANYTHING, Shape.of().optional("showPrivileges", FieldType.SAFE_BOOL)));
        all.add(named("getLog", FIELD, Shape.of().required("getLog", FieldType.STRING)));
        // Their other fields are names of parameters, sections or filters.
        all.add(named("getParameter", ANYTHING, Shape.of().open()).withContent(Parameters::checkGet));
        all.add(named("setParameter", ANYTHING, Shape.of().open()).withContent(Parameters::checkSet));
        all.add(named("currentOp", ANYTHING, Shape.of().open()).withContent(OperationCommands::checkCurrentOp));
        all.add(named("killOp", ANYTHING, Shape.of().open()).withContent(OperationCommands::checkKillOp));
        for (String name : List.of("serverStatus", "configureFailPoint")) {
            all.add(named(name, ANYTHING, Shape.of().open()));
        }
        for (String name : List.of("hello", "isMaster", "ismaster")) {
            all.add(named(name, ANYTHING, Shape.of().open()).inStableApi());
        }
        addAuthentication(all);
        addUsers(all);
        addReplicaSet(all);
        ALL = Collections.unmodifiableList(all);
    }

    private AdministrationCommands() {}

    private static void addAuthentication(List<CommandShape> all) {
        all.add(named(
                        "saslStart",
                        ANYTHING,
                        Shape.of()
                                .required("mechanism", FieldType.STRING)
                                .required("payload", FieldType.ANY)
                                .optional("autoAuthorize", FieldType.ANY)
                                .optional("options", FieldType.OBJECT))
                .inStableApi());
        all.add(named(
                        "saslContinue",
                        ANYTHING,
                        Shape.of().required("conversationId", FieldType.ANY).required("payload", FieldType.ANY))
                .inStableApi());
    }

    private static void addUsers(List<CommandShape> all) {
        all.add(named(
                "usersInfo",
                ANYTHING,
                Shape.of()
                        .optional("showCredentials", FieldType.BOOL)
                        .optional("showPrivileges", FieldType.BOOL)
                        .optional("showCustomData", FieldType.BOOL)
                        .unsupported(FieldType.ANY, "showAuthenticationRestrictions", "filter")));
        all.add(named(
                        "createUser",
                        FIELD,
                        user().required("createUser", FieldType.STRING).required("roles", FieldType.ARRAY))
                .withWriteConcern());
        all.add(named(
                        "updateUser",
                        FIELD,
                        user().required("updateUser", FieldType.STRING).optional("roles", FieldType.ARRAY))
                .withWriteConcern());
        all.add(named("dropUser", FIELD, Shape.of().required("dropUser", FieldType.STRING))
                .withWriteConcern());
    }

    private static Shape user() {
        return Shape.of()
                .optional("pwd", FieldType.STRING)
                .optional("customData", FieldType.OBJECT)
                .optional("mechanisms", FieldType.ARRAY)
                .optional("digestPassword", FieldType.BOOL)
                .unsupported(FieldType.ARRAY, "authenticationRestrictions");
    }

    private static void addReplicaSet(List<CommandShape> all) {
        all.add(named("replSetGetConfig", ANYTHING, Shape.of().unsupported(FieldType.SAFE_BOOL, "commitmentStatus")));
        all.add(named("replSetFreeze", ANYTHING, Shape.of()));
        all.add(named(
                "replSetStepDown",
                ANYTHING,
                Shape.of()
                        .optional("force", FieldType.SAFE_BOOL)
                        .optional("secondaryCatchUpPeriodSecs", FieldType.NUMBER)));
    }
}
