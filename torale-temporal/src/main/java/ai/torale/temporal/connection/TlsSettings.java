package ai.torale.temporal.connection;

import ai.torale.Problem;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the TLS of a connection from its files. */
final class TlsSettings {
    private static final Logger LOG = LoggerFactory.getLogger(TlsSettings.class);

    private TlsSettings() {}

    /** The TLS to speak; null after a problem was added. */
    static @Nullable SslContext context(ConnectionSettings settings, List<Problem> problems) {
        int before = problems.size();
        SslContextBuilder builder = GrpcSslContexts.forClient();
        if (settings.trusted != null) {
            try {
                builder.trustManager(settings.trusted.certificates().toArray(X509Certificate[]::new));
            } catch (IOException | GeneralSecurityException e) {
                problems.add(problem("TRUSTED_CERTIFICATES", "trustedCertificates", settings.trusted, e));
            }
        } else if (settings.trustsAnyServer) {
            LOG.warn("TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: whoever answers at the address is trusted");
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        }
        if (settings.client != null) {
            addClient(builder, settings.client, problems);
        }
        try {
            return problems.size() > before ? null : builder.build();
        } catch (SSLException e) {
            problems.add(new Problem("TLS", "tls", "", "this Java cannot speak it: " + e.getMessage()));
            return null;
        }
    }

    private static void addClient(
            SslContextBuilder builder, ConnectionSettings.ClientFiles files, List<Problem> problems) {
        int before = problems.size();
        try {
            files.chain().certificates();
        } catch (IOException | GeneralSecurityException e) {
            problems.add(problem("CLIENT_CERTIFICATE", "clientCertificate", files.chain(), e));
        }
        try {
            files.key().privateKey();
        } catch (IOException | GeneralSecurityException e) {
            problems.add(problem("CLIENT_KEY", "clientCertificate", files.key(), e));
        }
        if (problems.size() > before) {
            return;
        }
        try {
            builder.keyManager(new ClientKeys(files.chain(), files.key()));
        } catch (IOException | GeneralSecurityException e) {
            problems.add(problem("CLIENT_KEY", "clientCertificate", files.key(), e));
        }
    }

    /** A key's parser may quote the key: only our own words about it are shown. */
    private static Problem problem(String code, String field, Pem pem, Exception e) {
        String reason;
        if (e instanceof NoSuchFileException) {
            reason = "there is no such file";
        } else if (e instanceof IOException) {
            reason = "the file cannot be read";
        } else if (e instanceof Pem.UnusableException) {
            reason = String.valueOf(e.getMessage());
        } else {
            reason = code.equals("CLIENT_KEY")
                    ? "it does not belong to the certificate"
                    : "there is no PEM certificate in it";
        }
        return new Problem(code, field, pem.toString(), reason);
    }
}
