package ai.torale.temporal.connection;

/** Where a connection leads and what it brings along. */
record Endpoint(ServerAddress address, boolean tls, boolean hasKey, boolean hasCertificate) {
    @Override
    public String toString() {
        return address
                + (tls ? ", TLS" : ", plain text")
                + (hasCertificate ? " with a client certificate" : "")
                + (hasKey ? ", key ****" : ", no key");
    }
}
