package ai.torale.acceptance.history;

import ai.torale.temporal.workflow.CompareInput;
import ai.torale.temporal.workflow.CompareOutput;
import ai.torale.temporal.workflow.CompleteInput;
import ai.torale.temporal.workflow.MonitoringActivities;
import ai.torale.temporal.workflow.Receipt;
import ai.torale.temporal.workflow.SearchInput;
import ai.torale.temporal.workflow.SearchOutput;
import ai.torale.temporal.workflow.SendInput;
import ai.torale.temporal.workflow.TaskFields;
import org.jspecify.annotations.Nullable;

/** The library's activities, as a host would wrap them: override the steps that are to differ. */
class WrappedActivities implements MonitoringActivities {
    private final MonitoringActivities library;

    WrappedActivities(MonitoringActivities library) {
        this.library = library;
    }

    @Override
    public @Nullable TaskFields getTask(String taskId) {
        return library.getTask(taskId);
    }

    @Override
    public SearchOutput executeGroundedSearch(SearchInput input) {
        return library.executeGroundedSearch(input);
    }

    @Override
    public CompareOutput compareStates(CompareInput input) {
        return library.compareStates(input);
    }

    @Override
    public Receipt sendNotification(SendInput input) {
        return library.sendNotification(input);
    }

    @Override
    public void completeTask(CompleteInput input) {
        library.completeTask(input);
    }
}
