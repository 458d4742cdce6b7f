package ai.torale.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Secret;
import ai.torale.acceptance.server.Certificate;
import ai.torale.acceptance.server.RealServer;
import ai.torale.acceptance.server.Stage;
import ai.torale.temporal.Torale;
import ai.torale.temporal.connection.TemporalConnection;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/connection.md. */
@RealServer
class ConnectionExampleIT {
    @TempDir
    private Path folder;

    @Test
    void a_verified_connection_carries_a_host(Stage stage) {
        String address = stage.server().target();
        // tag::verify
        try (TemporalConnection temporal = TemporalConnection.selfHosted(address)) { // or cloud(…), fromEnvironment()
            temporal.verify(); // throws what is wrong: address, TLS, key or namespace
            try (Torale torale = Torale.builder(temporal.client()).build()) {
                torale.find("gpu-price");
            }
        }
        // end::verify
    }

    @Test
    void the_cloud_takes_a_key_that_may_change() {
        AtomicReference<String> vault = new AtomicReference<>("key-1");
        // tag::cloud
        TemporalConnection temporal = TemporalConnection.cloud("shop.a1b2c", () -> Secret.of(vault.get()));
        // end::cloud

        assertThat(temporal.address()).isEqualTo("shop.a1b2c.tmprl.cloud:7233");
        temporal.close();
    }

    @Test
    void certificates_are_files() {
        Certificate files = Certificate.in(folder, "client");
        Path chain = files.chain();
        Path key = files.key();
        Path authority = files.chain();
        // tag::mtls
        TemporalConnection temporal = TemporalConnection.builder()
                .address("temporal.example:7233")
                .namespace("shop")
                .clientCertificate(chain, key) // read again for every new connection
                .trustedCertificates(authority) // left out where Java trusts the server's issuer
                .build();
        // end::mtls

        assertThat(temporal).asString().contains("TLS with a client certificate");
        temporal.close();
    }

    @Test
    void a_host_changes_what_the_client_is_made_with(Stage stage) {
        String address = stage.server().target();
        DataConverter encrypting = new CodecDataConverter(DefaultDataConverter.newDefaultInstance(), List.of());
        // tag::hooks
        TemporalConnection temporal = TemporalConnection.builder()
                .address(address)
                .clientOptions(client -> client.setDataConverter(encrypting).setIdentity("shop-1"))
                .stubsOptions(stubs -> stubs.setKeepAlivePermitWithoutStream(true))
                .build();
        // end::hooks

        assertThat(temporal.client().getOptions().getIdentity()).isEqualTo("shop-1");
        temporal.close();
    }
}
