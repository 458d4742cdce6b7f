package ai.torale.temporal.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM text in a file or a variable: certificates, or a private key. */
final class Pem {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    private final String place;
    private final Source source;

    /** What is wrong with it, in words that quote nothing. */
    static final class UnusableException extends GeneralSecurityException {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    private interface Source {
        byte[] read() throws IOException;
    }

    private Pem(String place, Source source) {
        this.place = place;
        this.source = source;
    }

    static Pem file(Path file) {
        return new Pem(file.toString(), () -> Files.readAllBytes(file));
    }

    static Pem variable(String name, byte[] text) {
        return new Pem(name, text::clone);
    }

    /** At least one certificate. */
    List<X509Certificate> certificates() throws IOException, GeneralSecurityException {
        List<X509Certificate> found =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(source.read()))
                        .stream()
                        .map(X509Certificate.class::cast)
                        .toList();
        if (found.isEmpty()) {
            throw new UnusableException("there is no PEM certificate in it");
        }
        return found;
    }

    PrivateKey privateKey() throws IOException, GeneralSecurityException {
        Matcher matcher = KEY.matcher(new String(source.read(), StandardCharsets.US_ASCII));
        if (!matcher.find()) {
            throw new UnusableException("there is no PEM private key in it");
        }
        if (!matcher.group(1).isEmpty()) {
            throw new UnusableException("it is not unencrypted PKCS#8; convert it: openssl pkcs8 -topk8 -nocrypt");
        }
        PKCS8EncodedKeySpec encoded;
        try {
            encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(2)));
        } catch (IllegalArgumentException e) {
            throw new UnusableException("its Base64 is broken");
        }
        for (String algorithm : ALGORITHMS) {
            Optional<PrivateKey> key = privateKey(algorithm, encoded);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw new UnusableException("it is none of " + ALGORITHMS);
    }

    private static Optional<PrivateKey> privateKey(String algorithm, KeySpec encoded) throws GeneralSecurityException {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        }
    }

    /** Signs and verifies a byte: the only comparison that every kind of key allows. */
    static void requireMatch(PublicKey certified, PrivateKey key) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update((byte) 1);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update((byte) 1);
        if (!signature.verify(signed)) {
            throw new UnusableException("it does not belong to the certificate");
        }
    }

    /** Where it is: a path, or a variable's name. */
    @Override
    public String toString() {
        return place;
    }
}
