package ai.torale.acceptance.testkit.parity;

import ai.torale.acceptance.server.DevServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The tables of docs/skipped-time.md. */
final class SkippedTimePage {
    private final String text;

    SkippedTimePage() {
        try {
            text = Files.readString(DevServer.repository().resolve("docs/skipped-time.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of what is emulated and compared: the last column under "What is emulated". */
    Set<String> comparedGroups() {
        return rows("What is emulated").stream()
                .flatMap(row -> Arrays.stream(row.get(row.size() - 1).split(", ", -1)))
                .filter(group -> !group.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of the differences that the suite sees. */
    Set<String> seenDifferences() {
        return rows("What differs").stream()
                .filter(row -> row.get(row.size() - 1).equals("seen"))
                .map(row -> row.get(0))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The cells of each row but the first two. */
    private List<List<String>> rows(String heading) {
        String section = text.substring(text.indexOf("## " + heading));
        int end = section.indexOf("\n## ");
        return (end < 0 ? section : section.substring(0, end))
                .lines()
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }
}
