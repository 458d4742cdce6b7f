package ai.torale.acceptance.testkit.parity;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A difference that stays.
 *
 * @param name its row of the table "What differs" in docs/skipped-time.md, which says why
 * @param behaviour the behaviours that show it
 * @param field their fields that show it
 */
record Accepted(String name, Pattern behaviour, Pattern field) {
    private static final String RUN = "(?:run|info|cancelled|terminated|listed\\.executions\\[\\d\\])\\.";

    static final List<Accepted> ALL = List.of(
            accepted("cron strings", "specs: .*", "\\[(only there|nowhere): .*"),
            accepted("cron strings", "update: requests that are refused", "bad spec\\.words"),
            accepted("queries", "visibility: .*|list: queries", ".*\\.words"),
            accepted(
                    "values of another type",
                    "visibility: odd queries",
                    ".*(WorkflowId = 5|ExecutionStatus = 99|Parity(Number|Flag|Ratio) = ('.*'|1|3\\.5)|ParityFlag > true)(\\]|\\.|$).*"),
            accepted(
                    "values of another type",
                    "list: queries",
                    "(TemporalSchedulePaused = 'true'|odd: ParityNumber = 'many').*"),
            accepted(
                    "times in queries",
                    "visibility: queries, .*",
                    "found by \\[ParityTime = '2020-02-02T02:02:02Z'\\]"),
            accepted(
                    "times in queries",
                    "visibility: runs of a schedule",
                    "(found by \\[TemporalScheduledStartTime .*|listed\\.executions\\[0\\].*)"),
            accepted(
                    "sizes and builds",
                    "visibility: queries, .*",
                    ".*\\[(HistorySizeBytes > 0|StateTransitionCount > 1|BuildIds IS NULL)\\].*"),
            accepted(
                    "sizes and builds",
                    ".*",
                    RUN + "(search_attributes\\.indexed_fields\\[BuildIds\\]|state_transition_count|history_size_bytes"
                            + "|most_recent_worker_version_stamp|auto_reset_points\\..*)"),
            accepted("sizes and builds", "describe: the runs .*", "run\\.priority\\.priority_key"),
            accepted("page tokens", "visibility: queries, .*|list: pages", "a foreign token\\..*"),
            accepted("counts of schedules", "list: queries", "count(\\..*)?"),
            accepted("deleted schedules", "delete: everything afterwards", "matching times.*"),
            accepted(
                    "first and last events",
                    ".*",
                    "start( of \\d)?\\.(workflow_id|workflow_execution_timeout|workflow_run_timeout"
                            + "|workflow_execution_expiration_time|retry_policy\\.maximum_interval"
                            + "|prev_auto_reset_points\\..*)"),
            accepted(
                    "first and last events",
                    "results: of a run that continued as new",
                    "start of 1\\.(last_completion_result|identity|first_workflow_task_backoff|initiator)"),
            accepted("first and last events", "overlap: terminate other", "end of 3\\.details"));

    boolean covers(Comparison.Difference difference) {
        return behaviour.matcher(difference.behaviour().name()).matches()
                && field.matcher(difference.field()).matches();
    }

    static boolean isAccepted(Comparison.Difference difference) {
        return ALL.stream().anyMatch(accepted -> accepted.covers(difference));
    }

    private static Accepted accepted(String name, String behaviour, String field) {
        return new Accepted(name, Pattern.compile(behaviour), Pattern.compile(field));
    }

    @Override
    public String toString() {
        return name + " (" + behaviour + ": " + field + ")";
    }
}
