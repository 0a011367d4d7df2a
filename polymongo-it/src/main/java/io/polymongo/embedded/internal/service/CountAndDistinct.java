package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.engine.EngineErrors;
import io.polymongo.embedded.internal.engine.Filter;
import io.polymongo.embedded.internal.engine.Variables;
import io.polymongo.embedded.internal.store.BsonOrder;
import io.polymongo.embedded.internal.store.Namespace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code count} and {@code distinct}. */
final class CountAndDistinct {

    private CountAndDistinct() {}

    static Document count(Call call) {
        call.refuseCollation();
        Namespace name = call.namespace();
        Reader reader = new Reader(call);
        reader.checkHint(name, call.body().get("hint"));
        Filter filter = new Filter(call.document("query"), Variables.NONE);
        filter.check();
        // a negative limit means its absolute value
        int limit = Math.abs(call.number("limit", 0));
        int found = FindCommand.window(reader.matching(name, filter), call.number("skip", 0), limit)
                .size();
        return Command.ok().append("n", found);
    }

    static Document distinct(Call call) {
        call.refuseCollation();
        Namespace name = call.namespace();
        Filter filter = new Filter(call.document("query"), Variables.NONE);
        filter.check();
        String field = String.valueOf(call.body().get("key"));
        Set<@Nullable Object> values = new TreeSet<>(BsonOrder.INSTANCE);
        for (Document document : new Reader(call).matching(name, filter)) {
            Object value = EngineErrors.run(() -> Utils.getSubdocumentValueCollectionAware(document, field));
            if (value instanceof Collection<?> several) {
                several.stream().filter(one -> !(one instanceof Missing)).forEach(values::add);
            } else if (!(value instanceof Missing)) {
                values.add(value);
            }
        }
        Document reply = Command.ok().append("values", new ArrayList<>(values));
        if (call.readTime() != null) {
            reply.append("atClusterTime", call.readTime());
        }
        return reply;
    }
}
