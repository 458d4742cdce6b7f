package ai.torale.testkit;

import ai.torale.temporal.workflow.FailureTypes;
import ai.torale.temporal.workflow.MonitoringActivities;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.ResetStickyTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Faults on demand, in the activities of a worker: a crash, a lost acknowledgement, duplicates, an outage.
 *
 * <p>{@link ToraleTestEnvironment#faults()} has one that works already; a worker of the host's own takes it among its
 * interceptors. Activity types are the constants of {@link MonitoringActivities}, or the host's own. What hits the next
 * attempt hits one attempt; the retry policy decides what becomes of it. Safe for many threads.
 */
public final class Faults extends WorkerInterceptorBase {
    private static final String TWICE = "everyActivityTwice()";
    private static final Map<String, String> TRANSIENT_TYPES =
            Map.of(MonitoringActivities.SEARCH, "SEARCH_TRANSIENT", MonitoringActivities.SEND, "DELIVERY_TRANSIENT");

    private final WorkflowClient client;
    private final InstantSource clock;
    private final List<Planned> planned = new ArrayList<>();
    private final Map<String, Instant> outages = new HashMap<>();
    private final Set<String> lasting = new LinkedHashSet<>();
    private boolean twice;

    private Faults(WorkflowClient client, InstantSource clock) {
        this.client = Objects.requireNonNull(client, "client");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** Faults for a worker of this client; the clock tells when an outage ends. */
    public static Faults of(WorkflowClient client, InstantSource clock) {
        return new Faults(client, clock);
    }

    /**
     * The worker crashes before the next attempt has done anything: the attempt is lost, and so is what the worker knew of
     * the check, which goes on from its history.
     *
     * <p>With {@link #of} that needs a real server: on the in-process one a worker of the host's own loses the attempt
     * alone.
     */
    public Faults crashBefore(String activityType) {
        return plan(Moment.BEFORE, activityType);
    }

    /**
     * The worker crashes after the next attempt has done its work, before the server knows: as {@link #loseAnswer}, and
     * otherwise as {@link #crashBefore}.
     */
    public Faults crashAfter(String activityType) {
        return plan(Moment.AFTER, activityType);
    }

    /** The next attempt does its work, but the server never learns: it is tried again. */
    public Faults loseAnswer(String activityType) {
        return plan(Moment.UNHEARD, activityType);
    }

    /** From now on every attempt does its work twice, the second time with the answer that counts. */
    public synchronized Faults everyActivityTwice() {
        if (!twice) {
            lasting.add(TWICE);
        }
        twice = true;
        return this;
    }

    /**
     * For so long on its clock, every attempt fails as transient before it has done anything: the provider is away with
     * {@link MonitoringActivities#SEARCH}, every receiver with {@link MonitoringActivities#SEND}. With any other activity
     * the type of the failure is {@code OUTAGE}.
     */
    public synchronized Faults outage(String activityType, Duration time) {
        outages.put(activityType, clock.instant().plus(time));
        lasting.add(outage(activityType));
        return this;
    }

    /**
     * Fails when a planned fault never struck: the test did not test what it says.
     *
     * @throws AssertionError naming each such fault
     */
    public synchronized void verify() {
        List<Object> unstruck = new ArrayList<>(planned);
        unstruck.addAll(lasting);
        if (!unstruck.isEmpty()) {
            throw new AssertionError("planned faults that never struck, for no attempt was made: " + unstruck);
        }
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new Struck(next);
    }

    /** Whether a crash is to come: what is asked for meanwhile must not count on a worker's memory. */
    synchronized boolean planCrash() {
        return planned.stream().anyMatch(fault -> fault.moment() != Moment.UNHEARD);
    }

    private synchronized Faults plan(Moment moment, String activityType) {
        planned.add(new Planned(moment, Objects.requireNonNull(activityType, "activityType")));
        return this;
    }

    private synchronized boolean strikes(Moment moment, String activityType) {
        return planned.remove(new Planned(moment, activityType));
    }

    private synchronized boolean strikesTwice() {
        lasting.remove(TWICE);
        return twice;
    }

    private synchronized void failDuringOutage(String activityType) {
        Instant end = outages.get(activityType);
        if (end != null && clock.instant().isBefore(end)) {
            lasting.remove(outage(activityType));
            throw ApplicationFailure.newFailure(
                    activityType + " has an outage until " + end, TRANSIENT_TYPES.getOrDefault(activityType, "OUTAGE"));
        }
    }

    private static String outage(String activityType) {
        return "outage(" + activityType + ")";
    }

    /** No worker has this check in its cache any more. */
    private void forget(ActivityInfo attempt) {
        try {
            client.getWorkflowServiceStubs()
                    .blockingStub()
                    .resetStickyTaskQueue(ResetStickyTaskQueueRequest.newBuilder()
                            .setNamespace(client.getOptions().getNamespace())
                            .setExecution(WorkflowExecution.newBuilder()
                                    .setWorkflowId(attempt.getWorkflowId())
                                    .setRunId(attempt.getWorkflowRunId()))
                            .build());
        } catch (StatusRuntimeException e) {
            // The in-process server has no such call: there the environment's Forgetfulness has seen to it.
            if (e.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
                throw new IllegalStateException("the server cannot be told of the crash", e);
            }
        }
    }

    private static ApplicationFailure lost(String what) {
        return ApplicationFailure.newFailure(what, FailureTypes.TIMED_OUT);
    }

    private enum Moment {
        BEFORE,
        AFTER,
        UNHEARD
    }

    private record Planned(Moment moment, String activityType) {
        @Override
        public String toString() {
            return switch (moment) {
                case BEFORE -> "crashBefore(" + activityType + ")";
                case AFTER -> "crashAfter(" + activityType + ")";
                case UNHEARD -> "loseAnswer(" + activityType + ")";
            };
        }
    }

    private final class Struck extends ActivityInboundCallsInterceptorBase {
        private final ActivityInboundCallsInterceptor next;
        private ActivityInfo attempt;

        @SuppressWarnings("NullAway.Init") // init comes before execute
        Struck(ActivityInboundCallsInterceptor next) {
            super(next);
            this.next = next;
        }

        @Override
        public void init(ActivityExecutionContext context) {
            attempt = context.getInfo();
            next.init(context);
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            String type = attempt.getActivityType();
            failDuringOutage(type);
            if (strikes(Moment.BEFORE, type)) {
                forget(attempt);
                throw lost("the worker crashed before " + type);
            }
            ActivityOutput output = next.execute(input);
            if (strikesTwice()) {
                output = next.execute(input);
            }
            if (strikes(Moment.AFTER, type)) {
                forget(attempt);
                throw lost("the worker crashed after " + type);
            }
            if (strikes(Moment.UNHEARD, type)) {
                throw lost("the answer of " + type + " was lost");
            }
            return output;
        }
    }
}
