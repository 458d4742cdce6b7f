package ai.torale.temporal.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.InvalidException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UiLinksTest {
    @Test
    void every_id_is_one_encoded_segment() {
        UiLinks links = UiLinks.to(URI.create("http://localhost:8233"), "a b");

        assertThat(links.run("st.delivery/a@b:c~*/../x?y#z", "r%"))
                .contains(URI.create("http://localhost:8233/"
                        + "namespaces/a%20b/workflows/st.delivery%2Fa%40b%3Ac~%2A%2F..%2Fx%3Fy%23z/r%25/history"));
    }

    @Test
    void the_base_may_have_a_path_and_end_in_a_slash() {
        UiLinks links = UiLinks.to(URI.create("https://ops.example/temporal/"), "default");

        assertThat(links.schedule("task-gpu"))
                .contains(URI.create("https://ops.example/temporal/namespaces/default/schedules/task-gpu"));
    }

    @Test
    void cloud_is_an_address_like_any_other() {
        UiLinks links = UiLinks.to(URI.create("https://cloud.temporal.io"), "prod.a2dd6");

        assertThat(links.run("w", "r"))
                .contains(URI.create("https://cloud.temporal.io/namespaces/prod.a2dd6/workflows/w/r/history"));
    }

    @Test
    void without_an_address_there_is_no_link() {
        UiLinks links = new UiLinks(null, "default");

        assertThat(links.run("w", "r")).isEmpty();
        assertThat(links.schedule("s")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8233",
                "/temporal",
                "javascript:alert(1)",
                "ftp://ui.example",
                "https://ui.example?a=b",
                "https://ui.example#a"
            })
    void an_address_that_is_no_plain_http_address_is_refused(String ui) {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> UiLinks.to(URI.create(ui), "default"))
                .withMessageContaining("UI_ADDRESS");
    }

    @Test
    void a_password_in_the_address_is_refused_and_not_repeated() {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> UiLinks.to(URI.create("https://joe:hunter2@ui.example"), "default"))
                .withMessageContaining("UI_ADDRESS")
                .withMessageNotContaining("hunter2");
    }
}
