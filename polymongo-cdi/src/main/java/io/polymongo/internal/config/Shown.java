package io.polymongo.internal.config;

/** How foreign text stands in messages: short, and without what could forge log lines. */
public final class Shown {

    private static final int MAX = 80;

    private Shown() {}

    /** The text with control characters replaced, cut where it is long. */
    public static String text(String foreign) {
        String cut = foreign.length() > MAX ? foreign.substring(0, MAX) + "…" : foreign;
        return cut.replaceAll("\\p{C}", "\uFFFD");
    }
}
