package io.polymongo.embedded.internal.schema;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.store.BsonOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Equality in a schema: numbers across their types, documents whatever the order of their fields. */
final class Sameness {

    private Sameness() {}

    static boolean same(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Document one && right instanceof Document two) {
            return one.keySet().equals(two.keySet())
                    && one.keySet().stream().allMatch(name -> same(one.get(name), two.get(name)));
        }
        if (left instanceof Collection<?> one && right instanceof Collection<?> two) {
            List<@Nullable Object> first = new ArrayList<>(one);
            List<@Nullable Object> second = new ArrayList<>(two);
            for (int i = 0; i < first.size() && first.size() == second.size(); i++) {
                if (!same(first.get(i), second.get(i))) {
                    return false;
                }
            }
            return first.size() == second.size();
        }
        return BsonOrder.INSTANCE.compare(left, right) == 0;
    }
}
