package ai.torale.example.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.torale.search.web.WebPageSearch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "SHORT", "whsec_MfKQ");

    @Test
    void no_arguments_are_the_demonstration() {
        Arguments arguments = parse("");

        assertThat(arguments.page()).isEmpty();
        assertThat(arguments.once()).isFalse();
    }

    @Test
    void a_page_is_watched_for_changes_every_minute_by_default() {
        Arguments arguments = parse("https://shop.example/gpu --select span.price");

        assertThat(arguments.page().orElseThrow().attributes())
                .isEqualTo(WebPageSearch.page("https://shop.example/gpu")
                        .select("span.price")
                        .changes()
                        .attributes());
        assertThat(arguments.every()).isEqualTo("@every 1m");
        assertThat(arguments.webhook()).isEmpty();
    }

    @Test
    void options_stand_in_any_order() {
        Arguments arguments = parse("--once --every 10s --below 499.99 https://shop.example/gpu --select span.price");

        assertThat(arguments.page().orElseThrow().attributes()).containsEntry("below", "499.99");
        assertThat(arguments.every()).isEqualTo("@every 10s");
        assertThat(arguments.once()).isTrue();
    }

    @Test
    void a_webhook_takes_its_secret_from_the_environment() {
        Arguments arguments =
                parse("https://shop.example --select a --webhook https://hooks.example/x --secret-env SECRET");

        assertThat(arguments.webhook()).get().hasToString("WebhookNotifier[https://hooks.example]");
    }

    @Test
    void a_webhook_on_this_machine_needs_no_tls() {
        Arguments arguments =
                parse("https://shop.example --select a --webhook http://localhost:9/x --secret-env SECRET");

        assertThat(arguments.webhook()).get().hasToString("WebhookNotifier[http://localhost:9]");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --bogus                                              | there is no option --bogus
            -x                                                   | there is no option -x
            --select a                                           | --select needs the URL of a page to watch
            --every 1m --once                                    | --every needs the URL of a page to watch
            https://a.example                                    | say what to look at: --select CSS
            https://a.example https://b.example --select a       | only one page can be watched: https://b.example
            https://a.example --select                           | --select needs a value
            https://a.example --select --once                    | --select needs a value
            https://a.example --select a --select b              | --select is given twice
            https://a.example --select a --below 5 --above 4     | choose one condition of --above, --below
            https://a.example --select a --below cheap           | --below needs a number such as 499.99, not 'cheap'
            https://a.example --select a --above 1e400000000     | --above needs a number such as 499.99
            https://a.example --select a[                        | select 'a['
            a.example --select a                                 | url 'a.example'
            ftp://a.example --select a                           | url 'ftp://a.example'
            https://a.example --select a --every soon            | --every needs a duration such as 10s, 5m or 1h, not 'soon'
            https://a.example --select a --every 0s              | --every needs a duration
            https://a.example --select a --every 500ms           | --every needs a duration
            https://a.example --select a --secret-env SECRET     | --secret-env needs --webhook URL
            https://a.example --select a --webhook https://h.example/x                     | --webhook needs --secret-env NAME
            https://a.example --select a --webhook https://h.example/x --secret-env ABSENT | ABSENT is not set
            https://a.example --select a --webhook https://h.example/x --secret-env SHORT  | 24 to 64 bytes
            https://a.example --select a --webhook http://h.example/x --secret-env SECRET  | needs https for h.example
            https://a.example --select a --webhook ::: --secret-env SECRET                 | --webhook needs an address
            https://a.example --select a --webhook foo --secret-env SECRET                 | not 'foo'
            https://a.example --select a --webhook me:whsec_MfKQ@h/x --secret-env SECRET   | not '…@h…'
            """)
    void what_cannot_be_used_is_named_in_one_line(String line, String message) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> parse(line))
                .withMessageContaining(message)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("\n", "whsec_MfKQ"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"--bogus, 2", "--help, 0", "https://a.example, 2"})
    void the_exit_code_says_whether_the_arguments_were_understood(String line, int code) {
        assertThat(run(List.of(line), Map.of())).isEqualTo(code);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"--help, true", "--once -h, true", "https://a.example --contains -h, false", "--every 1m --help, true"})
    void help_is_an_option_and_not_a_value(String line, boolean asked) {
        assertThat(Arguments.askForHelp(List.of(line.split(" ", -1)))).isEqualTo(asked);
    }

    @Test
    void a_password_in_the_address_of_a_page_is_refused_before_a_server_is_needed() {
        List<String> line = List.of("https://user:secret@a.example", "--select", "a");

        assertThat(run(line, Map.of())).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "QUICKSTART_PORT, 99999",
        "QUICKSTART_PORT, soon",
        "TEMPORAL_ADDRESS, http://localhost:7233",
        "TEMPORAL_ADDRESS, localhost"
    })
    void a_setting_that_cannot_be_used_is_exit_code_2(String name, String value) {
        assertThat(run(List.of(), Map.of(name, value))).isEqualTo(2);
    }

    private static int run(List<String> line, Map<String, String> environment) {
        return Quickstart.run(line, new Surroundings(environment, Path.of("nowhere"), System.out, System.err, 1));
    }

    private static Arguments parse(String line) {
        List<String> words = Arrays.stream(line.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toList();
        return Arguments.parse(words, ENVIRONMENT);
    }
}
