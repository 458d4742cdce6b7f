package ai.torale.notify.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A bare socket on loopback, for answers that no decent server gives. */
final class RawReceiver implements AutoCloseable {
    /** What happens to a connection once the whole request was read. */
    interface Behaviour {
        void answer(Socket connection) throws IOException;
    }

    private static final int STEP_MILLIS = 20;

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    RawReceiver(Behaviour behaviour) {
        this(0, behaviour);
    }

    RawReceiver(int port, Behaviour behaviour) {
        try {
            server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(() -> accept(behaviour));
    }

    /** Says nothing, until the sender hangs up. */
    static Behaviour silence() {
        return connection -> {
            int read = connection.getInputStream().read();
            if (read >= 0) {
                throw new IOException("nothing should follow the request");
            }
        };
    }

    /** Sends the text and then nothing, until the sender hangs up. */
    static Behaviour thenSilence(String text) {
        return connection -> {
            write(connection, text);
            silence().answer(connection);
        };
    }

    /** Sends the text, then one more byte at a time, until the sender hangs up. */
    static Behaviour thenDrip(String text, char drop) {
        return connection -> {
            write(connection, text);
            connection.setSoTimeout(STEP_MILLIS);
            while (!hungUp(connection)) {
                write(connection, String.valueOf(drop));
            }
        };
    }

    /** Sends the text and closes. */
    static Behaviour thenClose(String text) {
        return connection -> write(connection, text);
    }

    /** Sends the text and resets the connection. */
    static Behaviour thenReset(String text) {
        return connection -> {
            write(connection, text);
            connection.setSoLinger(true, 0);
        };
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/hook");
    }

    WebhookNotifier.Builder notifier() {
        return WebhookNotifier.to(uri()).allowHttp().signedWith(Samples.SECRET);
    }

    /** The next request's head, once it has arrived. */
    String awaitHead() throws InterruptedException {
        return await(heads);
    }

    /** Returns once the next connection has ended, and says how. */
    String awaitEnd() throws InterruptedException {
        return await(ends);
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private static String await(BlockingQueue<String> queue) throws InterruptedException {
        String item = queue.poll(10, TimeUnit.SECONDS);
        if (item == null) {
            throw new AssertionError("nothing came within 10 s");
        }
        return item;
    }

    private void accept(Behaviour behaviour) {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                threads.execute(() -> serve(connection, behaviour));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection, Behaviour behaviour) {
        try (connection) {
            heads.add(readRequest(connection.getInputStream()));
            behaviour.answer(connection);
            ends.add("ended");
        } catch (IOException e) {
            ends.add("broken");
        }
    }

    private static String readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("the request ended early");
            }
            head.append((char) read);
        }
        int from = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        in.readNBytes(Integer.parseInt(head.substring(from, head.indexOf("\r\n", from))));
        return head.toString();
    }

    private static void write(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(ISO_8859_1));
        connection.getOutputStream().flush();
    }

    private static boolean hungUp(Socket connection) throws IOException {
        try {
            return connection.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
