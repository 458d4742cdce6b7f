package ai.torale.acceptance.docs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.DevServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java in README and docs is a region of a test that is compiled and run; links lead somewhere. */
class DocsExamplesTest {
    private static final Path ROOT = DevServer.repository();
    private static final Pattern SOURCE = Pattern.compile("<!-- example: (\\S+)#(\\S+) -->");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)\\s]*)?\\)");

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                    Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
                            .map(ROOT::resolve),
                    docs.filter(page -> page.toString().endsWith(".md")))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void java_is_cut_from_a_compiled_test(Path page) throws IOException {
        List<String> problems = new ArrayList<>();
        List<String> lines = Files.readAllLines(page);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals("```java")) {
                String before = i == 0 ? "" : lines.get(i - 1).strip();
                problem(before, block(lines, i + 1), page + ":" + (i + 1)).ifPresent(problems::add);
            }
        }

        assertThat(problems).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void links_lead_to_files(Path page) throws IOException {
        List<String> broken = LINK.matcher(Files.readString(page))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.contains("://") && !link.startsWith("mailto:"))
                .filter(link -> !Files.exists(page.resolveSibling(link)))
                .toList();

        assertThat(broken).as("links of " + page).isEmpty();
    }

    @Test
    void a_region_that_differs_is_shown_beside_the_page() {
        List<String> page = List.of("int price = 1;");
        String source = "<!-- example: " + ROOT.relativize(ROOT.resolve(self())) + "#sample -->";

        assertThat(problem(source, page, "page.md:1"))
                .get()
                .asString()
                .contains("page.md:1 differs from")
                .contains("-int price = 1;")
                .contains("+int price = 499;");
    }

    @Test
    void a_block_without_a_source_and_a_source_without_a_region_are_refused() {
        assertThat(problem("text", List.of(), "page.md:1")).get().asString().contains("needs a line");
        assertThat(problem("<!-- example: Nowhere.java#x -->", List.of(), "page.md:1"))
                .get()
                .asString()
                .contains("no file Nowhere.java");
        assertThat(problem("<!-- example: " + self() + "#absent -->", List.of(), "page.md:1"))
                .get()
                .asString()
                .contains("no region absent");
    }

    static int sample() {
        // tag::sample
        int price = 499;
        // end::sample
        return price;
    }

    private static String self() {
        return "torale-acceptance/src/test/java/ai/torale/acceptance/docs/DocsExamplesTest.java";
    }

    private static Optional<String> problem(String before, List<String> block, String where) {
        Matcher source = SOURCE.matcher(before);
        if (!source.matches()) {
            return Optional.of(where + " needs a line <!-- example: path/File.java#region --> before it");
        }
        Path file = ROOT.resolve(source.group(1));
        if (!Files.exists(file)) {
            return Optional.of(where + ": there is no file " + source.group(1));
        }
        try {
            List<String> region = region(Files.readAllLines(file), source.group(2));
            if (region.isEmpty()) {
                return Optional.of(where + ": there is no region " + source.group(2) + " in " + file);
            }
            return region.equals(stripped(block))
                    ? Optional.empty()
                    : Optional.of(where + " differs from " + before + " (-page, +source):\n"
                            + difference(stripped(block), region));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> block(List<String> lines, int start) {
        int end = start;
        while (end < lines.size() && !lines.get(end).strip().equals("```")) {
            end++;
        }
        return lines.subList(start, end);
    }

    private static List<String> region(List<String> lines, String name) {
        List<String> stripped = lines.stream().map(String::strip).toList();
        int start = stripped.indexOf("// tag::" + name);
        int end = stripped.indexOf("// end::" + name);
        return start < 0 || end < start ? List.of() : stripped(lines.subList(start + 1, end));
    }

    private static List<String> stripped(List<String> lines) {
        return lines.stream()
                .collect(joining("\n"))
                .stripIndent()
                .stripTrailing()
                .lines()
                .toList();
    }

    private static String difference(List<String> page, List<String> source) {
        return Stream.concat(
                        page.stream().filter(line -> !source.contains(line)).map(line -> "-" + line),
                        source.stream().filter(line -> !page.contains(line)).map(line -> "+" + line))
                .collect(joining("\n"));
    }
}
