package ai.torale.temporal.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Greets a server with TLS, to see whether somebody is there and understands it. Sends nothing of ours, trusts nobody. */
final class ServerProbe {
    /** Who answered. */
    enum Answer {
        NOBODY,
        SILENCE,
        PLAIN_TEXT,
        TLS
    }

    private ServerProbe() {}

    /** Looks from a thread of its own: a name server may take longer than the limit. */
    static Answer look(ServerAddress address, Duration limit) {
        FutureTask<Answer> task = new FutureTask<>(() -> greet(address, (int) limit.toMillis() / 2));
        Thread thread = new Thread(task, "torale-server-probe");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Answer.NOBODY;
        } catch (ExecutionException e) {
            return Answer.SILENCE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.SILENCE;
        }
    }

    private static Answer greet(ServerAddress address, int limit) throws GeneralSecurityException {
        AtomicBoolean certificateSeen = new AtomicBoolean();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsNobody(certificateSeen)}, null);
        try (Socket socket = new Socket()) {
            try {
                socket.connect(new InetSocketAddress(address.resolvable(), address.port()), limit);
            } catch (IOException e) {
                return Answer.NOBODY;
            }
            socket.setSoTimeout(limit);
            try (SSLSocket tls = (SSLSocket)
                    context.getSocketFactory().createSocket(socket, address.resolvable(), address.port(), true)) {
                tls.startHandshake();
                return Answer.TLS;
            }
        } catch (SocketTimeoutException e) {
            return Answer.SILENCE;
        } catch (IOException e) {
            boolean alerted = String.valueOf(e.getMessage()).contains("fatal alert");
            return certificateSeen.get() || alerted ? Answer.TLS : Answer.PLAIN_TEXT;
        }
    }

    /** Ends the handshake as soon as the server has shown a certificate. */
    private record TrustsNobody(AtomicBoolean asked) implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            asked.set(true);
            throw new CertificateException("seen");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("no client is trusted");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
