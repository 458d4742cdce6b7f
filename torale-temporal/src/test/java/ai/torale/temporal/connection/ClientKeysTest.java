package ai.torale.temporal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientKeysTest {
    private static final String PASSWORD = "changeit";
    private static final String[] ANY = {"EC"};

    @TempDir
    private Path folder;

    private ClientKeys keys;

    @BeforeEach
    void makePairs() throws IOException, GeneralSecurityException, InterruptedException {
        make("first");
        make("second");
        use("first");
        keys = new ClientKeys(Pem.file(folder.resolve("client.pem")), Pem.file(folder.resolve("client.key")));
    }

    @Test
    void a_renewal_between_the_two_questions_of_a_connection_does_not_mix_the_pairs()
            throws IOException, GeneralSecurityException {
        String ours = keys.chooseClientAlias(ANY, null, null);
        use("second");
        String others = keys.chooseClientAlias(ANY, null, null);

        assertThat(others).isNotEqualTo(ours);
        Pem.requireMatch(keys.getCertificateChain(ours)[0].getPublicKey(), keys.getPrivateKey(ours));
        Pem.requireMatch(keys.getCertificateChain(others)[0].getPublicKey(), keys.getPrivateKey(others));
        assertThat(keys.getPrivateKey(others)).isNotEqualTo(keys.getPrivateKey(ours));
    }

    @Test
    void connections_with_the_same_files_share_an_alias() {
        String once = keys.chooseClientAlias(ANY, null, null);

        assertThat(keys.chooseClientAlias(ANY, null, null)).isEqualTo(once);
    }

    private void use(String name) throws IOException {
        for (String kind : new String[] {".pem", ".key"}) {
            Files.copy(
                    folder.resolve(name + kind), folder.resolve("client" + kind), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void make(String name) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "own",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".txt").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        write(name + ".pem", "CERTIFICATE", made.getCertificate("own").getEncoded());
        write(
                name + ".key",
                "PRIVATE KEY",
                made.getKey("own", PASSWORD.toCharArray()).getEncoded());
    }

    private void write(String file, String kind, byte[] encoded) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(encoded);
        Files.writeString(
                folder.resolve(file), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
