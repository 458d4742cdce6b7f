package ai.torale.acceptance.testkit.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.acceptance.server.DevServer;
import ai.torale.acceptance.server.RealServer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What is done to schedules on skipped time has the answers that a real server gives, but for the differences that
 * docs/skipped-time.md lists: those of {@link Accepted}.
 */
@RealServer
class ParityIT {
    private static final List<Behaviour> BEHAVIOURS = Stream.of(
                    Seeing.all(),
                    Starting.all(),
                    Times.all(),
                    Specs.all(),
                    Overlapping.all(),
                    HandingOn.all(),
                    Listing.all(),
                    Creating.all(),
                    Describing.all(),
                    Changing.all(),
                    Missing.all())
            .flatMap(List::stream)
            .toList();

    private static Comparison comparison;

    @BeforeAll
    static void compare(DevServer server) {
        comparison = Comparison.of(BEHAVIOURS, server);
    }

    @TestFactory
    Stream<DynamicTest> each_field_of_the_answers_is_the_same_on_both_servers() {
        return BEHAVIOURS.stream()
                .map(behaviour -> DynamicTest.dynamicTest(
                        behaviour.name(),
                        () -> assertThat(comparison.of(behaviour).differences())
                                .filteredOn(difference -> !Accepted.isAccepted(difference))
                                .isEmpty()));
    }

    @Test
    void every_accepted_difference_shows() {
        List<Comparison.Difference> differences = comparison.differences();

        assertThat(Accepted.ALL)
                .filteredOn(accepted -> differences.stream().noneMatch(accepted::covers))
                .isEmpty();
    }

    @Test
    void the_page_lists_every_accepted_difference_and_no_other() {
        Set<String> accepted = Accepted.ALL.stream().map(Accepted::name).collect(Collectors.toSet());

        assertThat(new SkippedTimePage().seenDifferences()).containsExactlyInAnyOrderElementsOf(accepted);
    }

    @Test
    void the_page_says_which_behaviours_are_compared() {
        Set<String> groups = BEHAVIOURS.stream().map(Behaviour::group).collect(Collectors.toSet());

        assertThat(new SkippedTimePage().comparedGroups()).containsExactlyInAnyOrderElementsOf(groups);
    }

    @Test
    void every_behaviour_has_answers_to_compare() {
        assertThat(BEHAVIOURS)
                .filteredOn(behaviour -> comparison.of(behaviour).fields() < 2)
                .isEmpty();
        assertThat(comparison.fields()).isGreaterThan(8_000);
    }
}
