package ai.torale.temporal.connection;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's certificate and key, read again for every new connection: a renewed pair is used without a restart.
 *
 * <p>While the files cannot be read, or do not belong together because one is being written, the last good pair is used.
 */
final class ClientKeys extends X509ExtendedKeyManager {
    private static final Logger LOG = LoggerFactory.getLogger(ClientKeys.class);

    private static final String ALIAS = "client";

    private final Pem chain;
    private final Pem key;
    private volatile Pair pair;

    private record Pair(List<X509Certificate> chain, PrivateKey key) {}

    /** Reads the pair; fails when it is unusable. */
    ClientKeys(Pem chain, Pem key) throws IOException, GeneralSecurityException {
        this.chain = chain;
        this.key = key;
        this.pair = read();
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
        return chooseClientAlias(types, issuers, null);
    }

    @Override
    public String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        try {
            pair = read();
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("the client certificate cannot be read again from {} and {}, the last one is used", chain, key);
        }
        return ALIAS;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return pair.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return pair.key();
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    private Pair read() throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = chain.certificates();
        PrivateKey privateKey = key.privateKey();
        Pem.requireMatch(certificates.get(0).getPublicKey(), privateKey);
        return new Pair(certificates, privateKey);
    }
}
