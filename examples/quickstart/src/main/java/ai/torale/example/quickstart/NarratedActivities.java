package ai.torale.example.quickstart;

import ai.torale.temporal.workflow.CompareInput;
import ai.torale.temporal.workflow.CompareOutput;
import ai.torale.temporal.workflow.CompleteInput;
import ai.torale.temporal.workflow.MonitoringActivities;
import ai.torale.temporal.workflow.Receipt;
import ai.torale.temporal.workflow.SearchInput;
import ai.torale.temporal.workflow.SearchOutput;
import ai.torale.temporal.workflow.SendInput;
import ai.torale.temporal.workflow.TaskFields;
import io.temporal.failure.ApplicationFailure;
import org.jspecify.annotations.Nullable;

/** The library's activities, which say on the console what they do: a host wraps them in the same way. */
final class NarratedActivities implements MonitoringActivities {
    private final MonitoringActivities library;
    private final Console console;
    private final Ending ending;

    NarratedActivities(MonitoringActivities library, Console console, Ending ending) {
        this.library = library;
        this.console = console;
        this.ending = ending;
    }

    @Override
    public SearchOutput executeGroundedSearch(SearchInput input) {
        ending.asked(input.check().checkId());
        return orSay("search failed", () -> library.executeGroundedSearch(input));
    }

    @Override
    public CompareOutput compareStates(CompareInput input) {
        CompareOutput output = orSay("check failed", () -> library.compareStates(input));
        @Nullable SearchOutput seen = input.result();
        String what = output.firstCheck() && output.notification() == null ? "first look" : words(output.outcome());
        String details = seen == null || seen.answer() == null || seen.answer().isEmpty() ? "" : seen.answer();
        boolean more = !output.firstCheck() && output.hasChanged();
        String summary = more || details.isEmpty() ? String.valueOf(output.changeSummary()) : "";
        console.event(what, details + (details.isEmpty() || summary.isEmpty() ? summary : " (" + summary + ")"));
        return output;
    }

    @Override
    public Receipt sendNotification(SendInput input) {
        Receipt receipt = orSay("not told yet", () -> library.sendNotification(input));
        console.event("told", receipt.channel() + ", key " + receipt.key());
        ending.told();
        return receipt;
    }

    @Override
    public @Nullable TaskFields getTask(String taskId) {
        return library.getTask(taskId);
    }

    @Override
    public void completeTask(CompleteInput input) {
        library.completeTask(input);
    }

    private static String words(String outcome) {
        return switch (outcome) {
            case "unchanged" -> "no change";
            case "notified" -> "to tell";
            default -> outcome.replace('_', ' ');
        };
    }

    private <T> T orSay(String what, Step<T> step) {
        try {
            return step.run();
        } catch (ApplicationFailure e) {
            console.event(what, e.getOriginalMessage());
            throw e;
        }
    }

    private interface Step<T> {
        T run();
    }
}
