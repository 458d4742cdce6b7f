package ai.torale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for secrets in what people and histories get to read. */
final class Secrecy {
    private Secrecy() {}

    /** Fails when the text shows a secret; never shows it again. */
    static void check(String what, @Nullable String text, Set<String> secrets) {
        int number = 0;
        for (String secret : secrets) {
            number++;
            assertThat(secret).as("a secret to look for").isNotBlank();
            if (text != null && text.contains(secret)) {
                throw new AssertionError(what + " shows secret " + number + " of the test's secrets(): \""
                        + text.replace(secret, "****") + "\"; histories, logs and people get to read it");
            }
        }
    }

    /** Fails when a failure, its causes or its stack show a secret. */
    static void check(String what, Throwable failure, Set<String> secrets) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        check(what, trace.toString(), secrets);
    }
}
