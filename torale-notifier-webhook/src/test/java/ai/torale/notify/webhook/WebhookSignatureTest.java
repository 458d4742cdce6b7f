package ai.torale.notify.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Secret;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
    private static final String HEX = "69496cee84b0e488f2448821a96ccdf4e93f2964c91fad74abe2f3e18cda1485";
    private static final byte[] BODY = "{\"test\": \"data\"}".getBytes(UTF_8);
    private static final Instant SENT = Instant.ofEpochSecond(1234567890);

    @Test
    void the_published_vector_is_what_is_signed() {
        assertThat(WebhookSignature.sign(Secret.of("test_secret_key"), 1234567890, BODY))
                .isEqualTo("t=1234567890,v1=" + HEX);
    }

    @Test
    void the_published_vector_is_genuine() {
        assertThat(verify("t=1234567890,v1=" + HEX)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-301, false", "-300, true", "0, true", "300, true", "301, false"})
    void a_clock_may_be_five_minutes_off_either_way(long seconds, boolean genuine) {
        Instant now = SENT.plusSeconds(seconds);

        assertThat(WebhookSignature.verify(BODY, "t=1234567890,v1=" + HEX, List.of(Samples.SECRET), now))
                .isEqualTo(genuine);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "v1=" + HEX,
                "t=1234567890",
                "t=1234567890,v1=",
                "t=,v1=" + HEX,
                "t=-1234567890,v1=" + HEX,
                "t=+1234567890,v1=" + HEX,
                "t=1234567890.0,v1=" + HEX,
                "t=١٢٣٤٥٦٧٨٩٠,v1=" + HEX,
                "t=99999999999999999999999,v1=" + HEX,
                "t=1234567890, v1=" + HEX,
                "t=1234567890,v0=" + HEX,
                "t=1234567890,v1=" + HEX + ",v1=" + HEX,
                "t=1234567890,v1=" + HEX + "\n",
                "t=1234567890,v1=69496CEE84B0E488F2448821A96CCDF4E93F2964C91FAD74ABE2F3E18CDA1485",
                "t=1234567890,v1=zz496cee84b0e488f2448821a96ccdf4e93f2964c91fad74abe2f3e18cda1485",
                "t=1234567890,v1=69496cee",
                "t=01234567890,v1=" + HEX,
            })
    void a_malformed_or_missing_header_is_not_genuine(@Nullable String header) {
        assertThat(verify(header)).isFalse();
    }

    @Test
    void another_body_is_not_genuine() {
        byte[] body = "{\"test\": \"dath\"}".getBytes(UTF_8);

        assertThat(WebhookSignature.verify(body, "t=1234567890,v1=" + HEX, List.of(Samples.SECRET), SENT))
                .isFalse();
    }

    @Test
    void another_time_is_not_genuine() {
        assertThat(verify("t=1234567891,v1=" + HEX)).isFalse();
    }

    @Test
    void any_of_several_secrets_may_have_signed() {
        List<Secret> secrets = List.of(Secret.of("newer"), Samples.SECRET);

        assertThat(WebhookSignature.verify(BODY, "t=1234567890,v1=" + HEX, secrets, SENT))
                .isTrue();
    }

    @Test
    void nothing_is_genuine_for_another_secret_or_none() {
        String header = "t=1234567890,v1=" + HEX;

        assertThat(WebhookSignature.verify(BODY, header, List.of(Secret.of("other")), SENT))
                .isFalse();
        assertThat(WebhookSignature.verify(BODY, header, List.of(), SENT)).isFalse();
    }

    private static boolean verify(@Nullable String header) {
        return WebhookSignature.verify(BODY, header, List.of(Samples.SECRET), SENT);
    }
}
