package ai.torale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every JSON value, tried on random ones; the seed in a failure's message repeats it. */
class JsonPropertiesTest {
    private static final int SEEDS = 500;

    @Test
    void key_order_blanks_number_spelling_and_unicode_form_make_no_difference() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Object value = RandomJson.value(random, 4);

            Json one = Json.parse(RandomJson.spelled(value, random));
            Json other = Json.parse(RandomJson.spelled(value, random));

            assertThat(one)
                    .as("seed %d", seed)
                    .isEqualTo(other)
                    .hasSameHashCodeAs(other)
                    .isEqualTo(Json.of(value));
        }
    }

    @Test
    void a_value_that_differs_in_one_place_is_another_value() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Object value = RandomJson.value(random, 4);

            Json changed = Json.of(RandomJson.changedInOnePlace(value, random));

            assertThat(changed).as("seed %d", seed).isNotEqualTo(Json.of(value));
        }
    }

    @Test
    void the_canonical_text_and_the_plain_text_read_back_as_the_same_value() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Json json = Json.parse(RandomJson.spelled(RandomJson.value(random, 4), random));

            assertThat(Json.parse(json.canonical())).as("seed %d", seed).isEqualTo(json);
            assertThat(Json.parse(json.canonical()).canonical()).isEqualTo(json.canonical());
            assertThat(Json.parse(json.toString())).as("seed %d", seed).isEqualTo(json);
        }
    }

    @Test
    void the_java_value_makes_the_same_json_again() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Json json = Json.of(RandomJson.value(new Random(seed), 4));

            assertThat(Json.of(json.value())).as("seed %d", seed).isEqualTo(json);
        }
    }
}
