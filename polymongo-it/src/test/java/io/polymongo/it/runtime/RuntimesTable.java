package io.polymongo.it.runtime;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonDocument;

/** The documentation's table of runtimes. Used by one thread at a time. */
final class RuntimesTable {

    private static final Path PAGE = Path.of("..", "src", "docs", "reference", "runtimes.md");
    private static final String HEAD = "|---|---|---|---|---|";

    /** A line of it. */
    record Row(String title, String cdi, String driver, String jdk, String limits) {

        static Row of(String line) {
            List<String> cells =
                    Arrays.stream(line.split("\\|")).skip(1).map(String::trim).toList();
            return new Row(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4));
        }

        /** Of another run of the same: both drivers and JDKs are tried. */
        Row and(Row other) {
            return new Row(title, cdi, both(driver, other.driver), both(jdk, other.jdk), limits);
        }

        private static String both(String some, String more) {
            Set<String> all = new TreeSet<>(Comparator.comparing(Version::parse));
            all.addAll(List.of(some.split(", ")));
            all.addAll(List.of(more.split(", ")));
            return String.join(", ", all);
        }

        String line() {
            return "| " + String.join(" | ", title, cdi, driver, jdk, limits) + " |";
        }
    }

    private RuntimesTable() {}

    /** What an application said of itself. */
    static Row row(Platform platform, BsonDocument about, String driver) {
        String java = about.getString("java").getValue();
        return new Row(
                platform.title(),
                about.getString("cdi").getValue(),
                driver,
                String.valueOf(Runtime.Version.parse(java).feature()),
                platform.limits());
    }

    static List<Row> rows() throws IOException {
        List<String> page = Files.readAllLines(PAGE);
        return page.subList(page.indexOf(HEAD) + 1, end(page)).stream()
                .map(Row::of)
                .toList();
    }

    /** Instead of the one with its title, whose drivers and JDKs stay. */
    static void write(Row row) throws IOException {
        List<Row> rows = new ArrayList<>(rows());
        List<String> titles = rows.stream().map(Row::title).toList();
        int place = titles.indexOf(row.title());
        if (place < 0) {
            rows.add(row);
        } else {
            rows.set(place, row.and(rows.get(place)));
        }
        rows.sort(Comparator.comparing(Row::title));
        List<String> page = Files.readAllLines(PAGE);
        List<String> written = new ArrayList<>(page.subList(0, page.indexOf(HEAD) + 1));
        rows.forEach(each -> written.add(each.line()));
        written.addAll(page.subList(end(page), page.size()));
        Files.write(PAGE, written);
    }

    private static int end(List<String> page) {
        int line = page.indexOf(HEAD) + 1;
        while (page.get(line).startsWith("|")) {
            line++;
        }
        return line;
    }
}
