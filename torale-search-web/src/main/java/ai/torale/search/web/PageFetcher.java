package ai.torale.search.web;

import ai.torale.search.SearchException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;

/**
 * Gets a page by HTTP/1.1: follows redirects by hand, decompresses, and keeps every limit.
 *
 * <p>The JDK's own time-out ends when the head has come, so the whole exchange is waited for here, and cancelled when
 * the time is up, the caller is interrupted, or the answer is of no use: that closes the connection.
 */
final class PageFetcher {
    static final int MAX_REDIRECTS = 5;

    private final HttpClient client;
    private final String userAgent;
    private final int maxBodySize;
    private final InstantSource clock;

    PageFetcher(HttpClient client, String userAgent, int maxBodySize, InstantSource clock) {
        this.client = client;
        this.userAgent = userAgent;
        this.maxBodySize = maxBodySize;
        this.clock = clock;
    }

    /**
     * The page at an address, or where it redirects to.
     *
     * @throws SearchException when there is none
     * @throws Unreadable when what came is no whole page
     */
    FetchedPage get(WebAddress address, TimeLimit limit) throws Unreadable {
        WebAddress current = address;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpResponse<byte[]> response = send(current, limit);
            if (!HttpFailures.isRedirect(response.statusCode())) {
                return page(current, response);
            }
            current = HttpFailures.target(current, response.headers());
        }
        throw SearchException.permanentFailure(address.host() + " redirects more than " + MAX_REDIRECTS
                + " times; watch the address where the page really is");
    }

    private HttpResponse<byte[]> send(WebAddress address, TimeLimit limit) throws Unreadable {
        if (limit.left().isZero()) {
            throw HttpFailures.outOfTime(address);
        }
        AtomicBoolean headCame = new AtomicBoolean();
        CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(request(address), head -> {
            headCame.set(true);
            return head.statusCode() == 200 ? CappedBody.of(maxBodySize) : CappedBody.unread();
        });
        try {
            return exchange.get(limit.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw HttpFailures.outOfTime(address);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SearchException.transientFailure("the request to " + address.host() + " was interrupted");
        } catch (ExecutionException e) {
            throw HttpFailures.of(address, e.getCause() == null ? e : e.getCause(), headCame.get(), maxBodySize);
        } finally {
            exchange.cancel(true);
        }
    }

    private HttpRequest request(WebAddress address) {
        return HttpRequest.newBuilder(address.uri())
                .version(HttpClient.Version.HTTP_1_1)
                .header("User-Agent", userAgent)
                .header("Accept", "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1")
                .header("Accept-Encoding", "gzip")
                .build();
    }

    private FetchedPage page(WebAddress address, HttpResponse<byte[]> response) throws Unreadable {
        HttpFailures.refuse(address, response, clock.instant());
        String encoding = response.headers().firstValue("Content-Encoding").orElse("");
        byte[] body = switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> response.body();
            case "gzip", "x-gzip" -> gunzip(address, response.body());
            default -> throw new Unreadable(address.host() + " compresses its answer in another way than gzip");
        };
        String contentType = response.headers().firstValue("Content-Type").orElse("");
        return new FetchedPage(address, contentType, body);
    }

    private byte[] gunzip(WebAddress address, byte[] compressed) throws Unreadable {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            byte[] body = in.readNBytes(maxBodySize + 1);
            if (body.length > maxBodySize) {
                throw HttpFailures.tooLarge(address, maxBodySize);
            }
            return body;
        } catch (EOFException e) {
            throw HttpFailures.brokenOff(address);
        } catch (IOException e) {
            throw notCompressed(address);
        } catch (StackOverflowError e) {
            // The JDK reads gzip members that are empty by recursion, and a page may be made of 100,000 of them.
            throw notCompressed(address);
        }
    }

    private static Unreadable notCompressed(WebAddress address) {
        return new Unreadable(address.host() + " sent a page that does not decompress");
    }
}
