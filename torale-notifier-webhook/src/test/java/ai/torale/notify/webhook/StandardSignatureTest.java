package ai.torale.notify.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Secret;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardSignatureTest {
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";

    @Test
    void the_vector_of_the_specification_is_what_is_signed() {
        assertThat(StandardSignature.sign(List.of(Samples.STANDARD_SECRET), ID, 1614265330, BODY))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void every_secret_signs_in_its_order() {
        Secret newest = Secret.of("whsec_" + "A".repeat(32));

        String signatures = StandardSignature.sign(List.of(newest, Samples.STANDARD_SECRET), ID, 1614265330, BODY);

        assertThat(signatures)
                .startsWith(StandardSignature.sign(List.of(newest), ID, 1614265330, BODY) + " ")
                .endsWith(" v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @ParameterizedTest
    @CsvSource({"23, false", "24, true", "64, true", "65, false"})
    void a_key_has_24_to_64_bytes(int size, boolean allowed) {
        Secret secret = Secret.of("whsec_" + Base64.getEncoder().encodeToString(new byte[size]));

        assertThat(StandardSignature.key(secret).isPresent()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "whsec_",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS-",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8",
            })
    void a_key_is_padded_base64_of_the_standard_alphabet(String secret) {
        assertThat(StandardSignature.key(Secret.of(secret))).isEmpty();
    }
}
