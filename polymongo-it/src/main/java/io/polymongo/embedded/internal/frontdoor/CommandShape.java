package io.polymongo.embedded.internal.frontdoor;

import io.polymongo.embedded.internal.command.Request;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a command must look like. Each {@code with} method gives a changed copy.
 *
 * @param name the command's name
 * @param context what messages call it; mostly its name
 * @param target what the field of its name holds
 * @param shape its fields
 * @param stable whether it belongs to Stable API version 1
 * @param reads whether it takes a read concern outside a transaction
 * @param writes whether it takes a write concern
 * @param content looks into filters, pipelines and the like once the fields are right, and gives the request on; what is
 *     wrong with single statements goes with it
 * @param refusal why it is refused whatever it holds, or null
 */
record CommandShape(
        String name,
        String context,
        Target target,
        Shape shape,
        boolean stable,
        boolean reads,
        boolean writes,
        UnaryOperator<Request> content,
        @Nullable String refusal) {

    /** What the first field of a command holds. */
    enum Target {
        /** A collection's name. */
        COLLECTION,
        /** A collection's name, or the one that a cursor over more than that has. */
        CURSOR_COLLECTION,
        /** A collection's name, or 1 for the whole database. */
        COLLECTION_OR_ONE,
        /** Checked as an ordinary field of the shape. */
        FIELD,
        /** Anything. */
        ANYTHING
    }

    static CommandShape named(String name, Target target, Shape shape) {
        return new CommandShape(name, name, target, shape, false, false, false, request -> request, null);
    }

    /** A command that is known and always refused. */
    static CommandShape refused(String name, String why) {
        return new CommandShape(name, name, Target.ANYTHING, Shape.of(), false, false, false, request -> request, why);
    }

    CommandShape inMessages(String other) {
        return new CommandShape(name, other, target, shape, stable, reads, writes, content, refusal);
    }

    CommandShape alias(String other) {
        return new CommandShape(other, context, target, shape, stable, reads, writes, content, refusal);
    }

    CommandShape inStableApi() {
        return new CommandShape(name, context, target, shape, true, reads, writes, content, refusal);
    }

    CommandShape withReadConcern() {
        return new CommandShape(name, context, target, shape, stable, true, writes, content, refusal);
    }

    CommandShape withWriteConcern() {
        return new CommandShape(name, context, target, shape, stable, reads, true, content, refusal);
    }

    CommandShape withContent(Consumer<Request> check) {
        return with(request -> {
            check.accept(request);
            return request;
        });
    }

    /** With statements in a field, of which a wrong one is told in its place when its turn comes. */
    CommandShape withStatements(String field, Statements.Check check) {
        return with(request -> Statements.check(request, field, check));
    }

    private CommandShape with(UnaryOperator<Request> check) {
        return new CommandShape(name, context, target, shape, stable, reads, writes, check, refusal);
    }
}
