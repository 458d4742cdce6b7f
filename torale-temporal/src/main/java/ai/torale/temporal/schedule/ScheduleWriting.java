package ai.torale.temporal.schedule;

import ai.torale.task.MonitoringTask;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Writes one task's schedule within one call, beside others who may write it as well. */
final class ScheduleWriting {
    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final MonitoringTask task;
    private final ScheduleContent content;
    private final ScheduleRequests requests;
    private final InstantSource clock;

    ScheduleWriting(MonitoringTask task, ScheduleContent content, ScheduleRequests requests, InstantSource clock) {
        this.task = task;
        this.content = content;
        this.requests = requests;
        this.clock = clock;
    }

    Written create() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String epoch = UUID.randomUUID().toString();
            if (isCreated(epoch)) {
                return Written.CREATED;
            }
            Optional<DescribeScheduleResponse> found = requests.describe(task.id());
            if (found.isPresent()) {
                return existing(requests.owned(task.id(), found.get()), epoch);
            }
            requests.pause(task.id(), PAUSE); // another host has just deleted it
        }
        throw concurrent();
    }

    private boolean isCreated(String epoch) {
        try {
            requests.create(task.id(), epoch, content.created(epoch), Described.memo(epoch, clock.instant()));
            return true;
        } catch (TaskScheduleException e) {
            if (!e.code().equals(TaskScheduleException.CONFLICT)) {
                throw e;
            }
            return false;
        }
    }

    private Written existing(DescribeScheduleResponse described, String epoch) {
        if (Described.epoch(described.getMemo()).equals(epoch)) {
            return Written.CREATED; // the answer to an earlier attempt was lost
        }
        if (content.isIn(described)) {
            return Written.UNCHANGED;
        }
        throw new TaskScheduleException(
                TaskScheduleException.CONFLICT,
                task.id(),
                "task '" + task.id() + "' has a schedule with other content; update it instead",
                false);
    }

    Written update() {
        return update(requests.own(task.id()), false);
    }

    Written save() {
        Optional<DescribeScheduleResponse> described = requests.describe(task.id());
        if (described.isEmpty()) {
            return saveNew();
        }
        try {
            return update(requests.owned(task.id(), described.get()), true);
        } catch (TaskScheduleException e) {
            if (!e.code().equals(TaskScheduleException.NOT_FOUND)) {
                throw e;
            }
            return create(); // another host has just deleted it
        }
    }

    /** A pause that ends goes with the update, under its conflict token: one that somebody begins meanwhile stays. */
    private Written update(DescribeScheduleResponse found, boolean asksAgain) {
        DescribeScheduleResponse described = found;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            boolean resumes = asksAgain && hasToldAnotherQuestion(described);
            if (content.isIn(described) && !resumes) {
                return attempt == 0 ? Written.UNCHANGED : Written.UPDATED;
            }
            requests.update(task.id(), resumes ? content.resuming(described) : content.replacing(described), described);
            described = requests.own(task.id());
        }
        if (content.isIn(described)) {
            return Written.UPDATED;
        }
        throw concurrent();
    }

    private boolean hasToldAnotherQuestion(DescribeScheduleResponse described) {
        ScheduleState state = described.getSchedule().getState();
        return Described.hasToldAnotherQuestion(state.getPaused(), state.getNotes(), task);
    }

    /** Creates first, as there is probably none. */
    Written saveNew() {
        try {
            return create();
        } catch (TaskScheduleException e) {
            if (!e.code().equals(TaskScheduleException.CONFLICT)) {
                throw e;
            }
            return save(); // another host has just created it
        }
    }

    private TaskScheduleException concurrent() {
        return new TaskScheduleException(
                TaskScheduleException.CONCURRENT,
                task.id(),
                "the schedule of task '" + task.id() + "' was changed by others " + ATTEMPTS
                        + " times in a row; try again",
                false);
    }
}
