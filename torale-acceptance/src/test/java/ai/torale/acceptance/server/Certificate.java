package ai.torale.acceptance.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A self-signed certificate for this machine and its key, as PEM files. */
public record Certificate(Path chain, Path key) {
    private static final String PASSWORD = "changeit";

    private static final Map<String, Certificate> MADE = new ConcurrentHashMap<>();

    /** The one of this name, the same in the whole suite, as files in a folder of the caller's own. */
    public static Certificate in(Path folder, String name) {
        Certificate made = MADE.computeIfAbsent(name, Certificate::make);
        Certificate own = new Certificate(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
        made.replace(own);
        return own;
    }

    /** Makes one with the JDK's keytool, which takes a second. */
    private static Certificate make(String name) {
        try {
            Path folder = Files.createTempDirectory("torale-certificate");
            Path store = folder.resolve(name + ".p12");
            keytool(store, name);
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            Certificate made = new Certificate(
                    pem(
                            folder.resolve(name + ".pem"),
                            "CERTIFICATE",
                            keys.getCertificate("own").getEncoded()),
                    pem(
                            folder.resolve(name + ".key"),
                            "PRIVATE KEY",
                            keys.getKey("own", PASSWORD.toCharArray()).getEncoded()));
            List.of(folder, store, made.chain, made.key)
                    .forEach(file -> file.toFile().deleteOnExit());
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts this one's files in the place of another's. */
    public void replace(Certificate other) {
        try {
            Files.copy(chain, other.chain, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(key, other.key, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keytool(Path store, String name) throws IOException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        String command = keytool + " -genkeypair -alias own -keyalg EC -validity 2 -dname CN=" + name
                + " -ext san=ip:127.0.0.1,dns:localhost -storetype PKCS12 -storepass " + PASSWORD + " -keystore "
                + store;
        Process process = new ProcessBuilder(command.split(" "))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path pem(Path file, String kind, byte[] encoded) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        String text = "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
        return Files.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }
}
