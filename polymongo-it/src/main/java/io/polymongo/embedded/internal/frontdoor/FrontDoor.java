package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lets a command through when every field, type, operator, expression and stage in it is in the tables, and refuses it
 * by name otherwise. What is wrong with one statement of several goes on with the request, for its place in the reply.
 * Thread-safe; keeps nothing.
 */
public final class FrontDoor implements CommandHandler {

    /** The fields that are no concern of a command's own shape, by its name. */
    private static final Map<String, Set<String>> CHECKED_ELSEWHERE = Commands.BY_NAME.keySet().stream()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), FrontDoor::checkedElsewhere));

    private final CommandHandler next;

    /** @param next answers what may pass */
    public FrontDoor(CommandHandler next) {
        this.next = next;
    }

    @Override
    public Document handle(Request request) {
        return next.handle(checked(request));
    }

    private static Set<String> checkedElsewhere(String name) {
        Set<String> names = new HashSet<>(CommonFields.NAMES);
        names.add(name);
        return names;
    }

    private static Request checked(Request request) {
        String name = request.name();
        CommandShape command = Commands.named(name);
        if (command == null) {
            throw new CommandError(ErrorCode.COMMAND_NOT_FOUND, "no such command: '" + name + "'");
        }
        String refusal = command.refusal();
        if (refusal != null) {
            throw Unsupported.error(refusal);
        }
        Document body = request.body();
        Namespaces.checkDatabase(request.database());
        CommonFields.check(body, command);
        checkTarget(request, command);
        Set<String> elsewhere = CHECKED_ELSEWHERE.getOrDefault(name, CommonFields.NAMES);
        command.shape().check(command.context(), body, elsewhere, CommonFields.isStrict(body));
        Concerns.check(request, command);
        return command.content().apply(request);
    }

    private static void checkTarget(Request request, CommandShape command) {
        switch (command.target()) {
            case COLLECTION -> Namespaces.checkTarget(request.database(), request.target());
            case CURSOR_COLLECTION -> {
                if (request.target() instanceof String collection) {
                    Namespaces.checkCursorCollection(request.database(), collection);
                } else {
                    Namespaces.checkTarget(request.database(), request.target());
                }
            }
            case COLLECTION_OR_ONE -> {
                if (request.target() instanceof Number number) {
                    if (number.doubleValue() != 1) {
                        throw new CommandError(
                                ErrorCode.FAILED_TO_PARSE,
                                "Invalid command format: the '" + command.name()
                                        + "' field must specify a collection name or 1");
                    }
                } else {
                    Namespaces.checkTarget(request.database(), request.target());
                }
            }
            case FIELD, ANYTHING -> {}
        }
    }
}
