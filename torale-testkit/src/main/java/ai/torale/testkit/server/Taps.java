package ai.torale.testkit.server;

import com.google.protobuf.ByteString;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.command.v1.Command;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.HistoryEventFilterType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.ExecuteMultiOperationRequest;
import io.temporal.api.workflowservice.v1.ExecuteMultiOperationResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the testkit has to see: which runs there are, what workers do, who waits for what, what is about to close. */
final class Taps {
    private final TestServer server;
    private final KnownRuns runs;
    private final Progress progress;
    private final CodeFailures failures;
    private final Waits waits;
    private final Schedules schedules;
    private final CarriedResults carried;
    private final Watchdog watchdog;
    private final Orphans orphans;
    private final Map<ByteString, KnownRuns.Run> tasks = new ConcurrentHashMap<>();
    private final Map<String, Supplier<Tap>> taps;

    Taps(
            TestServer server,
            KnownRuns runs,
            Progress progress,
            CodeFailures failures,
            Waits waits,
            Schedules schedules,
            CarriedResults carried,
            Watchdog watchdog) {
        this.server = server;
        this.runs = runs;
        this.progress = progress;
        this.failures = failures;
        this.waits = waits;
        this.schedules = schedules;
        this.carried = carried;
        this.watchdog = watchdog;
        this.orphans = new Orphans(server);
        Supplier<Tap> happening = () -> new HappeningTap(progress);
        this.taps = Map.ofEntries(
                entry(WorkflowServiceGrpc.getPollWorkflowTaskQueueMethod(), WorkflowPollTap::new),
                entry(WorkflowServiceGrpc.getPollActivityTaskQueueMethod(), ActivityPollTap::new),
                entry(WorkflowServiceGrpc.getRespondWorkflowTaskCompletedMethod(), CompletionTap::new),
                entry(WorkflowServiceGrpc.getTerminateWorkflowExecutionMethod(), TerminationTap::new),
                entry(WorkflowServiceGrpc.getGetWorkflowExecutionHistoryMethod(), HistoryTap::new),
                entry(WorkflowServiceGrpc.getStartWorkflowExecutionMethod(), StartTap::new),
                entry(WorkflowServiceGrpc.getSignalWithStartWorkflowExecutionMethod(), StartTap::new),
                entry(WorkflowServiceGrpc.getExecuteMultiOperationMethod(), StartTap::new),
                entry(WorkflowServiceGrpc.getRespondWorkflowTaskFailedMethod(), TaskFailureTap::new),
                entry(WorkflowServiceGrpc.getRespondQueryTaskCompletedMethod(), happening),
                entry(WorkflowServiceGrpc.getRespondActivityTaskCompletedMethod(), happening),
                entry(WorkflowServiceGrpc.getRespondActivityTaskCompletedByIdMethod(), happening),
                entry(WorkflowServiceGrpc.getRespondActivityTaskFailedMethod(), happening),
                entry(WorkflowServiceGrpc.getRespondActivityTaskFailedByIdMethod(), happening),
                entry(WorkflowServiceGrpc.getRespondActivityTaskCanceledMethod(), happening),
                entry(WorkflowServiceGrpc.getRecordActivityTaskHeartbeatMethod(), happening),
                entry(WorkflowServiceGrpc.getSignalWorkflowExecutionMethod(), happening));
    }

    /** None for a call that is of no interest. */
    @Nullable Tap of(String method) {
        Supplier<Tap> tap = taps.get(method);
        return tap == null ? null : tap.get();
    }

    private static Map.Entry<String, Supplier<Tap>> entry(MethodDescriptor<?, ?> method, Supplier<Tap> tap) {
        return Map.entry(method.getFullMethodName(), tap);
    }

    private static WorkflowExecution execution(String workflowId, String runId) {
        return WorkflowExecution.newBuilder()
                .setWorkflowId(workflowId)
                .setRunId(runId)
                .build();
    }

    /** A call whose end is all that matters. */
    private record HappeningTap(Progress progress) implements Tap {
        @Override
        public void end(Status status) {
            progress.happened();
        }
    }

    private final class ActivityPollTap implements Tap {
        @Override
        public Object answer(Object answer) {
            if (!((PollActivityTaskQueueResponse) answer).getTaskToken().isEmpty()) {
                progress.happened();
            }
            return answer;
        }
    }

    private PollWorkflowTaskQueueResponse taken(String namespace, PollWorkflowTaskQueueResponse task) {
        if (task.getTaskToken().isEmpty()) {
            return task;
        }
        KnownRuns.Run run = new KnownRuns.Run(namespace, task.getWorkflowExecution());
        runs.add(namespace, task.getWorkflowExecution());
        orphans.seen(run, task.getHistory());
        if (!task.hasQuery()) {
            tasks.put(task.getTaskToken(), run);
        }
        for (HistoryEvent event : task.getHistory().getEventsList()) {
            if (event.getEventType() == EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED) {
                runs.add(
                        namespace,
                        event.getChildWorkflowExecutionStartedEventAttributes().getWorkflowExecution());
            }
        }
        if (task.getAttempt() <= 1) {
            progress.happened(); // workflow code that fails gets its task again and again: that is none
        }
        return carried.into(task.getHistory(), task.getWorkflowExecution())
                .map(history -> task.toBuilder().setHistory(history).build())
                .orElse(task);
    }

    private final class WorkflowPollTap implements Tap {
        private String namespace = "";

        @Override
        public void request(Object request, Consumer<String> fail) {
            namespace = ((PollWorkflowTaskQueueRequest) request).getNamespace();
        }

        @Override
        public Object answer(Object answer) {
            return taken(namespace, (PollWorkflowTaskQueueResponse) answer);
        }
    }

    private final class TaskFailureTap implements Tap {
        @Override
        public void request(Object request, Consumer<String> fail) {
            RespondWorkflowTaskFailedRequest failed = (RespondWorkflowTaskFailedRequest) request;
            KnownRuns.Run run = tasks.remove(failed.getTaskToken());
            if (run != null) {
                failures.failed(run, failed.getFailure());
            }
            progress.happened();
        }
    }

    /** Holds time while something closes for which somebody waits. */
    private final class Closing {
        private final WorkflowExecution run;
        private final boolean holds;

        Closing(WorkflowExecution run) {
            this.run = run;
            this.holds = schedules.isWaitingFor(run.getWorkflowId());
            if (holds) {
                server.holdTime();
            }
            waits.closing(run);
        }

        void end(boolean done) {
            waits.closed(run, done);
            if (holds) {
                try {
                    schedules.closed(run);
                } finally {
                    server.letTime();
                }
            }
        }
    }

    private final class CompletionTap implements Tap {
        private KnownRuns.@Nullable Run run;
        private @Nullable Closing closing;
        private boolean goesOn;
        private boolean ends;

        @Override
        public void request(Object request, Consumer<String> fail) {
            RespondWorkflowTaskCompletedRequest completion = (RespondWorkflowTaskCompletedRequest) request;
            run = tasks.remove(completion.getTaskToken());
            if (run == null) {
                return;
            }
            failures.passed(run);
            for (Command command : completion.getCommandsList()) {
                if (closes(command.getCommandType())) {
                    closing = new Closing(run.execution());
                    ends = command.getCommandType() != CommandType.COMMAND_TYPE_CONTINUE_AS_NEW_WORKFLOW_EXECUTION;
                    goesOn = command.getCommandType() != CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION
                            && command.getCommandType() != CommandType.COMMAND_TYPE_CANCEL_WORKFLOW_EXECUTION;
                }
            }
        }

        @Override
        public Object answer(Object answer) {
            RespondWorkflowTaskCompletedResponse response = (RespondWorkflowTaskCompletedResponse) answer;
            if (run == null || !response.hasWorkflowTask()) {
                return answer;
            }
            return response.toBuilder()
                    .setWorkflowTask(taken(run.namespace(), response.getWorkflowTask()))
                    .build();
        }

        @Override
        public void end(Status status) {
            if (run != null && closing != null) {
                if (status.isOk()) {
                    runs.closed(run.namespace(), run.execution());
                    if (ends) {
                        orphans.ended(run);
                    }
                    follow(run);
                }
                closing.end(status.isOk());
                progress.ended();
            } else {
                progress.happened();
            }
        }

        private void follow(KnownRuns.Run closed) {
            if (goesOn) {
                String next = CloseEvents.nextRunId(server.closeEvent(closed.namespace(), closed.execution()));
                runs.add(
                        closed.namespace(),
                        closed.execution().toBuilder().setRunId(next).build());
            }
        }
    }

    private static boolean closes(CommandType command) {
        return switch (command) {
            case COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION,
                    COMMAND_TYPE_FAIL_WORKFLOW_EXECUTION,
                    COMMAND_TYPE_CANCEL_WORKFLOW_EXECUTION,
                    COMMAND_TYPE_CONTINUE_AS_NEW_WORKFLOW_EXECUTION -> true;
            default -> false;
        };
    }

    private final class TerminationTap implements Tap {
        private @Nullable Closing closing;

        @Override
        public void request(Object request, Consumer<String> fail) {
            closing = new Closing(((TerminateWorkflowExecutionRequest) request).getWorkflowExecution());
        }

        @Override
        public void end(Status status) {
            if (closing != null) {
                closing.end(status.isOk());
            }
            progress.ended();
        }
    }

    private final class HistoryTap implements Tap {
        private WorkflowExecution execution = WorkflowExecution.getDefaultInstance();
        private Waits.@Nullable Wait wait;

        @Override
        public void request(Object request, Consumer<String> fail) {
            GetWorkflowExecutionHistoryRequest history = (GetWorkflowExecutionHistoryRequest) request;
            execution = history.getExecution();
            if (history.getWaitNewEvent()
                    && history.getHistoryEventFilterType()
                            == HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT) {
                wait = new Waits.Wait(history.getNamespace(), execution, fail);
                watchdog.watch(wait);
                waits.enter(wait);
            }
        }

        @Override
        public Object answer(Object answer) {
            leave();
            GetWorkflowExecutionHistoryResponse response = (GetWorkflowExecutionHistoryResponse) answer;
            return carried.into(response.getHistory(), execution)
                    .map(history -> response.toBuilder().setHistory(history).build())
                    .orElse(response);
        }

        @Override
        public void end(Status status) {
            leave();
        }

        private void leave() {
            if (wait != null) {
                watchdog.forget(wait);
                waits.leave(wait);
                wait = null;
            }
        }
    }

    private final class StartTap implements Tap {
        private String namespace = "";
        private String workflowId = "";

        @Override
        public void request(Object request, Consumer<String> fail) {
            if (request instanceof StartWorkflowExecutionRequest start) {
                note(start);
            } else if (request instanceof SignalWithStartWorkflowExecutionRequest start) {
                namespace = start.getNamespace();
                workflowId = start.getWorkflowId();
            } else if (request instanceof ExecuteMultiOperationRequest operations) {
                operations.getOperationsList().forEach(operation -> {
                    if (operation.hasStartWorkflow()) {
                        note(operation.getStartWorkflow());
                    }
                });
            }
        }

        private void note(StartWorkflowExecutionRequest start) {
            namespace = start.getNamespace();
            workflowId = start.getWorkflowId();
        }

        @Override
        public Object answer(Object answer) {
            if (answer instanceof StartWorkflowExecutionResponse started) {
                add(started.getRunId());
            } else if (answer instanceof SignalWithStartWorkflowExecutionResponse started) {
                add(started.getRunId());
            } else if (answer instanceof ExecuteMultiOperationResponse operations) {
                operations.getResponsesList().forEach(response -> {
                    if (response.hasStartWorkflow()) {
                        add(response.getStartWorkflow().getRunId());
                    }
                });
            }
            return answer;
        }

        private void add(String runId) {
            runs.add(namespace, execution(workflowId, runId));
            progress.happened();
        }
    }
}
