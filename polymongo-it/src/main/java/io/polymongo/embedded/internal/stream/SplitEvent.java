package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.BsonSize;
import io.polymongo.embedded.internal.command.CommandError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Cuts an event that is too large for one document into fragments, each with whole fields and a token of its own. */
final class SplitEvent {

    /** The largest event that is left whole, and with its token's size less, the largest fragment. */
    static final int LARGEST_WHOLE = Batch.LARGEST_EVENT - 8 * 1024;

    private static final String ID = "_id";

    /**
     * A fragment.
     *
     * @param token its place
     * @param document what the client sees
     */
    record Fragment(ResumeToken token, Document document) {}

    private SplitEvent() {}

    /** Whether an event has to be cut. */
    static boolean isTooLarge(Document event) {
        return BsonSize.of(event) > LARGEST_WHOLE;
    }

    /** The fragments of an event: the smallest fields first, as many in each as it holds. */
    static List<Fragment> of(Document event, ResumeToken token) {
        long most = LARGEST_WHOLE - BsonSize.of(token.document());
        List<String> fields = event.keySet().stream()
                .filter(field -> !field.equals(ID))
                .sorted(Comparator.comparingLong((String field) -> size(event, field))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        List<Fragment> fragments = new ArrayList<>();
        int next = 0;
        while (next < fields.size()) {
            ResumeToken part = token.fragment(fragments.size());
            Document document = new Document(ID, part.document())
                    .append("splitEvent", new Document("fragment", fragments.size() + 1).append("of", 0));
            long size = BsonSize.of(document);
            do {
                size += size(event, fields.get(next));
                document.append(fields.get(next), event.get(fields.get(next)));
                next++;
            } while (next < fields.size() && size + size(event, fields.get(next)) <= most);
            if (size > most) {
                throw new CommandError(
                        7182500,
                        "Splitting change event failed: fragment size " + size
                                + " is greater than maximum allowed fragment size " + most);
            }
            fragments.add(new Fragment(part, document));
        }
        fragments.forEach(fragment -> number(fragment.document(), fragments.size()));
        return fragments;
    }

    private static void number(Document fragment, int total) {
        if (fragment.get("splitEvent") instanceof Document split) {
            split.put("of", total);
        }
    }

    private static long size(Document event, String field) {
        return BsonSize.ofField(field, event.get(field));
    }
}
