package ai.torale.acceptance.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy before a server, on which connections go wrong in chosen ways. */
public final class FaultyNetwork implements AutoCloseable {
    private static final int ANSWER_BYTES_BEFORE_A_CUT = 20;

    /** What is wrong with the connections, those that are open and new ones alike. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** What is asked arrives late. */
        LATENCY,
        /** Nothing gets through until the fault is over; then everything does. */
        STALL,
        /** Whatever is sent vanishes, as if the other side had died without a word. */
        HALF_OPEN,
        /** The server is asked, but its answers vanish. */
        ANSWERS_VANISH,
        /** Each connection is reset as soon as something is sent. */
        RESET,
        /** Each connection is reset in the middle of an answer. */
        CUT,
        /** Open connections are reset, new ones refused. */
        REFUSE
    }

    private final InetSocketAddress server;
    private final int port;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Object changed = new Object();
    private volatile Fault fault = Fault.NONE;
    private volatile Duration latency = Duration.ZERO;
    private ServerSocket listener;

    /** A proxy, without a fault at first, before a server's {@code host:port}. */
    public FaultyNetwork(String target) {
        int colon = target.lastIndexOf(':');
        this.server = new InetSocketAddress(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
        this.listener = listen(0);
        this.port = listener.getLocalPort();
    }

    /** Where clients connect. */
    public String target() {
        return "127.0.0.1:" + port;
    }

    /** Has what is asked arrive late. */
    public void delay(Duration by) {
        latency = by;
        set(Fault.LATENCY);
    }

    /** From now on this is wrong; connections that a former fault has broken are reset. */
    public synchronized void set(Fault next) {
        synchronized (changed) {
            fault = next;
            changed.notifyAll();
        }
        if (next == Fault.REFUSE) {
            closeListener();
        } else if (listener.isClosed()) {
            listener = listen(port);
        }
        connections.stream()
                .filter(connection -> connection.broken || next == Fault.REFUSE)
                .forEach(Connection::reset);
    }

    @Override
    public synchronized void close() {
        closeListener();
        connections.forEach(Connection::reset);
    }

    private ServerSocket listen(int wantedPort) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wantedPort));
            daemon(() -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                new Connection(socket.accept()).start();
            }
        } catch (IOException e) {
            // the listener was closed
        }
    }

    private void closeListener() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "faulty-network");
        thread.setDaemon(true);
        thread.start();
    }

    private final class Connection {
        private final Socket client;
        private final Socket upstream = new Socket();
        private volatile boolean broken;

        Connection(Socket client) {
            this.client = client;
        }

        void start() throws IOException {
            connections.add(this);
            try {
                upstream.connect(server);
            } catch (IOException e) {
                reset();
                return;
            }
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            daemon(() -> pump(client, upstream, false));
            daemon(() -> pump(upstream, client, true));
        }

        private void pump(Socket from, Socket to, boolean answers) {
            byte[] buffer = new byte[8192];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    pass(buffer, read, out, answers);
                }
            } catch (IOException e) {
                // one side is gone, so the other goes as well
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            reset();
        }

        private void pass(byte[] bytes, int length, OutputStream out, boolean answers)
                throws IOException, InterruptedException {
            if (fault == Fault.LATENCY && !answers) {
                Thread.sleep(latency.toMillis());
            }
            switch (awaitNoStall()) {
                case HALF_OPEN -> broken = true;
                case ANSWERS_VANISH -> {
                    broken = true;
                    if (!answers) {
                        out.write(bytes, 0, length);
                    }
                }
                case CUT -> {
                    out.write(bytes, 0, answers ? Math.min(length, ANSWER_BYTES_BEFORE_A_CUT) : length);
                    if (answers) {
                        reset();
                    }
                }
                case RESET, REFUSE -> reset();
                default -> out.write(bytes, 0, length);
            }
        }

        private Fault awaitNoStall() throws InterruptedException {
            synchronized (changed) {
                while (fault == Fault.STALL) {
                    changed.wait();
                }
                return fault;
            }
        }

        void reset() {
            connections.remove(this);
            for (Socket socket : new Socket[] {client, upstream}) {
                try {
                    socket.setSoLinger(true, 0);
                    socket.close();
                } catch (IOException e) {
                    // it is closed already
                }
            }
        }
    }
}
