package ai.torale.benchmarks.store;

import ai.torale.Json;
import ai.torale.notify.Notification;
import ai.torale.state.Commit;
import ai.torale.state.Committed;
import ai.torale.state.Delivery;
import ai.torale.state.StateStore;
import ai.torale.store.jdbc.JdbcStateStore;
import ai.torale.store.jdbc.JdbcStateStore.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Commits of one task after another, each a new version, beside a bare update of a row by its key. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
@State(Scope.Benchmark)
public class CommitBenchmark {
    private static final int TASKS = 1_000;
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final String TEXT = "x".repeat(500);

    /** Which database. */
    @Param({"H2", "SQLITE", "POSTGRESQL", "MARIADB"})
    public String database = "";

    private @Nullable Server server;
    private @Nullable StateStore store;
    private final long[] versions = new long[TASKS];
    private int turn;
    private long updates;

    @Setup(Level.Trial)
    public void start() throws SQLException {
        server = new Server(Server.Kind.valueOf(database));
        store = JdbcStateStore.builder(server.pool())
                .schema(Schema.MIGRATE)
                .history(100)
                .build();
        for (int i = 0; i < TASKS; i++) {
            commit(0);
        }
        try (Connection connection = server.pool().getConnection();
                PreparedStatement create = connection.prepareStatement(
                        "CREATE TABLE bare (id VARCHAR(200) NOT NULL PRIMARY KEY, text VARCHAR(1000))")) {
            create.execute();
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO bare VALUES (?, '')")) {
                for (int i = 0; i < TASKS; i++) {
                    insert.setString(1, "task-" + i);
                    insert.executeUpdate();
                }
            }
        }
    }

    @TearDown(Level.Trial)
    public void stop() {
        Objects.requireNonNull(server).close();
    }

    @Benchmark
    public int bareUpdate() throws SQLException {
        turn = (turn + 1) % TASKS;
        try (Connection connection = Objects.requireNonNull(server).pool().getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE bare SET text = ? WHERE id = ?")) {
            update.setString(1, TEXT + ++updates); // a database writes nothing where nothing changes
            update.setString(2, "task-" + turn);
            return update.executeUpdate();
        }
    }

    @Benchmark
    public Committed commitWithoutDelivery() {
        return commit(0);
    }

    @Benchmark
    public Committed commitWithOneDelivery() {
        return commit(1);
    }

    @Benchmark
    public Committed commitWithThreeDeliveries() {
        return commit(3);
    }

    private Committed commit(int deliveries) {
        turn = (turn + 1) % TASKS;
        long version = ++versions[turn];
        String taskId = "task-" + turn;
        ai.torale.state.State next = ai.torale.state.State.builder("e1", version)
                .question("q")
                .structured(Json.parse("{\"text\":\"" + TEXT + version + "\"}"))
                .checkedAt(NINE)
                .build();
        Notification told = Notification.builder("k" + version, version, taskId)
                .answer(TEXT)
                .comparedAt(NINE)
                .build();
        List<Delivery> enqueue = Stream.of("email", "chat", "webhook")
                .limit(deliveries)
                .map(channel -> Delivery.pending("e1", channel, told))
                .toList();
        Committed committed = Objects.requireNonNull(store)
                .commit(new Commit(taskId, "check-" + turn + "-" + version, version - 1, next, enqueue));
        if (committed.outcome() != Committed.Outcome.APPLIED) {
            throw new IllegalStateException("a commit was " + committed.outcome());
        }
        return committed;
    }
}
