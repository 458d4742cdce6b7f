package ai.torale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    @Test
    void it_shows_four_stars_wherever_it_is_printed() {
        Secret secret = Secret.of("hunter2");

        assertThat(secret).hasToString("****");
        assertThat(List.of(secret)).hasToString("[****]");
        assertThat("" + secret).isEqualTo("****");
    }

    @Test
    void it_reveals_its_text_on_request() {
        assertThat(Secret.of(" hunter2 ").reveal()).isEqualTo(" hunter2 ");
    }

    @Test
    void two_secrets_are_equal_when_their_texts_are() {
        assertThat(Secret.of("hunter2")).isEqualTo(Secret.of("hunter2")).hasSameHashCodeAs(Secret.of("hunter2"));
        assertThat(Secret.of("hunter2")).isNotEqualTo(Secret.of("hunter3")).isNotEqualTo("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\n"})
    void a_blank_secret_is_refused(String text) {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> Secret.of(text))
                .withMessageContaining("SECRET_BLANK");
    }
}
