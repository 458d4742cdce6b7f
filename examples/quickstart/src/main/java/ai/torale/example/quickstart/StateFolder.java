package ai.torale.example.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Where the development server's database lives on, so that the next start knows what this one has told. */
final class StateFolder {
    private static final Duration END_LIMIT = Duration.ofSeconds(3);

    private final Path folder;
    private final boolean mine;

    private StateFolder(Path folder, boolean mine) {
        this.folder = folder;
        this.mine = mine;
    }

    /**
     * Takes the folder, unless another quickstart has it.
     *
     * @throws UsageException when it cannot be written
     */
    static StateFolder open(Map<String, String> environment, Closing closing) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path home = Path.of(System.getProperty("user.home"));
        Path folder = (state.isBlank() ? home.resolve(".local/state") : Path.of(state)).resolve("torale/quickstart");
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            closing.later(() -> release(channel));
            return new StateFolder(folder, channel.tryLock() != null);
        } catch (IOException e) {
            throw new UsageException("the folder " + folder + " cannot be written; name another in XDG_STATE_HOME");
        }
    }

    /** The database; empty when another quickstart has it. */
    Optional<Path> database() {
        return mine ? Optional.of(folder.resolve("temporal.db")) : Optional.empty();
    }

    /** The server's log, which no other process writes. */
    Path log() {
        String name = mine ? "temporal" : "temporal-" + ProcessHandle.current().pid();
        return folder.resolve(name + ".log");
    }

    @Override
    public String toString() {
        return mine ? "database in " + folder : "in memory, another one has the database";
    }

    /** Keeps what tells this server from any other process, for a start after one that could not end its server. */
    void remember(ProcessHandle server) {
        try {
            if (mine) {
                Files.write(pidFile(), identity(server));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server has ended: its process id may soon be somebody else's. */
    void forget() {
        try {
            if (mine) {
                Files.deleteIfExists(pidFile());
            } else {
                Files.deleteIfExists(log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server that a killed quickstart left behind: two on one database would spoil it. */
    void endLeftover() {
        try {
            List<String> left = mine && Files.exists(pidFile()) ? Files.readAllLines(pidFile()) : List.of();
            if (!left.isEmpty() && left.get(0).matches("[0-9]{1,18}")) {
                ProcessHandle.of(Long.parseLong(left.get(0)))
                        .filter(process -> identity(process).equals(left) && hasDatabase(process))
                        .ifPresent(StateFolder::end);
            }
            forget();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks a process to end, and makes it end when it does not. */
    static void end(ProcessHandle process) {
        CompletableFuture<ProcessHandle> exit = process.onExit();
        process.destroy();
        exit.completeOnTimeout(process, END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (process.isAlive()) {
            process.destroyForcibly();
            process.onExit()
                    .completeOnTimeout(process, END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    private boolean hasDatabase(ProcessHandle process) {
        List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
        int option = arguments.indexOf("--db-filename");
        return option >= 0
                && option + 1 < arguments.size()
                && arguments
                        .get(option + 1)
                        .equals(folder.resolve("temporal.db").toString());
    }

    /** Its id, its start and its executable. */
    private static List<String> identity(ProcessHandle process) {
        return List.of(
                String.valueOf(process.pid()),
                process.info().startInstant().map(Instant::toString).orElse(""),
                process.info().command().orElse(""));
    }

    private Path pidFile() {
        return folder.resolve("server.pid");
    }

    private static void release(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
