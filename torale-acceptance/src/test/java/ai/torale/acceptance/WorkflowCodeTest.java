package ai.torale.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.File;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Replayed code asks neither the clock, nor chance, nor the machine. */
class WorkflowCodeTest {

    @Test
    void workflow_code_is_deterministic() {
        assertThat(new WorkflowCode(ToraleClasses.all()).breaches())
                .as("use Workflow.currentTimeMillis, randomUUID, newRandom, sleep, getLogger, or an activity")
                .isEmpty();
    }

    @Test
    void every_call_that_a_replay_would_answer_differently_is_found() {
        List<String> breaches =
                breachesIn(Restless.class, RestlessWorkflow.class, Helper.class, Shared.class, Activity.class);

        assertThat(breaches)
                .extracting(breach -> breach.replaceFirst(".* (?:method|constructor) <([^(]+)\\(.*", "$1"))
                .containsExactlyInAnyOrder(
                        "java.lang.System.currentTimeMillis",
                        "java.lang.System.nanoTime",
                        "java.lang.System.getenv",
                        "java.lang.System.getProperty",
                        "java.time.Instant.now",
                        "java.time.LocalDateTime.now",
                        "java.time.Clock.systemUTC",
                        "java.util.UUID.randomUUID",
                        "java.lang.Math.random",
                        "java.util.Random.<init>",
                        "java.security.SecureRandom.<init>",
                        "java.lang.Thread.sleep",
                        "java.io.File.<init>",
                        "java.net.InetAddress.getLoopbackAddress",
                        "java.util.concurrent.Executors.newCachedThreadPool",
                        "org.slf4j.LoggerFactory.getLogger");
    }

    @Test
    void code_that_no_workflow_calls_may_ask_the_clock() {
        assertThat(breachesIn(Shared.class, Activity.class)).isEmpty();
    }

    private static List<String> breachesIn(Class<?>... types) {
        return new WorkflowCode(new ClassFileImporter().importClasses(types)).breaches();
    }

    @WorkflowInterface
    interface Restless {
        @WorkflowMethod
        List<Object> run();
    }

    static final class RestlessWorkflow implements Restless {
        @Override
        public List<Object> run() {
            Supplier<UUID> chance = UUID::randomUUID;
            return List.of(
                    System.currentTimeMillis(),
                    LocalDateTime.now(Clock.systemUTC()),
                    chance.get(),
                    Math.random(),
                    new Random(),
                    new Helper().nap(),
                    Shared.viaWorkflow());
        }
    }

    /** Used by the workflow alone. */
    static final class Helper {
        private static final Object LOG = LoggerFactory.getLogger(Helper.class);

        List<Object> nap() {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return List.of(
                    LOG,
                    new SecureRandom(),
                    new File("state"),
                    InetAddress.getLoopbackAddress(),
                    Executors.newCachedThreadPool(),
                    System.nanoTime(),
                    System.getenv("HOME"));
        }
    }

    /** Used by others too: only what the workflow calls is replayed. */
    static final class Shared {
        static Object viaWorkflow() {
            return List.of(Instant.now(), System.getProperty("user.home"));
        }

        static Object viaActivity() {
            return Instant.now();
        }
    }

    static final class Activity {
        Object run() {
            return Shared.viaActivity();
        }
    }
}
