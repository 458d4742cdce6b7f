package ai.torale.notify.webhook;

import ai.torale.notify.DeliveryException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One request and the head of its answer, bounded in time and size.
 *
 * <p>The answer counts from the moment its head is here: a receiver that has said 200 has taken the notification,
 * whatever becomes of the body, and would be told twice if a stalled or broken body made it a failure. The rest is
 * read, up to {@value #MAX_BODY} bytes and while time is left, only so as not to cut the receiver short.
 */
final class Exchange {
    static final int MAX_BODY = 4 * 1024;

    private final HttpClient client;
    private final String host;
    private final Duration timeout;

    Exchange(String host, Duration timeout) {
        this.host = host;
        this.timeout = timeout;
        // HTTP/1.1: with HTTP/2 the client asks every cleartext receiver to upgrade, which some take badly.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    /**
     * Sends the request and waits for the answer.
     *
     * @throws DeliveryException transient, when none came in time
     */
    Answer send(HttpRequest request) {
        AtomicReference<@Nullable Answer> head = new AtomicReference<>();
        CompletableFuture<HttpResponse<Long>> exchange = client.sendAsync(request, info -> {
            head.set(Answer.of(info));
            return new Drain();
        });
        String end = await(exchange);
        Answer answer = head.get();
        if (answer == null) {
            throw DeliveryException.transientFailure("the webhook's receiver at " + host + " " + end);
        }
        return answer;
    }

    /** Waits for the end and says in words what it was; HttpRequest's own timeout would not bound the body. */
    private String await(CompletableFuture<?> exchange) {
        try {
            exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return "answered";
        } catch (TimeoutException e) {
            return late();
        } catch (ExecutionException e) {
            return words(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "had not answered when the sending thread was interrupted";
        } finally {
            // Closes the connection of an exchange that has not ended; only the client's own future does so.
            exchange.cancel(true);
        }
    }

    /** Never the failure's own message: it is foreign, and may quote the address. */
    private String words(@Nullable Throwable failure) {
        if (failure instanceof HttpTimeoutException) {
            return late();
        }
        if (failure instanceof ConnectException) {
            return failure.getCause() instanceof UnresolvedAddressException
                    ? "has no address: its name does not resolve"
                    : "cannot be connected to";
        }
        String kind = failure == null ? "" : " (" + failure.getClass().getSimpleName() + ")";
        return failure instanceof SSLException
                ? "does not agree on TLS" + kind + ": check its certificate"
                : "broke off without an answer" + kind;
    }

    private String late() {
        BigDecimal seconds = BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros();
        return "did not answer within " + seconds.toPlainString() + " s";
    }

    /** Reads a body and forgets it; a long one breaks the exchange off. */
    private static final class Drain implements HttpResponse.BodySubscriber<Long> {
        private final CompletableFuture<Long> end = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;
        private long size;

        @Override
        public CompletionStage<Long> getBody() {
            return end;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            buffers.forEach(buffer -> size += buffer.remaining());
            Flow.Subscription source = subscription;
            if (source == null) {
                return;
            }
            if (size > MAX_BODY) {
                source.cancel();
                end.complete(size);
            } else {
                source.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(size);
        }
    }
}
