package ai.torale.temporal.admin;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.Secret;
import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets in whoever knows a token. */
final class BearerToken extends Authenticator {
    private static final String SCHEME = "Bearer ";

    private final Secret token;

    /** Blanks around it, as of a file's last line, cannot be sent and do not count. */
    BearerToken(Secret token) {
        String stripped = token.reveal().strip();
        if (!stripped.chars().allMatch(character -> character > ' ' && character <= '~')) {
            throw InvalidException.of(
                    "the admin's token",
                    new Problem(
                            "ADMIN_TOKEN", "token", "****", "use one without blanks, in ASCII, or nobody can send it"));
        }
        this.token = Secret.of(stripped);
    }

    @Override
    public Result authenticate(HttpExchange exchange) {
        @Nullable List<String> given = exchange.getRequestHeaders().get("Authorization");
        if (given != null && given.size() == 1 && isRight(given.get(0))) {
            return new Success(new HttpPrincipal("token", "torale"));
        }
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"torale\"");
        return new Failure(401);
    }

    /** Secrets are compared in constant time. */
    private boolean isRight(String given) {
        return given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && !given.substring(SCHEME.length()).isBlank()
                && token.equals(Secret.of(given.substring(SCHEME.length()).strip()));
    }
}
