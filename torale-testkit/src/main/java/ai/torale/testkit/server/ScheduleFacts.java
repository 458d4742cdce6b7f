package ai.torale.testkit.server;

import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleActionResult;
import io.temporal.api.schedule.v1.ScheduleInfo;
import io.temporal.api.schedule.v1.SchedulePolicies;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What a schedule is and has done so far; each change that somebody may conflict with moves its token on. */
final class ScheduleFacts {
    private static final Duration CATCH_UP = Duration.ofDays(365);
    private static final Duration SHORTEST_CATCH_UP = Duration.ofSeconds(10);
    private static final int RECENT_ACTIONS = 10;

    private final String namespace;
    private final String id;
    private final String jitterSeed;
    private final Memo memo;
    private final List<ScheduleActionResult> recent = new ArrayList<>();
    private final List<WorkflowExecution> running = new ArrayList<>();
    private final ScheduleInfo.Builder info;
    private SearchAttributes searchAttributes;
    private Schedule schedule;
    private long token = 1;

    /** Of a schedule in the server's form. */
    ScheduleFacts(
            String namespace,
            String id,
            long seed,
            Schedule schedule,
            Memo memo,
            SearchAttributes attributes,
            Instant now) {
        this.namespace = namespace;
        this.id = id;
        this.jitterSeed = namespace + "-" + id + "-" + seed;
        this.memo = memo;
        this.searchAttributes = attributes;
        this.info = ScheduleInfo.newBuilder().setCreateTime(Times.timestamp(now));
        this.schedule = withDefaults(schedule);
    }

    private static Schedule withDefaults(Schedule schedule) {
        SchedulePolicies.Builder policies = schedule.getPolicies().toBuilder();
        if (policies.getOverlapPolicy() == ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_UNSPECIFIED) {
            policies.setOverlapPolicy(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP);
        }
        Duration window = policies.hasCatchupWindow() ? Times.duration(policies.getCatchupWindow()) : CATCH_UP;
        policies.setCatchupWindow(Times.duration(window.compareTo(SHORTEST_CATCH_UP) < 0 ? SHORTEST_CATCH_UP : window));
        return schedule.toBuilder()
                .setSpec(schedule.getSpec())
                .setAction(schedule.getAction())
                .setPolicies(policies)
                .setState(schedule.getState())
                .build();
    }

    String namespace() {
        return namespace;
    }

    String id() {
        return id;
    }

    String identity() {
        return "temporal-scheduler-" + namespace + "-" + id;
    }

    Memo memo() {
        return memo;
    }

    SearchAttributes searchAttributes() {
        return searchAttributes;
    }

    void searchAttributes(SearchAttributes replacement) {
        searchAttributes = replacement;
    }

    Schedule schedule() {
        return schedule;
    }

    NewWorkflowExecutionInfo action() {
        return schedule.getAction().getStartWorkflow();
    }

    SpecTimes times() {
        return new SpecTimes(schedule.getSpec(), jitterSeed);
    }

    long token() {
        return token;
    }

    /** Zero asks for no check. */
    boolean conflictsWith(long known) {
        return known != 0 && known != token;
    }

    void replace(Schedule replacement, Instant now) {
        schedule = withDefaults(replacement);
        info.setUpdateTime(Times.timestamp(now));
        token++;
    }

    boolean wasUpdatedAfter(Instant time) {
        return info.hasUpdateTime() && Times.instant(info.getUpdateTime()).isAfter(time);
    }

    void pauseOrUnpause(String pause, String unpause) {
        if (!pause.isEmpty()) {
            pause(pause);
        }
        if (!unpause.isEmpty()) {
            state(schedule.getState().toBuilder().setPaused(false).setNotes(unpause));
        }
    }

    void pause(String note) {
        state(schedule.getState().toBuilder().setPaused(true).setNotes(note));
    }

    boolean isPaused() {
        return schedule.getState().getPaused();
    }

    boolean pausesOnFailure() {
        return schedule.getPolicies().getPauseOnFailure() && !isPaused();
    }

    /** Whether a run that is due may be started: not while it is paused or has no action left. */
    boolean canAct() {
        ScheduleState state = schedule.getState();
        return !state.getPaused() && (!state.getLimitedActions() || state.getRemainingActions() > 0);
    }

    void spendAction() {
        ScheduleState state = schedule.getState();
        if (state.getLimitedActions()) {
            state(state.toBuilder().setRemainingActions(state.getRemainingActions() - 1));
        }
    }

    OptionalInt remainingActions() {
        ScheduleState state = schedule.getState();
        return state.getLimitedActions() ? OptionalInt.of((int) state.getRemainingActions()) : OptionalInt.empty();
    }

    private void state(ScheduleState.Builder state) {
        schedule = schedule.toBuilder().setState(state).build();
        token++;
    }

    Duration catchUpWindow() {
        return Times.duration(schedule.getPolicies().getCatchupWindow());
    }

    ScheduleOverlapPolicy resolve(ScheduleOverlapPolicy policy) {
        return policy == ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_UNSPECIFIED
                ? schedule.getPolicies().getOverlapPolicy()
                : policy;
    }

    void started(ScheduleActionResult action, boolean alone) {
        info.setActionCount(info.getActionCount() + 1);
        recent.add(action);
        if (recent.size() > RECENT_ACTIONS) {
            recent.remove(0);
        }
        if (alone) {
            running.add(action.getStartWorkflowResult());
        }
    }

    void closed(WorkflowExecution run, WorkflowExecutionStatus status) {
        running.remove(run);
        for (int i = 0; i < recent.size(); i++) {
            // The first one with this workflow id, as the server's scheduler does it.
            if (recent.get(i).getStartWorkflowResult().getWorkflowId().equals(run.getWorkflowId())) {
                recent.set(
                        i,
                        recent.get(i).toBuilder().setStartWorkflowStatus(status).build());
                return;
            }
        }
    }

    void missedCatchUp() {
        info.setMissedCatchupWindow(info.getMissedCatchupWindow() + 1);
    }

    void skipped(int count) {
        info.setOverlapSkipped(info.getOverlapSkipped() + count);
    }

    void dropped() {
        info.setBufferDropped(info.getBufferDropped() + 1);
    }

    List<WorkflowExecution> running() {
        return List.copyOf(running);
    }

    List<ScheduleActionResult> recent() {
        return List.copyOf(recent);
    }

    /** The time of the last run, or of the last update or the creation if that is later. */
    Instant lastEvent() {
        Instant last = Times.instant(info.getCreateTime());
        if (info.hasUpdateTime()) {
            last = Times.instant(info.getUpdateTime());
        }
        if (!recent.isEmpty()) {
            Instant run = Times.instant(recent.get(recent.size() - 1).getActualTime());
            last = run.isAfter(last) ? run : last;
        }
        return last;
    }

    /** Without what only a description knows: running runs, future times, buffer. */
    ScheduleInfo.Builder info() {
        return info.clone().addAllRecentActions(recent);
    }
}
