package io.polymongo.embedded.internal.frontdoor;

import static io.polymongo.embedded.internal.frontdoor.CommandShape.Target.ANYTHING;
import static io.polymongo.embedded.internal.frontdoor.CommandShape.Target.FIELD;
import static io.polymongo.embedded.internal.frontdoor.CommandShape.named;

import java.util.List;

/** Commands of sessions and transactions. */
final class SessionCommands {

    private static final Shape SESSION =
            Shape.of().required("id", FieldType.UUID).optional("uid", FieldType.ANY);

    private static final Shape USER =
            Shape.of().required("user", FieldType.STRING).required("db", FieldType.STRING);

    private static final Shape ROLE =
            Shape.of().required("role", FieldType.STRING).required("db", FieldType.STRING);

    private static final Shape SESSION_OF_A_USER =
            Shape.of().required("id", FieldType.UUID).required("uid", FieldType.BINARY);

    private static final Shape PATTERN = Shape.of()
            .optional("lsid", FieldType.OBJECT, SESSION_OF_A_USER.nested())
            .optional("uid", FieldType.BINARY)
            .optional("users", FieldType.ARRAY, USER.eachNested())
            .optional("roles", FieldType.ARRAY, ROLE.eachNested());

    static final List<CommandShape> ALL = List.of(
            named("startSession", ANYTHING, Shape.of()),
            named("refreshSessions", FIELD, each("refreshSessions", SESSION)).inStableApi(),
            named("endSessions", FIELD, each("endSessions", SESSION)).inStableApi(),
            named("killSessions", FIELD, each("killSessions", SESSION)),
            named("killAllSessions", FIELD, each("killAllSessions", USER)),
            named("killAllSessionsByPattern", FIELD, each("killAllSessionsByPattern", PATTERN)),
            named("commitTransaction", ANYTHING, Shape.of().optional("recoveryToken", FieldType.OBJECT))
                    .inStableApi()
                    .withWriteConcern(),
            named("abortTransaction", ANYTHING, Shape.of().optional("recoveryToken", FieldType.OBJECT))
                    .inStableApi()
                    .withWriteConcern());

    private SessionCommands() {}

    private static Shape each(String name, Shape element) {
        return Shape.of().required(name, FieldType.ARRAY, element.eachNested());
    }
}
