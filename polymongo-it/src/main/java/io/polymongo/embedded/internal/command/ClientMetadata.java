package io.polymongo.embedded.internal.command;

import de.bwaldvogel.mongo.bson.Document;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of itself in the first hello of a connection, and in no other.
 *
 * @param document as the client wrote it, or null if it said nothing
 */
public record ClientMetadata(@Nullable Document document) {

    private static final int LONGEST_NAME = 128;

    /** Keeps with the connection what its hello says. */
    public static void remember(Connection connection, Document hello) {
        boolean isFirst = connection.attribute(ClientMetadata.class) == null;
        Object client = hello.get("client");
        if (client == null) {
            if (isFirst) {
                connection.attribute(ClientMetadata.class, new ClientMetadata(null));
            }
            return;
        }
        if (!isFirst) {
            throw new CommandError(
                    ErrorCode.CLIENT_METADATA_CANNOT_BE_MUTATED,
                    "The client metadata document may only be sent in the first hello");
        }
        if (!(client instanceof Document metadata)) {
            throw new CommandError(ErrorCode.TYPE_MISMATCH, "The client metadata document must be a document");
        }
        String name = applicationName(metadata);
        connection.attribute(ClientMetadata.class, new ClientMetadata(metadata));
        connection.applicationName(name);
    }

    private static @Nullable String applicationName(Document metadata) {
        if (!(metadata.get("application") instanceof Document application)) {
            return null;
        }
        if (!(application.get("name") instanceof String name)) {
            return null;
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new CommandError(
                    ErrorCode.CLIENT_METADATA_APP_NAME_TOO_LARGE,
                    "The 'application.name' field in the client metadata document is too large: the most is "
                            + LONGEST_NAME + " bytes");
        }
        return name;
    }
}
