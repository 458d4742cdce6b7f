package ai.torale.search.web;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.search.SearchException;
import ai.torale.search.SearchProvider;
import ai.torale.search.SearchRequest;
import ai.torale.search.SearchResult;
import ai.torale.search.Source;
import ai.torale.task.MonitoringTask;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document;

/**
 * Watches web pages: reads one, and says whether a task's condition is met.
 *
 * <p>Each search gets the page anew, and changes nothing anywhere. The state that it answers is small and holds only
 * what the condition is about, so that a page may vary around it. What cannot be read is inconclusive, never a change.
 *
 * <p>Safe for many threads; keeps one HTTP client for its whole life. The request's deadline bounds everything, the
 * body included; at the deadline, or when the thread is interrupted, the connection is closed.
 *
 * <p>Throws {@link SearchException}: transient for time-outs, broken connections and answers of 500 and more; rate
 * limited for 429, and for 503 with {@code Retry-After}; permanent for the other refusals, a page that is gone (404,
 * 410) included; too large for a body over {@link Builder#maxBodySize(int)}.
 */
public final class WebPageSearch implements SearchProvider {
    private static final int MAX_TITLE = 200;

    private final PageFetcher fetcher;
    private final InstantSource clock;

    private WebPageSearch(Builder builder, HttpClient client) {
        this.clock = builder.clock;
        this.fetcher = new PageFetcher(client, builder.userAgent, builder.maxBodySize, builder.clock);
    }

    /** A search with every option at its default. */
    public static WebPageSearch create() {
        return builder().build();
    }

    /** Starts a search with options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts the attributes of a task that watches the page at this address. */
    public static WebPage page(String url) {
        return WebPage.at(url);
    }

    @Override
    public List<Problem> problems(MonitoringTask task) {
        return PageQuestion.of(task.attributes()).problems();
    }

    @Override
    public SearchResult search(SearchRequest request) {
        PageQuestion question = PageQuestion.of(request.task().attributes());
        if (!question.problems().isEmpty()) {
            String problems =
                    question.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
            throw SearchException.permanentFailure("the task cannot be answered: " + problems);
        }
        try {
            TimeLimit limit = TimeLimit.until(request.deadline(), clock.instant());
            FetchedPage page = fetcher.get(question.address(), limit);
            Document document = PageReader.parse(page);
            PageText text = PageReader.read(document, page.address(), question.select(), limit);
            return question.condition()
                    .judge(text, request.previousState().orElse(null))
                    .withSources(List.of(new Source(page.address().toString(), title(document))));
        } catch (Unreadable e) {
            return SearchResult.unknown(e.reason());
        }
    }

    private static String title(Document document) {
        String title = PageText.normal(document.title());
        return title.codePointCount(0, title.length()) <= MAX_TITLE
                ? title
                : title.substring(0, title.offsetByCodePoints(0, MAX_TITLE));
    }

    /** Collects a search's options; not safe for several threads. */
    public static final class Builder {
        private static final int MAX_USER_AGENT = 200;

        private String userAgent = "Torale-Search/1.0";
        private Duration connectTimeout = Duration.ofSeconds(10);
        private int maxBodySize = 2 * 1024 * 1024;
        private Consumer<HttpClient.Builder> httpClient = client -> {};
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /** How the search names itself to servers; printable ASCII. Default: {@code Torale-Search/1.0}. */
        public Builder userAgent(String userAgent) {
            this.userAgent = Objects.requireNonNull(userAgent, "userAgent");
            return this;
        }

        /** How long to wait for a connection; the request's deadline bounds it too. Default: 10 seconds. */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = Objects.requireNonNull(connectTimeout, "connectTimeout");
            return this;
        }

        /** The largest page in bytes, before and after decompression. Default: 2,097,152 (2 MiB). */
        public Builder maxBodySize(int maxBodySize) {
            this.maxBodySize = maxBodySize;
            return this;
        }

        /**
         * Settings of the JDK's client, such as a proxy or trusted certificates. Called once, by {@link #build()};
         * the search itself follows redirects and speaks HTTP/1.1, whatever is set here. Default: none.
         */
        public Builder httpClient(Consumer<HttpClient.Builder> settings) {
            this.httpClient = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /** What time it is, for deadlines and dates in {@code Retry-After}. Default: the system's clock. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Checks everything and makes the search.
         *
         * @throws InvalidException naming every problem at once
         */
        public WebPageSearch build() {
            InvalidException.throwIfAny("the web page search", problems());
            HttpClient.Builder client = HttpClient.newBuilder();
            httpClient.accept(client);
            client.connectTimeout(connectTimeout)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1);
            return new WebPageSearch(this, client.build());
        }

        private List<Problem> problems() {
            List<Problem> problems = new ArrayList<>();
            if (!userAgent.matches("[ -~]{1," + MAX_USER_AGENT + "}") || userAgent.isBlank()) {
                String remedy = "use 1 to " + MAX_USER_AGENT + " characters of printable ASCII";
                problems.add(new Problem("USER_AGENT", "userAgent", userAgent, remedy));
            }
            if (connectTimeout.isNegative() || connectTimeout.isZero()) {
                problems.add(new Problem("TIMEOUT", "connectTimeout", connectTimeout.toString(), "use more than zero"));
            }
            if (maxBodySize < 1 || maxBodySize == Integer.MAX_VALUE) {
                String remedy = "use 1 to 2,147,483,646 bytes";
                problems.add(new Problem("SIZE", "maxBodySize", String.valueOf(maxBodySize), remedy));
            }
            return problems;
        }
    }
}
