package ai.torale.example.quickstart;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.Secret;
import ai.torale.cron.Cron;
import ai.torale.notify.webhook.WebhookNotifier;
import ai.torale.search.web.WebPage;
import ai.torale.search.web.WebPageSearch;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the user asked for.
 *
 * @param page the page to watch; empty for the demonstration
 * @param every how often to look, as a cron
 * @param webhook whom to tell; empty for the receiver in this process
 * @param once whether to end when the first change was told
 */
record Arguments(Optional<WebPage> page, String every, Optional<WebhookNotifier> webhook, boolean once) {
    private static final Set<String> CONDITIONS = Set.of("--changes", "--below", "--above", "--contains");
    private static final Set<String> FLAGS = Set.of("--once", "--changes");
    private static final Set<String> HELP = Set.of("--help", "-h");
    private static final Set<String> OPTIONS = Set.of(
            "--once",
            "--changes",
            "--below",
            "--above",
            "--contains",
            "--select",
            "--every",
            "--webhook",
            "--secret-env");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,20}(\\.[0-9]{1,10})?");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String URL = "URL";

    /**
     * Reads the command line.
     *
     * @throws UsageException naming the first argument that cannot be used
     */
    static Arguments parse(List<String> line, Map<String, String> environment) {
        Map<String, String> given = read(line);
        boolean once = given.containsKey("--once");
        if (!given.containsKey(URL)) {
            given.keySet().stream()
                    .filter(option -> !option.equals("--once"))
                    .min(String::compareTo)
                    .ifPresent(option -> {
                        throw new UsageException(option + " needs the URL of a page to watch");
                    });
            return new Arguments(Optional.empty(), "@every 2s", Optional.empty(), once);
        }
        return new Arguments(Optional.of(page(given)), every(given), webhook(given, environment), once);
    }

    /** Whether the line has the option for help, not as another option's value. */
    static boolean askForHelp(List<String> line) {
        for (int i = 0; i < line.size(); i++) {
            String word = line.get(i);
            if (HELP.contains(word)) {
                return true;
            }
            if (word.startsWith("-") && !FLAGS.contains(word)) {
                i++;
            }
        }
        return false;
    }

    private static Map<String, String> read(List<String> line) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < line.size(); i++) {
            String word = line.get(i);
            boolean option = word.startsWith("-");
            if (option && !OPTIONS.contains(word)) {
                throw new UsageException("there is no option " + word);
            }
            String value = word;
            if (option && !FLAGS.contains(word)) {
                i++;
                value = i < line.size() ? line.get(i) : "";
                if (value.isBlank() || value.startsWith("--")) {
                    throw new UsageException(word + " needs a value");
                }
            }
            if (given.put(option ? word : URL, value) != null) {
                throw new UsageException(option ? word + " is given twice" : "only one page can be watched: " + word);
            }
        }
        return given;
    }

    private static WebPage page(Map<String, String> given) {
        Set<String> conditions = new TreeSet<>(given.keySet());
        conditions.retainAll(CONDITIONS);
        if (conditions.size() > 1) {
            throw new UsageException("choose one condition of " + String.join(", ", conditions));
        }
        if (!given.containsKey("--select")) {
            throw new UsageException("say what to look at: --select CSS, for example --select body");
        }
        WebPage page = WebPageSearch.page(required(given, URL)).select(required(given, "--select"));
        WebPage complete = switch (conditions.stream().findFirst().orElse("--changes")) {
            case "--below" -> page.below(number(given, "--below"));
            case "--above" -> page.above(number(given, "--above"));
            case "--contains" -> page.contains(required(given, "--contains"));
            default -> page.changes();
        };
        try {
            complete.attributes();
            return complete;
        } catch (InvalidException e) {
            throw refused(e.problems());
        }
    }

    private static BigDecimal number(Map<String, String> given, String option) {
        String value = required(given, option);
        if (!NUMBER.matcher(value).matches()) {
            throw new UsageException(option + " needs a number such as 499.99, not '" + value + "'");
        }
        return new BigDecimal(value);
    }

    private static String every(Map<String, String> given) {
        String every = given.getOrDefault("--every", "1m");
        List<Problem> problems = Cron.problems("@every " + every);
        if (!problems.isEmpty()) {
            throw new UsageException("--every needs a duration such as 10s, 5m or 1h, not '" + every + "'");
        }
        return "@every " + every;
    }

    private static Optional<WebhookNotifier> webhook(Map<String, String> given, Map<String, String> environment) {
        if (!given.containsKey("--webhook")) {
            if (given.containsKey("--secret-env")) {
                throw new UsageException("--secret-env needs --webhook URL");
            }
            return Optional.empty();
        }
        if (!given.containsKey("--secret-env")) {
            throw new UsageException("--webhook needs --secret-env NAME, the variable that holds its secret");
        }
        String name = required(given, "--secret-env");
        String secret = environment.getOrDefault(name, "");
        if (secret.isBlank()) {
            throw new UsageException("the environment variable " + name + " is not set");
        }
        URI uri = uri(required(given, "--webhook"));
        try {
            WebhookNotifier.Builder notifier = WebhookNotifier.to(uri);
            if (isLoopback(uri)) {
                notifier.allowHttp();
            } else if ("http".equalsIgnoreCase(uri.getScheme())) {
                throw new UsageException("--webhook needs https for " + uri.getHost()
                        + ": http can be read on the way, it is for this machine only");
            }
            return Optional.of(notifier.signedWith(Secret.of(secret)).build());
        } catch (InvalidException e) {
            throw refused(e.problems());
        }
    }

    private static URI uri(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        // Not what often holds a token: a path, a query, a user.
        String shown = text.replaceFirst("[/?#].*", "…").replaceFirst(".*@", "…@");
        throw new UsageException(
                "--webhook needs an address such as https://hooks.example/torale, not '" + shown + "'");
    }

    /** Plain text that stays on this machine is nobody else's to read. */
    private static boolean isLoopback(URI uri) {
        return uri.getHost() != null && LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT));
    }

    private static String required(Map<String, String> given, String option) {
        return given.getOrDefault(option, "");
    }

    static UsageException refused(List<Problem> problems) {
        return new UsageException(problems.stream()
                .map(problem -> problem.field().replaceFirst("^attributes\\.", "") + " '" + problem.value() + "': "
                        + problem.remedy())
                .collect(Collectors.joining("; ")));
    }
}
