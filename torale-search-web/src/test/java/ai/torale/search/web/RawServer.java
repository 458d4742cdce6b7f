package ai.torale.search.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server on loopback that does as a script says, also what HTTP forbids. */
final class RawServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Script script;
    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CompletableFuture<Void> hungUp = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private RawServer(ServerSocket socket, Script script) {
        this.socket = socket;
        this.script = script;
    }

    /** What the server does once a request's head has come; the connection is closed afterwards. */
    @FunctionalInterface
    interface Script {
        void talk(Line line) throws IOException;
    }

    static RawServer start(Script script) {
        try {
            RawServer server = new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
            daemon(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://" + host() + "/";
    }

    String host() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Completes when the first request has come. */
    CompletableFuture<Void> asked() {
        return asked;
    }

    /** Completes when a script has seen the client close the connection. */
    CompletableFuture<Void> hungUp() {
        return hungUp;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                daemon(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            Line line = new Line(connection);
            line.readHead();
            asked.complete(null);
            script.talk(line);
        } catch (IOException e) {
            hungUp.complete(null);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection. */
    final class Line {
        private final Socket connection;
        private final InputStream in;
        private final OutputStream out;

        Line(Socket connection) throws IOException {
            this.connection = connection;
            this.in = connection.getInputStream();
            this.out = connection.getOutputStream();
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Says nothing until the client hangs up. */
        void stall() throws IOException {
            if (in.read() < 0) {
                hungUp.complete(null);
            }
        }

        /** Sends a byte every 20 ms until the client hangs up. */
        void drip() throws IOException {
            try {
                while (!closed.await(20, TimeUnit.MILLISECONDS)) {
                    send("x");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Ends the connection with RST in place of FIN. */
        void reset() throws IOException {
            connection.setSoLinger(true, 0);
            connection.close();
        }

        private void readHead() throws IOException {
            int newlines = 0;
            while (newlines < 2) {
                int octet = in.read();
                if (octet < 0) {
                    throw new IOException("hung up");
                }
                newlines = octet == '\n' ? newlines + 1 : octet == '\r' ? newlines : 0;
            }
        }
    }
}
