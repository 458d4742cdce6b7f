package ai.torale.acceptance.schedule;

import ai.torale.acceptance.server.FaultyCalls;
import ai.torale.acceptance.server.FaultyNetwork;
import ai.torale.acceptance.server.FaultyNetwork.Fault;
import ai.torale.task.MonitoringTask;
import ai.torale.temporal.schedule.Reconciliation;
import ai.torale.temporal.schedule.ScheduleManager;
import ai.torale.temporal.schedule.TaskScheduleException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assertj.core.api.SoftAssertions;

/** One call of a schedule manager, on a network with a fault. */
record Attempt(Fault fault, String name, FaultyNetwork network, FaultyCalls calls, Callable<?> call) {
    /** What came of it. */
    record Ended(Attempt attempt, Duration took, Optional<Exception> failure) {
        void shouldHaveFailedWithin(Duration limit, SoftAssertions softly) {
            softly.assertThat(took).as(this + " took").isLessThan(limit);
            softly.assertThat(failure).as("" + this).containsInstanceOf(TaskScheduleException.class);
            if (failure.orElse(null) instanceof TaskScheduleException e) {
                softly.assertThat(e.code()).as("" + this).isEqualTo("UNAVAILABLE");
                softly.assertThat(e.outcomeUnknown()).as(this + " is unknown").isEqualTo(attempt.calls.wrote());
                softly.assertThat(e).as("" + this).hasNoCause();
            }
        }

        @Override
        public String toString() {
            return attempt.name + " under " + attempt.fault;
        }
    }

    /** All calls that talk to the server; each can be made after those before it, about the same task. */
    static final List<String> CALLS = List.of(
            "create",
            "update",
            "save",
            "pause",
            "resume",
            "trigger",
            "find",
            "describe",
            "list",
            "reconcile",
            "reconcileDeeply",
            "apply",
            "retention",
            "delete");

    static Callable<?> call(String name, MonitoringTask task, ScheduleManager schedules) {
        MonitoringTask renamed = task.toBuilder().name("GPU").build();
        return switch (name) {
            case "create" -> () -> schedules.create(task);
            case "update" -> () -> schedules.update(renamed);
            case "save" -> () -> schedules.save(renamed);
            case "pause" -> () -> done(() -> schedules.pause(task.id(), "sold out"));
            case "resume" -> () -> done(() -> schedules.resume(task.id()));
            case "trigger" -> () -> schedules.trigger(task.id());
            case "find" -> () -> schedules.find(task.id());
            case "describe" -> () -> schedules.describe(task.id());
            case "list" -> () -> schedules.list().count();
            case "reconcile" -> () -> schedules.reconcile(List.of(task));
            case "reconcileDeeply" -> () -> schedules.reconcileDeeply(List.of(task));
            case "apply" -> applied(schedules.reconcile(List.of(task)));
            case "retention" -> schedules::retention;
            case "delete" -> () -> schedules.delete(task.id());
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** An application goes on after a failed step, and lists it. */
    private static Callable<?> applied(Reconciliation plan) {
        return () -> {
            for (TaskScheduleException failure : plan.apply().failures().values()) {
                throw failure;
            }
            return true;
        };
    }

    void begin() {
        network.set(fault);
    }

    void heal() {
        calls.heal();
        network.set(Fault.NONE);
    }

    Ended run() {
        long start = System.nanoTime();
        Optional<Exception> failure = Optional.empty();
        try {
            call.call();
        } catch (Exception e) {
            failure = Optional.of(e);
        }
        return new Ended(this, Duration.ofNanos(System.nanoTime() - start), failure);
    }

    private static boolean done(Runnable call) {
        call.run();
        return true;
    }
}
