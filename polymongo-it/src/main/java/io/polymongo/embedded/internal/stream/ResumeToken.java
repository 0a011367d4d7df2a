package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Comparator;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in the order of events. Its hex string is written as the server writes it, but for the description of the
 * event at its end, which is left out: the time and the index name an event here. Strings are in the order of events.
 *
 * @param time the event's cluster time
 * @param isEvent whether it names an event; else all events from its time on come after it
 * @param index the event's index within its transaction
 * @param fromInvalidate whether it names the invalidation that follows the event
 * @param collection the collection's UUID, or null
 * @param fragment which fragment of an event that was split, from 0, or {@link #WHOLE}
 */
record ResumeToken(
        BsonTimestamp time,
        boolean isEvent,
        int index,
        boolean fromInvalidate,
        @Nullable UUID collection,
        int fragment) {

    /** Instead of a fragment's number. */
    static final int WHOLE = -1;

    private static final Comparator<ResumeToken> ORDER = Comparator.comparing(ResumeToken::time)
            .thenComparing(ResumeToken::isEvent)
            .thenComparing(ResumeToken::index)
            .thenComparing(ResumeToken::fromInvalidate)
            .thenComparingInt(token -> token.fragment);

    /** The place before all events of a time. */
    static ResumeToken before(BsonTimestamp time) {
        return new ResumeToken(time, false, 0, false, null, WHOLE);
    }

    /** The place of an event. */
    static ResumeToken of(BsonTimestamp time, int index, @Nullable UUID collection) {
        return new ResumeToken(time, true, index, false, collection, WHOLE);
    }

    /** The place of the invalidation that this event brings. */
    ResumeToken invalidation() {
        return new ResumeToken(time, true, index, true, collection, WHOLE);
    }

    /** The place of a fragment of this event. */
    ResumeToken fragment(int number) {
        return new ResumeToken(time, isEvent, index, fromInvalidate, collection, number);
    }

    /** Whether it names this event or a fragment of it. */
    boolean isPartOf(ResumeToken event) {
        return fragment(WHOLE).compareTo(event) == 0;
    }

    /** Negative, zero or positive as it lies before, at or after another. */
    int compareTo(ResumeToken other) {
        return ORDER.compare(this, other);
    }

    /** The token as clients see it. */
    Document document() {
        return new Document("_data", hex());
    }

    private String hex() {
        StringBuilder hex = new StringBuilder(64);
        hex.append(String.format(Locale.ROOT, "%02X%016X", TokenFormat.TIMESTAMP, time.getValue()));
        TokenFormat.appendNumber(hex, TokenFormat.VERSION);
        TokenFormat.appendNumber(hex, isEvent ? TokenFormat.EVENT : 0);
        TokenFormat.appendNumber(hex, index);
        TokenFormat.appendByte(hex, fromInvalidate ? TokenFormat.TRUE : TokenFormat.FALSE);
        if (collection == null) {
            TokenFormat.appendByte(hex, TokenFormat.NULL);
        } else {
            hex.append(String.format(
                    Locale.ROOT,
                    "%s%016X%016X",
                    TokenFormat.UUID_PREFIX,
                    collection.getMostSignificantBits(),
                    collection.getLeastSignificantBits()));
        }
        if (fragment != WHOLE) {
            TokenFormat.appendNumber(hex, fragment);
        }
        TokenFormat.appendByte(hex, TokenFormat.END);
        return hex.toString();
    }
}
