package io.polymongo.internal.log;

import java.util.regex.Pattern;

/** Text that cannot forge a line, nor hide one. */
final class PlainText {

    /** Control and format characters, which may turn the direction of a text, and the two separators of lines. */
    private static final Pattern HARMFUL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private PlainText() {}

    /** The text with every such character written as an escape. */
    static String of(String text) {
        return HARMFUL.matcher(text).replaceAll(found -> "\\\\" + escape(found.group()));
    }

    private static String escape(String character) {
        return switch (character) {
            case "\n" -> "n";
            case "\r" -> "r";
            case "\t" -> "t";
            default -> String.format("u%04x", character.codePointAt(0));
        };
    }
}
