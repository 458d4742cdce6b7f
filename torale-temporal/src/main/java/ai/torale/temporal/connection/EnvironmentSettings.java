package ai.torale.temporal.connection;

import ai.torale.Problem;
import ai.torale.Secret;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.grpc.Metadata;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.ClientConfigTLS;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads Temporal's standard environment variables and profiles, and {@code TEMPORAL_HOST}.
 *
 * <p>Only what the profile says is used: its own conversion to options turns TLS on when {@code TEMPORAL_TLS} is false,
 * and its {@code toString} shows the key.
 */
final class EnvironmentSettings {
    private static final List<String> SWITCHES = List.of("TEMPORAL_TLS", "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION");
    private static final String ADDRESS = "TEMPORAL_ADDRESS";
    private static final String HOST = "TEMPORAL_HOST";
    private static final String HEADER = "TEMPORAL_GRPC_META_";
    private static final String CONFIG_FILE = "TEMPORAL_CONFIG_FILE";
    private static final String PROFILE = "TEMPORAL_PROFILE";

    private EnvironmentSettings() {}

    /** What the variables say; what they say wrongly is added to the problems. */
    static ConnectionSettings read(Map<String, String> environment, List<Problem> problems) {
        Map<String, String> variables = new HashMap<>(environment);
        SWITCHES.forEach(name -> normalize(name, variables, problems));
        Map<String, String> headers = takeHeaders(variables);
        variables.values().removeIf(String::isBlank); // the profile reader takes a blank one for said
        text(variables.get(HOST)).ifPresent(host -> variables.putIfAbsent(ADDRESS, host));
        String file = variables.getOrDefault(CONFIG_FILE, "");
        if (!file.isBlank() && path(file).filter(Files::isReadable).isEmpty()) {
            problems.add(new Problem("CONFIG_FILE", CONFIG_FILE, file, "there is no such file to read"));
            return new ConnectionSettings();
        }
        try {
            ConnectionSettings settings = settings(profile(variables), problems);
            headers.forEach((name, value) -> setHeader(settings, name, value, problems));
            return settings;
        } catch (JsonProcessingException e) {
            // Its text may quote the file.
            String line = e.getLocation() == null
                    ? ""
                    : ", see line " + e.getLocation().getLineNr();
            problems.add(new Problem("CONFIG_FILE", CONFIG_FILE, file, "the configuration file is not valid" + line));
        } catch (IOException e) {
            problems.add(new Problem("CONFIG_FILE", CONFIG_FILE, file, "the configuration file cannot be read"));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(
                    "PROFILE_UNKNOWN",
                    PROFILE,
                    variables.getOrDefault(PROFILE, ""),
                    "the configuration file has no such profile; add it, or name another"));
        }
        return new ConnectionSettings();
    }

    private static ClientConfigProfile profile(Map<String, String> variables) throws IOException {
        LoadClientConfigProfileOptions.Builder options =
                LoadClientConfigProfileOptions.newBuilder().setEnvOverrides(variables);
        try {
            return ClientConfigProfile.load(options.build());
        } catch (NullPointerException e) {
            // SDK 1.38: the file holds no profile at all.
            if (variables.getOrDefault(PROFILE, "").isBlank()) {
                return ClientConfigProfile.load(options.setDisableFile(true).build());
            }
            throw new IllegalArgumentException("no profile");
        }
    }

    private static ConnectionSettings settings(ClientConfigProfile profile, List<Problem> problems) {
        ConnectionSettings settings = new ConnectionSettings();
        settings.address = text(profile.getAddress()).orElse(null);
        settings.namespace = text(profile.getNamespace()).orElse(null);
        text(profile.getApiKey()).map(Secret::of).ifPresent(key -> settings.key = () -> key);
        if (profile.getMetadata() != null) {
            addHeaders(settings, profile.getMetadata(), problems);
        }
        if (profile.getTls() != null) {
            addTls(settings, profile.getTls(), problems);
        }
        return settings;
    }

    /** The profile reader spells their names as the machine's language does, in Turkish without the i of ASCII. */
    private static Map<String, String> takeHeaders(Map<String, String> variables) {
        Map<String, String> headers = new TreeMap<>();
        variables.forEach((variable, value) -> {
            if (variable.startsWith(HEADER)) {
                String name = variable.substring(HEADER.length());
                headers.put(name.toLowerCase(Locale.ROOT).replace('_', '-'), value);
            }
        });
        variables.keySet().removeIf(variable -> variable.startsWith(HEADER));
        return headers;
    }

    /** A blank value takes the file's header away. */
    private static void setHeader(ConnectionSettings settings, String name, String value, List<Problem> problems) {
        Metadata.Key<String> key;
        try {
            key = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
        } catch (IllegalArgumentException e) {
            problems.add(new Problem("HEADER", name, "****", "it is no name of a text header"));
            return;
        }
        settings.headers.discardAll(key);
        if (!value.isBlank()) {
            Metadata header = new Metadata();
            header.put(key, value);
            addHeaders(settings, header, problems);
        }
    }

    private static void addHeaders(ConnectionSettings settings, Metadata headers, List<Problem> problems) {
        settings.headers.merge(headers);
        for (String name : headers.keys()) {
            if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX) && !isFit(headers, name)) {
                // gRPC would log its bytes.
                String reason = "it holds line ends or characters beyond ASCII, which cannot be sent";
                problems.add(new Problem("HEADER", name, "****", reason));
            }
        }
    }

    private static boolean isFit(Metadata headers, String name) {
        @Nullable Iterable<String> values = headers.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        return values == null
                || StreamSupport.stream(values.spliterator(), false)
                        .flatMapToInt(String::chars)
                        .allMatch(character -> character >= ' ' && character <= '~');
    }

    private static void addTls(ConnectionSettings settings, ClientConfigTLS tls, List<Problem> problems) {
        @Nullable Boolean disabled = tls.isDisabled();
        settings.tls = disabled == null ? null : !disabled;
        settings.serverName = text(tls.getServerName()).orElse(null);
        settings.trustsAnyServer = Boolean.TRUE.equals(tls.isDisableHostVerification());
        settings.trusted =
                pem(tls.getServerCACertPath(), "TEMPORAL_TLS_SERVER_CA_CERT", tls.getServerCACertData(), problems);
        Pem chain = pem(tls.getClientCertPath(), "TEMPORAL_TLS_CLIENT_CERT", tls.getClientCertData(), problems);
        Pem key = pem(tls.getClientKeyPath(), "TEMPORAL_TLS_CLIENT_KEY", tls.getClientKeyData(), problems);
        if (chain != null && key != null) {
            settings.client = new ConnectionSettings.ClientFiles(chain, key);
        } else if (chain != null || key != null) {
            problems.add(new Problem(
                    "CLIENT_CERTIFICATE",
                    chain == null ? "TEMPORAL_TLS_CLIENT_CERT_PATH" : "TEMPORAL_TLS_CLIENT_KEY_PATH",
                    "",
                    "mTLS takes a certificate and its key; give both"));
        }
    }

    private static @Nullable Pem pem(
            @Nullable String path, String variable, byte @Nullable [] data, List<Problem> problems) {
        Optional<String> named = text(path);
        if (named.isPresent()) {
            Optional<Path> file = named.flatMap(EnvironmentSettings::path);
            if (file.isEmpty()) {
                problems.add(new Problem("PATH", variable + "_PATH", named.get(), "no file can have this name"));
            }
            return file.map(Pem::file).orElse(null);
        }
        return data == null || data.length == 0 ? null : Pem.variable(variable + "_DATA", data);
    }

    /** Empty for what can be no path, such as a text with a NUL. */
    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The profile reader takes everything but "true" for false. */
    private static void normalize(String name, Map<String, String> variables, List<Problem> problems) {
        String value = variables.getOrDefault(name, "").strip().toLowerCase(Locale.ROOT);
        switch (value) {
            case "" -> variables.remove(name);
            case "true", "t", "1" -> variables.put(name, "true");
            case "false", "f", "0" -> variables.put(name, "false");
            default -> {
                variables.remove(name);
                problems.add(new Problem("SWITCH", name, value, "use true or false"));
            }
        }
    }

    private static Optional<String> text(@Nullable String text) {
        return Optional.ofNullable(text).map(String::strip).filter(value -> !value.isEmpty());
    }
}
