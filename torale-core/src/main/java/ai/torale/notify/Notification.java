package ai.torale.notify;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.search.Source;
import ai.torale.task.MonitoringTask;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What somebody is told: that a task's condition is met, and what changed.
 *
 * <p>Immutable, and complete: a notification that is delivered days later says what was true at
 * {@link #comparedAt()}.
 */
public final class Notification {
    private final Builder values;

    private Notification(Builder values) {
        this.values = values;
    }

    /**
     * Starts a notification.
     *
     * @param key the same over all attempts and channels, different for every change
     * @param version the version of the state that it tells of
     * @param taskId the task that it tells of
     */
    public static Builder builder(String key, long version, String taskId) {
        return new Builder(key, version, taskId);
    }

    /** The key by which a receiver knows a repeated notification: 32 lower-case hex digits. */
    public String key() {
        return values.key;
    }

    /** The version of the state that this tells of; a higher one is newer. */
    public long version() {
        return values.version;
    }

    /** The task's id. */
    public String taskId() {
        return values.taskId;
    }

    /** The task's name, for people. */
    public String taskName() {
        return values.taskName;
    }

    /** What was searched for; may be empty. */
    public String searchQuery() {
        return values.searchQuery;
    }

    /** The condition in words; may be empty. */
    public String conditionDescription() {
        return values.conditionDescription;
    }

    /** The check that found it. */
    public String checkId() {
        return values.checkId;
    }

    /** What changed, in words. */
    public String changeSummary() {
        return values.changeSummary;
    }

    /** When the answer was compared with the last state, in whole seconds. */
    public Instant comparedAt() {
        return values.comparedAt;
    }

    /** The search provider's answer; long ones are cut. */
    public String answer() {
        return values.answer;
    }

    /** Where the answer comes from. */
    public List<Source> sources() {
        return values.sources;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Notification notification && components().equals(notification.components());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    /** The key, task and version only. */
    @Override
    public String toString() {
        return "Notification[" + key() + ", " + taskId() + ", version " + version() + "]";
    }

    private List<Object> components() {
        return List.of(
                key(),
                version(),
                taskId(),
                taskName(),
                searchQuery(),
                conditionDescription(),
                checkId(),
                changeSummary(),
                comparedAt(),
                answer(),
                sources());
    }

    /** Collects a notification's content; not safe for several threads. */
    public static final class Builder {
        /** A key stands in workflow ids and HTTP headers. */
        private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,64}");

        private final String key;
        private final long version;
        private final String taskId;
        private String taskName;
        private String searchQuery = "";
        private String conditionDescription = "";
        private String checkId = "";
        private String changeSummary = "";
        private Instant comparedAt = Instant.EPOCH;
        private String answer = "";
        private List<Source> sources = List.of();

        private Builder(String key, long version, String taskId) {
            this.key = Objects.requireNonNull(key, "key");
            this.version = version;
            this.taskId = Objects.requireNonNull(taskId, "taskId");
            this.taskName = taskId;
        }

        private Builder(Builder other) {
            this(other.key, other.version, other.taskId);
            this.taskName = other.taskName;
            this.searchQuery = other.searchQuery;
            this.conditionDescription = other.conditionDescription;
            this.checkId = other.checkId;
            this.changeSummary = other.changeSummary;
            this.comparedAt = other.comparedAt;
            this.answer = other.answer;
            this.sources = other.sources;
        }

        /** Takes name, query and condition from the task. */
        public Builder task(MonitoringTask task) {
            return taskName(task.name())
                    .searchQuery(task.searchQuery())
                    .conditionDescription(task.conditionDescription());
        }

        /** The task's name. Default: its id. */
        public Builder taskName(String taskName) {
            this.taskName = Objects.requireNonNull(taskName, "taskName");
            return this;
        }

        /** What was searched for. Default: empty. */
        public Builder searchQuery(String searchQuery) {
            this.searchQuery = Objects.requireNonNull(searchQuery, "searchQuery");
            return this;
        }

        /** The condition in words. Default: empty. */
        public Builder conditionDescription(String conditionDescription) {
            this.conditionDescription = Objects.requireNonNull(conditionDescription, "conditionDescription");
            return this;
        }

        /** The check that found it. Default: empty. */
        public Builder checkId(String checkId) {
            this.checkId = Objects.requireNonNull(checkId, "checkId");
            return this;
        }

        /** What changed, in words. Default: empty. */
        public Builder changeSummary(String changeSummary) {
            this.changeSummary = Objects.requireNonNull(changeSummary, "changeSummary");
            return this;
        }

        /** When the answer was compared; cut to whole seconds. Default: the epoch. */
        public Builder comparedAt(Instant comparedAt) {
            this.comparedAt = comparedAt.truncatedTo(ChronoUnit.SECONDS);
            return this;
        }

        /** The answer in words. Default: empty. */
        public Builder answer(String answer) {
            this.answer = Objects.requireNonNull(answer, "answer");
            return this;
        }

        /** Where the answer comes from. Default: none. */
        public Builder sources(List<Source> sources) {
            this.sources = List.copyOf(sources);
            return this;
        }

        /**
         * Makes the notification.
         *
         * @throws InvalidException naming every problem at once
         */
        public Notification build() {
            List<Problem> problems = new ArrayList<>();
            if (!KEY.matcher(key).matches()) {
                problems.add(
                        new Problem("NOTIFICATION_KEY", "key", key, "use 1 to 64 characters of A-Z a-z 0-9 . _ -"));
            }
            if (version < 0) {
                problems.add(new Problem("NOTIFICATION_VERSION", "version", "" + version, "begin with 1 and go up"));
            }
            if (taskId.isBlank()) {
                problems.add(new Problem("TASK_ID", "taskId", taskId, "name the task that it tells of"));
            }
            InvalidException.throwIfAny("the notification", problems);
            return new Notification(new Builder(this));
        }
    }
}
