package io.polymongo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documentation as tests read it: files below the repository's root, found from wherever the tests run. */
public final class Documentation {

    private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

    private Documentation() {}

    /** The folder that holds {@code .mvn}. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** All pages, those for developers too. */
    public static List<Path> pages() {
        try (Stream<Path> top = Files.list(root());
                Stream<Path> docs = Files.walk(root().resolve("src/docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file's text. */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A page's text. */
    public static String text(String page) {
        return text(root().resolve(page));
    }

    /** The rows of a page's first table, without its head: cells, without their backticks. */
    public static List<List<String>> table(String page) {
        return rows(text(page));
    }

    /** The same of a text's first table. */
    public static List<List<String>> rows(String text) {
        return text.lines()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(Documentation::cells)
                .toList();
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.substring(1).split("(?<!\\\\)\\|"))
                .map(cell -> cell.replace("`", "").strip())
                .toList();
    }

    /** A page's part from a heading of the second level to the next. */
    public static String section(String page, String heading) {
        Matcher section = Pattern.compile("(?ms)^## " + Pattern.quote(heading) + "\\n(.*?)(?=^## |\\z)")
                .matcher(text(page));
        if (!section.find()) {
            throw new AssertionError(page + " has no section " + heading);
        }
        return section.group(1);
    }

    /** The contents of fenced blocks in a language, or in all of them if it is empty. */
    public static List<String> blocks(String text, String language) {
        return FENCED.matcher(text)
                .results()
                .filter(block -> language.isEmpty() || language.equals(block.group(1)))
                .map(block -> block.group(2))
                .toList();
    }
}
