package ai.torale.temporal.connection;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's certificate and key, read again for every new connection: a renewed pair is used without a restart.
 *
 * <p>While the files cannot be read, or do not belong together because one is being written, the last good pair is used.
 * An alias names one pair: a connection that asked for the chain is given the key that belongs to it, whatever is
 * renewed meanwhile.
 */
final class ClientKeys extends X509ExtendedKeyManager {
    private static final Logger LOG = LoggerFactory.getLogger(ClientKeys.class);

    /** How many pairs back a connection that is being made may be; it takes seconds. */
    private static final int REMEMBERED = 16;

    private final Pem chain;
    private final Pem key;
    private final Map<String, Pair> pairs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pair> eldest) {
            return size() > REMEMBERED;
        }
    };
    private Pair newest;
    private long renewals;

    private record Pair(String alias, List<X509Certificate> chain, PrivateKey key) {
        boolean isSameAs(Pair other) {
            return chain.equals(other.chain) && key.equals(other.key);
        }
    }

    /** Reads the pair; fails when it is unusable. */
    ClientKeys(Pem chain, Pem key) throws IOException, GeneralSecurityException {
        this.chain = chain;
        this.key = key;
        this.newest = read();
        pairs.put(newest.alias(), newest);
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
        return chooseClientAlias(types, issuers, null);
    }

    @Override
    public synchronized String chooseClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        try {
            Pair pair = read();
            if (!pair.isSameAs(newest)) {
                newest = pair;
                pairs.put(pair.alias(), pair);
            }
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("the client certificate cannot be read again from {} and {}, the last one is used", chain, key);
        }
        return newest.alias();
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        @Nullable Pair pair = pair(alias);
        return pair == null ? null : pair.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        @Nullable Pair pair = pair(alias);
        return pair == null ? null : pair.key();
    }

    @Override
    public synchronized String[] getClientAliases(String type, Principal @Nullable [] issuers) {
        return new String[] {newest.alias()};
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    private synchronized @Nullable Pair pair(String alias) {
        return pairs.get(alias);
    }

    private Pair read() throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = chain.certificates();
        PrivateKey privateKey = key.privateKey();
        Pem.requireMatch(certificates.get(0).getPublicKey(), privateKey);
        return new Pair("client-" + renewals++, certificates, privateKey);
    }
}
