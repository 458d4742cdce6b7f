package ai.torale.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A type becomes public, or stops being so, only when somebody decided it: the decision is a line in a reviewed list. */
class PublicTypesTest {
    private static final Path LISTS = Path.of("src/test/resources/public-types");

    @ParameterizedTest
    @MethodSource("modules")
    void the_public_types_of_a_module_are_those_of_its_reviewed_list(String module) throws IOException {
        Path list = LISTS.resolve(module + ".txt");
        List<String> actual = ToraleClasses.publicTypes(module);
        if ("accept".equals(System.getProperty("torale.public-types"))) {
            Files.write(list, actual);
        }

        List<String> reviewed = Files.readAllLines(list);

        assertThat(actual).as(() -> review(list, reviewed, actual)).isEqualTo(reviewed);
    }

    private static List<String> modules() {
        return ToraleClasses.PUBLISHED_MODULES;
    }

    private static String review(Path list, List<String> reviewed, List<String> actual) {
        return """
                The public types differ from torale-acceptance/%s.
                Newly public: %s
                No longer public: %s
                Make a type package-private unless a host must name it. Then write down what remains (and review the diff):
                ./mvnw test -pl torale-acceptance -am -Dtest=PublicTypesTest -Dsurefire.failIfNoSpecifiedTests=false -Dtorale.public-types=accept
                """.formatted(list, without(actual, reviewed), without(reviewed, actual));
    }

    private static List<String> without(List<String> all, List<String> known) {
        List<String> rest = new ArrayList<>(all);
        rest.removeAll(known);
        return rest;
    }
}
