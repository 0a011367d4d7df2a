package io.polymongo.embedded.internal.frontdoor;

import static io.polymongo.embedded.internal.frontdoor.ExpressionOptions.convert;
import static io.polymongo.embedded.internal.frontdoor.ExpressionOptions.datePart;
import static io.polymongo.embedded.internal.frontdoor.ExpressionOptions.dateToString;
import static io.polymongo.embedded.internal.frontdoor.ExpressionOptions.literal;
import static io.polymongo.embedded.internal.frontdoor.ExpressionOptions.options;
import static io.polymongo.embedded.internal.frontdoor.ExpressionOptions.perElement;

import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The operators of expressions: those that the engine does with all their options, and those it does not. */
final class ExpressionOperators {

    /** Checks what an operator is given. */
    @FunctionalInterface
    interface Arguments {

        void check(@Nullable Object arguments, Set<String> variables);
    }

    /** Operators whose arguments are expressions, and how many they take. */
    private static final Map<String, Arguments> SUPPORTED = new TreeMap<>();

    /** Operators that MongoDB knows and the engine does not do, or does in another way. */
    static final Set<String> REFUSED = Set.of(
            ("$acos $acosh $asin $asinh $atan $atan2 $atanh $cos $cosh $degreesToRadians $radiansToDegrees $sin $sinh"
                            + " $tan $tanh $binarySize $bsonSize $bitAnd $bitNot $bitOr $bitXor $bottom $bottomN"
                            + " $dateAdd $dateDiff $dateFromParts $dateFromString $dateSubtract $dateToParts"
                            + " $dateTrunc $dayOfWeek $first $firstN $function $accumulator $getField $isNumber"
                            + " $isoDayOfWeek $isoWeek $isoWeekYear $last $lastN $let $log $ltrim $maxN $median $meta"
                            + " $millisecond $minN $percentile $regexFind $regexFindAll $regexMatch $replaceAll"
                            + " $replaceOne $round $rtrim $sampleRate $setField $sortArray $stdDevPop $stdDevSamp"
                            + " $strcasecmp $toDecimal $toHashedIndexKey $top $topN $trim $tsIncrement"
                            + " $tsSecond $type $unsetField $week $zip $covariancePop $covarianceSamp $denseRank"
                            + " $derivative $documentNumber $expMovingAvg $integral $linearFill $locf $rank $shift")
                    .split(" "));

    static {
        any("$and $or $concat $concatArrays $setEquals $setIntersection $setUnion $mergeObjects $add");
        any("$avg $max $min $sum");
        exactly(1, "$abs $ceil $exp $floor $ln $log10 $sqrt $trunc $not $isArray $size $reverseArray");
        exactly(1, "$anyElementTrue $allElementsTrue $arrayToObject $objectToArray $strLenBytes $strLenCP");
        exactly(1, "$toBool $toDate $toDouble $toInt $toLong $toLower $toObjectId $toString $toUpper");
        exactly(2, "$arrayElemAt $cmp $divide $eq $gt $gte $lt $lte $ne $in $mod $pow");
        exactly(2, "$setDifference $setIsSubset $split $subtract");
        exactly(3, "$substr $substrBytes $substrCP");
        between(2, 3, "$range $slice");
        between(2, 4, "$indexOfArray $indexOfBytes $indexOfCP");
        SUPPORTED.put("$multiply", (arguments, variables) -> {
            if (count(arguments) < 2) {
                throw Unsupported.error("expression $multiply with fewer than two arguments");
            }
            Expressions.checkArguments(arguments, variables);
        });
        SUPPORTED.put("$ifNull", (arguments, variables) -> {
            if (count(arguments) < 2) {
                throw new CommandError(1257300, "$ifNull needs at least two arguments, had: " + count(arguments));
            }
            Expressions.checkArguments(arguments, variables);
        });
        SUPPORTED.put("$switch", SwitchExpression::check);
        SUPPORTED.put("$cond", ExpressionOptions::cond);
        SUPPORTED.put("$convert", convert());
        SUPPORTED.put("$dateToString", dateToString());
        for (String part : List.of("$year", "$month", "$dayOfMonth", "$dayOfYear", "$hour", "$minute", "$second")) {
            SUPPORTED.put(part, datePart(part));
        }
        SUPPORTED.put("$filter", perElement("$filter", 28647, Set.of("input", "cond"), "cond", Set.of("limit")));
        SUPPORTED.put("$map", perElement("$map", 16879, Set.of("input", "in"), "in", Set.of()));
        SUPPORTED.put(
                "$reduce", options("$reduce", 40076, Set.of("input", "initialValue", "in"), Set.of("this", "value")));
        SUPPORTED.put("$literal", literal());
        SUPPORTED.put("$rand", (arguments, variables) -> {
            if (!Unsupported.asksForNothing(arguments)) {
                throw new CommandError(3040501, "$rand does not currently accept arguments");
            }
        });
    }

    private ExpressionOperators() {}

    static Set<String> supported() {
        return Set.copyOf(SUPPORTED.keySet());
    }

    static void check(String name, @Nullable Object arguments, Set<String> variables) {
        if (REFUSED.contains(name)) {
            throw Unsupported.error("expression " + name);
        }
        Arguments operator = SUPPORTED.get(name);
        if (operator == null) {
            throw new CommandError(ErrorCode.INVALID_PIPELINE_OPERATOR, "Unrecognized expression '" + name + "'");
        }
        operator.check(arguments, variables);
    }

    private static void any(String names) {
        for (String name : names.split(" ")) {
            SUPPORTED.put(name, Expressions::checkArguments);
        }
    }

    private static void exactly(int count, String names) {
        for (String name : names.split(" ")) {
            SUPPORTED.put(name, (arguments, variables) -> {
                int given = count(arguments);
                if (given != count) {
                    throw new CommandError(
                            16020,
                            "Expression " + name + " takes exactly " + count + " arguments. " + given
                                    + " were passed in.");
                }
                Expressions.checkArguments(arguments, variables);
            });
        }
    }

    private static void between(int least, int most, String names) {
        for (String name : names.split(" ")) {
            SUPPORTED.put(name, (arguments, variables) -> {
                int given = count(arguments);
                if (given < least || given > most) {
                    throw new CommandError(
                            28667,
                            "Expression " + name + " takes at least " + least + " arguments, and at most " + most
                                    + ", but " + given + " were passed in.");
                }
                Expressions.checkArguments(arguments, variables);
            });
        }
    }

    private static int count(@Nullable Object arguments) {
        if (arguments instanceof Collection<?> list) {
            return list.size();
        }
        return 1;
    }
}
