package io.polymongo.embedded.internal.store;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The order of BSON values, total and exact: numbers compare across types, arrays and documents element by element. */
public final class BsonOrder implements Comparator<@Nullable Object> {

    /** The one instance. */
    public static final BsonOrder INSTANCE = new BsonOrder();

    private BsonOrder() {}

    @Override
    public int compare(@Nullable Object left, @Nullable Object right) {
        int byType = Integer.compare(rank(left), rank(right));
        if (byType != 0 || left == null || right == null || left == right) {
            return byType;
        }
        if (left instanceof Number one && right instanceof Number two) {
            return compareNumbers(one, two);
        }
        if (left instanceof Document one && right instanceof Document two) {
            return compareDocuments(one, two);
        }
        if (left instanceof Collection<?> one && right instanceof Collection<?> two) {
            return compareArrays(one.iterator(), two.iterator());
        }
        return compareScalars(left, right);
    }

    private static int rank(@Nullable Object value) {
        if (value == null || value instanceof Missing) {
            return 1;
        } else if (value instanceof MinKey) {
            return 0;
        } else if (value instanceof Number) {
            return 2;
        } else if (value instanceof String) {
            return 3;
        } else if (value instanceof Document) {
            return 4;
        } else if (value instanceof Collection) {
            return 5;
        } else if (value instanceof BinData) {
            return 6;
        } else if (value instanceof ObjectId) {
            return 7;
        } else if (value instanceof Boolean) {
            return 8;
        } else if (value instanceof Instant) {
            return 9;
        } else if (value instanceof BsonTimestamp) {
            return 10;
        } else if (value instanceof BsonRegularExpression) {
            return 11;
        } else if (value instanceof MaxKey) {
            return 13;
        }
        return 12;
    }

    private static int compareNumbers(Number left, Number right) {
        if (isIntegral(left) && isIntegral(right)) {
            return Long.compare(left.longValue(), right.longValue());
        }
        boolean exact = isFinite(left) && isFinite(right);
        return exact ? exact(left).compareTo(exact(right)) : Double.compare(left.doubleValue(), right.doubleValue());
    }

    private static boolean isIntegral(Number number) {
        return number instanceof Integer || number instanceof Long;
    }

    private static boolean isFinite(Number number) {
        return Double.isFinite(number.doubleValue());
    }

    private static BigDecimal exact(Number number) {
        if (number instanceof Decimal128 decimal) {
            return decimal.toBigDecimal();
        }
        return number instanceof Double || number instanceof Float
                ? new BigDecimal(number.doubleValue())
                : BigDecimal.valueOf(number.longValue());
    }

    private int compareDocuments(Document left, Document right) {
        Iterator<Map.Entry<String, Object>> one = left.entrySet().iterator();
        Iterator<Map.Entry<String, Object>> two = right.entrySet().iterator();
        while (one.hasNext() && two.hasNext()) {
            Map.Entry<String, Object> first = one.next();
            Map.Entry<String, Object> second = two.next();
            int compared = Integer.compare(rank(first.getValue()), rank(second.getValue()));
            if (compared == 0) {
                compared = first.getKey().compareTo(second.getKey());
            }
            if (compared == 0) {
                compared = compare(first.getValue(), second.getValue());
            }
            if (compared != 0) {
                return compared;
            }
        }
        return Boolean.compare(one.hasNext(), two.hasNext());
    }

    private int compareArrays(Iterator<?> left, Iterator<?> right) {
        while (left.hasNext() && right.hasNext()) {
            int compared = compare(left.next(), right.next());
            if (compared != 0) {
                return compared;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compareScalars(Object left, Object right) {
        if (left.getClass() == right.getClass() && left instanceof Comparable comparable) {
            return comparable.compareTo(right);
        }
        int byClass = left.getClass().getName().compareTo(right.getClass().getName());
        return byClass != 0 ? byClass : left.toString().compareTo(right.toString());
    }
}
