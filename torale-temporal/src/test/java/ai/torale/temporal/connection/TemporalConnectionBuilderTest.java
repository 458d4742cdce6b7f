package ai.torale.temporal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemporalConnectionBuilderTest {
    private static final Secret KEY = Secret.of("canary-key-5f1c");

    @TempDir
    private Path folder;

    private Path profiles;

    @BeforeEach
    void writeProfiles() throws IOException {
        profiles = Files.writeString(folder.resolve("temporal.toml"), """
                [profile.default]
                address = "from-profile.example:7233"
                namespace = "of-profile"

                [profile.cloud]
                address = "shop.a1b2c.tmprl.cloud:7233"
                namespace = "shop.a1b2c"
                api_key = "canary-key-5f1c"
                """);
    }

    @Test
    void without_settings_it_is_a_local_server_in_plain_text() {
        assertThat(shown(TemporalConnection.builder()))
                .isEqualTo("TemporalConnection[127.0.0.1:7233, plain text, no key, namespace default]");
    }

    @Test
    void cloud_is_the_namespaces_own_address_with_tls() {
        try (TemporalConnection cloud = TemporalConnection.cloud("shop.a1b2c", KEY)) {
            assertThat(cloud)
                    .hasToString(
                            "TemporalConnection[shop.a1b2c.tmprl.cloud:7233, TLS, key ****, namespace shop.a1b2c]");
        }
    }

    @Test
    void a_namespace_of_the_cloud_has_its_account() {
        assertThat(problems(TemporalConnection.builder().cloud("shop").apiKey(KEY)))
                .extracting(Problem::code, Problem::value)
                .containsExactly(tuple("NAMESPACE", "shop"));
    }

    @Test
    void every_problem_is_reported_at_once() {
        TemporalConnectionBuilder wrong = TemporalConnection.builder()
                .address("https://temporal.example")
                .namespace(" ")
                .apiKey(Secret.of("two words"))
                .trustedCertificates(folder.resolve("no-ca.pem"))
                .clientCertificate(profiles, folder.resolve("no.key"));

        assertThat(problems(wrong))
                .extracting(Problem::code)
                .containsExactly(
                        "API_KEY", "ADDRESS", "NAMESPACE", "TRUSTED_CERTIFICATES", "CLIENT_CERTIFICATE", "CLIENT_KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "h:0", "h:65536", "h:7233/x", "grpc://h:1", "user:canary@h:1", "::1"})
    void what_is_no_address_is_refused_and_a_password_in_it_is_not_shown(String address) {
        assertThat(problems(TemporalConnection.builder().address(address)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("ADDRESS"))
                .satisfies(problem -> assertThat(problem.toString()).doesNotContain("canary"));
    }

    @ParameterizedTest
    @CsvSource({"h, h:7233", "h:1, h:1", "10.0.0.1, 10.0.0.1:7233", "[::1], [::1]:7233", "[fe80::1]:99, [fe80::1]:99"})
    void an_address_needs_no_port(String written, String address) {
        try (TemporalConnection temporal = TemporalConnection.selfHosted(written)) {
            assertThat(temporal.address()).isEqualTo(address);
        }
    }

    @Test
    void a_key_in_plain_text_to_another_machine_is_refused_unless_asked_for() {
        TemporalConnectionBuilder leaking = TemporalConnection.builder()
                .address("temporal.example")
                .apiKey(KEY)
                .tls(false);

        assertThat(problems(leaking)).extracting(Problem::code).containsExactly("KEY_OVER_PLAIN_TEXT");
        assertThat(shown(leaking.allowKeyOverPlainText())).contains("temporal.example:7233, plain text, key ****");
    }

    @Test
    void a_key_that_a_header_of_the_environment_says_is_as_secret_as_any() {
        TemporalConnectionBuilder leaking = withoutProfiles(
                "TEMPORAL_ADDRESS", "temporal.example", "TEMPORAL_GRPC_META_AUTHORIZATION", "Bearer canary-key-5f1c");

        assertThat(problems(leaking)).extracting(Problem::code).containsExactly("KEY_OVER_PLAIN_TEXT");
        assertThat(shown(leaking.allowKeyOverPlainText())).contains("temporal.example:7233, plain text, key ****");
    }

    @Test
    void a_header_that_cannot_be_sent_is_refused_and_not_shown() {
        assertThat(problems(withoutProfiles("TEMPORAL_GRPC_META_AUTHORIZATION", "Bearer canary\nkey")))
                .extracting(Problem::code, Problem::field, Problem::value)
                .containsExactly(tuple("HEADER", "authorization", "****"));
    }

    @Test
    void what_can_be_no_path_is_refused_by_the_name_of_its_variable() {
        assertThat(problems(TemporalConnection.builder().environment(Map.of("TEMPORAL_CONFIG_FILE", "a\0b"))))
                .extracting(Problem::code, Problem::field)
                .containsExactly(tuple("CONFIG_FILE", "TEMPORAL_CONFIG_FILE"));
        assertThat(problems(withoutProfiles("TEMPORAL_TLS_SERVER_CA_CERT_PATH", "a\0b")))
                .extracting(Problem::code, Problem::field)
                .containsExactly(tuple("PATH", "TEMPORAL_TLS_SERVER_CA_CERT_PATH"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.8.8.8:1", "[::1]", "temporal.localhost"})
    void a_key_in_plain_text_may_stay_on_this_machine(String address) {
        assertThat(shown(TemporalConnection.builder()
                        .address(address)
                        .apiKey(KEY)
                        .tls(false)))
                .contains("plain text, key ****");
    }

    @Test
    void certificates_without_tls_are_refused() {
        assertThat(problems(TemporalConnection.builder().tls(false).serverName("temporal.example")))
                .extracting(Problem::code)
                .containsExactly("TLS_OFF");
    }

    @Test
    void a_key_in_another_format_is_told_how_to_become_the_right_one() throws IOException {
        Path key = Files.writeString(
                folder.resolve("old.key"),
                "-----BEGIN RSA PRIVATE KEY-----\nY2FuYXJ5\n-----END RSA PRIVATE KEY-----\n");

        assertThat(problems(TemporalConnection.builder().clientCertificate(profiles, key)))
                .extracting(Problem::remedy)
                .contains("it is not unencrypted PKCS#8; convert it: openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void variables_come_before_the_profile_and_host_is_the_address_where_that_is_blank() {
        String address = "TEMPORAL_ADDRESS";
        String host = "TEMPORAL_HOST";

        assertThat(shown(environment(address, "a.example", host, "h.example"))).contains("[a.example:7233");
        assertThat(shown(environment(host, "h.example"))).contains("[h.example:7233", "namespace of-profile");
        assertThat(shown(environment(address, " ", host, "h.example"))).contains("[h.example:7233");
        assertThat(shown(environment(address, "", host, " "))).contains("[from-profile.example:7233");
        assertThat(shown(withoutProfiles(host, "h.example"))).contains("[h.example:7233", "namespace default");
        assertThat(shown(withoutProfiles(host, "h.example:99"))).contains("[h.example:99");
        assertThat(shown(withoutProfiles())).contains("[127.0.0.1:7233");
    }

    @Test
    void what_the_builder_is_told_comes_before_the_environment() {
        TemporalConnectionBuilder told = environment("TEMPORAL_ADDRESS", "a.example", "TEMPORAL_NAMESPACE", "n")
                .address("told.example");

        assertThat(shown(told)).contains("told.example:7233", "namespace n");
    }

    @Test
    void a_profile_is_chosen_by_its_name() {
        assertThat(shown(environment("TEMPORAL_PROFILE", "cloud")))
                .isEqualTo("TemporalConnection[shop.a1b2c.tmprl.cloud:7233, TLS, key ****, namespace shop.a1b2c]");
    }

    @Test
    void a_profile_that_is_not_there_is_named() {
        assertThat(problems(environment("TEMPORAL_PROFILE", "staging")))
                .extracting(Problem::code, Problem::value)
                .containsExactly(tuple("PROFILE_UNKNOWN", "staging"));
    }

    @Test
    void blank_variables_say_nothing() {
        assertThat(shown(withoutProfiles(
                        "TEMPORAL_ADDRESS", "", "TEMPORAL_NAMESPACE", " ", "TEMPORAL_API_KEY", "", "TEMPORAL_TLS", "")))
                .isEqualTo("TemporalConnection[127.0.0.1:7233, plain text, no key, namespace default]");
    }

    @ParameterizedTest
    @CsvSource({"true, 'TLS,'", "1, 'TLS,'", "TRUE, 'TLS,'", "false, plain text", "0, plain text"})
    void tls_is_switched_by_its_variable(String value, String shown) {
        assertThat(shown(withoutProfiles("TEMPORAL_TLS", value))).contains(shown);
    }

    @Test
    void a_switch_that_is_neither_on_nor_off_is_refused() {
        assertThat(problems(withoutProfiles("TEMPORAL_TLS", "yes")))
                .extracting(Problem::field, Problem::remedy)
                .containsExactly(tuple("TEMPORAL_TLS", "use true or false"));
    }

    @Test
    void a_certificate_variable_without_its_key_is_refused() {
        assertThat(problems(withoutProfiles("TEMPORAL_TLS_CLIENT_CERT_PATH", "client.pem")))
                .extracting(Problem::field)
                .containsExactly("TEMPORAL_TLS_CLIENT_KEY_PATH");
    }

    @Test
    void a_broken_configuration_file_is_named_with_its_line_and_not_quoted() throws IOException {
        Files.writeString(profiles, "[profile.default]\napi_key = canary-key-5f1c\n");

        InvalidException refused =
                catchThrowableOfType(InvalidException.class, () -> environment().build());

        assertThat(refused)
                .hasMessageContaining("see line 2")
                .hasMessageNotContaining("canary")
                .hasNoCause();
    }

    @Test
    void a_configuration_file_that_is_named_must_be_there() throws IOException {
        Files.delete(profiles);

        assertThat(problems(environment())).extracting(Problem::code).containsExactly("CONFIG_FILE");
    }

    @Test
    void the_key_is_in_no_text_of_connection_builder_and_options() {
        TemporalConnectionBuilder builder = environment("TEMPORAL_PROFILE", "cloud", "TEMPORAL_GRPC_META_X", "canary");

        try (TemporalConnection temporal = builder.build()) {
            assertThat(List.of(
                            temporal.toString(),
                            builder.toString(),
                            TemporalConnection.builder().apiKey(KEY).toString(),
                            temporal.client().toString(),
                            temporal.client().getOptions().toString(),
                            temporal.client().getWorkflowServiceStubs().toString(),
                            temporal.client()
                                    .getWorkflowServiceStubs()
                                    .getOptions()
                                    .toString()))
                    .noneMatch(text -> text.contains("canary"));
        }
    }

    private TemporalConnectionBuilder environment(String... namesAndValues) {
        Map<String, String> variables = new HashMap<>(Map.of("TEMPORAL_CONFIG_FILE", profiles.toString()));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            variables.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return TemporalConnection.builder().environment(variables);
    }

    private TemporalConnectionBuilder withoutProfiles(String... namesAndValues) {
        try {
            Files.writeString(profiles, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return environment(namesAndValues);
    }

    private static String shown(TemporalConnectionBuilder builder) {
        try (TemporalConnection temporal = builder.build()) {
            return temporal.toString();
        }
    }

    private static List<Problem> problems(TemporalConnectionBuilder builder) {
        return catchThrowableOfType(InvalidException.class, builder::build).problems();
    }
}
