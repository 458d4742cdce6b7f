package ai.torale.temporal.schedule;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.schedule.v1.TriggerImmediatelyRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Has a schedule start a check, and finds out whether it did: the server's answer does not say. */
final class CheckStart {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final SchedulePatch PATCH = SchedulePatch.newBuilder()
            .setTriggerImmediately(TriggerImmediatelyRequest.newBuilder()
                    .setOverlapPolicy(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP))
            .build();

    private CheckStart() {}

    static Triggered now(String taskId, ScheduleRequests requests) {
        DescribeScheduleResponse before = requests.own(taskId);
        List<RecentCheck> running = Described.running(before.getInfo());
        if (!running.isEmpty()) {
            return Triggered.alreadyRunning(running.get(0));
        }
        Set<String> known = runIds(Described.recent(before.getInfo().getRecentActionsList()));
        requests.patch(taskId, PATCH, now -> startedBeside(known, now).isEmpty());
        return confirmed(taskId, known, requests.within(LIMIT));
    }

    static Set<String> runIds(Collection<RecentCheck> checks) {
        return checks.stream().map(RecentCheck::runId).collect(Collectors.toSet());
    }

    private static Triggered confirmed(String taskId, Set<String> known, ScheduleRequests requests) {
        try {
            do {
                Optional<RecentCheck> started = startedBeside(known, requests.own(taskId));
                if (started.isPresent()) {
                    return Triggered.started(started.get());
                }
            } while (requests.pause(taskId, PAUSE));
        } catch (TaskScheduleException e) {
            if (!e.code().equals("UNAVAILABLE") && !e.code().equals("THROTTLED")) {
                throw e;
            }
        }
        return Triggered.unconfirmed();
    }

    private static Optional<RecentCheck> startedBeside(Set<String> known, DescribeScheduleResponse described) {
        return Described.recent(described.getInfo().getRecentActionsList()).stream()
                .filter(check -> !known.contains(check.runId()))
                .findFirst();
    }
}
