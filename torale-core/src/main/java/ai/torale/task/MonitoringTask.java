package ai.torale.task;

import ai.torale.InvalidException;
import ai.torale.Problem;
import ai.torale.cron.Cron;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is monitored: a question, asked on a schedule, and whom to tell.
 *
 * <p>Immutable. Tasks are stored in plain text in Temporal schedules and histories; {@link Builder#build()} refuses
 * attributes that look like credentials.
 */
public final class MonitoringTask {
    private final String id;
    private final String cron;
    private final Cron parsedCron;
    private final boolean bothDays;
    private final ZoneId timeZone;
    private final String name;
    private final String userId;
    private final String searchQuery;
    private final String conditionDescription;
    private final NotifyBehavior notifyBehavior;
    private final @Nullable String provider;
    private final Set<String> channels;
    private final Map<String, String> attributes;

    private MonitoringTask(Builder builder, Cron parsedCron, ZoneId timeZone) {
        this.id = builder.id;
        this.cron = builder.cron;
        this.parsedCron = parsedCron;
        this.bothDays = builder.bothDays;
        this.timeZone = timeZone;
        this.name = builder.name == null ? builder.id : builder.name;
        this.userId = builder.userId;
        this.searchQuery = builder.searchQuery;
        this.conditionDescription = builder.conditionDescription;
        this.notifyBehavior = builder.notifyBehavior;
        this.provider = builder.provider;
        this.channels = Collections.unmodifiableSet(new TreeSet<>(builder.channels));
        this.attributes = Collections.unmodifiableMap(new TreeMap<>(builder.attributes));
    }

    /**
     * Starts a task.
     *
     * @param id the task's own id, {@code [A-Za-z0-9._:@-]}, 1 to 200 characters
     * @param cron when to check, in {@linkplain Cron Temporal's dialect}
     */
    public static Builder builder(String id, String cron) {
        return new Builder(id, cron);
    }

    /** What is wrong with a task id; none when it is accepted. */
    public static List<Problem> idProblems(String id) {
        return TaskRules.ofId(Objects.requireNonNull(id, "id"));
    }

    /** The task's own id. */
    public String id() {
        return id;
    }

    /** When to check, as the user wrote it. */
    public String cron() {
        return cron;
    }

    /** When to check, explained and previewed. */
    public Cron parsedCron() {
        return parsedCron;
    }

    /** The zone in which {@link #cron()} is read. */
    public ZoneId timeZone() {
        return timeZone;
    }

    /** The name that people read. */
    public String name() {
        return name;
    }

    /** Whose task it is, in the host's words; empty when the host does not say. */
    public String userId() {
        return userId;
    }

    /** What to search for; may be empty for providers that need attributes only. */
    public String searchQuery() {
        return searchQuery;
    }

    /** When to tell, in words; may be empty for providers that need attributes only. */
    public String conditionDescription() {
        return conditionDescription;
    }

    /** When a check whose condition is met tells somebody. */
    public NotifyBehavior notifyBehavior() {
        return notifyBehavior;
    }

    /** The name of the search provider; empty for the only or unnamed one. */
    public Optional<String> provider() {
        return Optional.ofNullable(provider);
    }

    /** The channels that are told, in alphabetical order; empty for all that the host has. */
    public Set<String> channels() {
        return channels;
    }

    /** What the search provider needs to know, in alphabetical order of the keys. */
    public Map<String, String> attributes() {
        return attributes;
    }

    /** A builder that starts with this task's values. */
    public Builder toBuilder() {
        Builder builder = new Builder(id, cron)
                .bothDays(bothDays)
                .timeZone(timeZone)
                .name(name)
                .userId(userId)
                .searchQuery(searchQuery)
                .conditionDescription(conditionDescription)
                .notifyBehavior(notifyBehavior)
                .channels(channels)
                .attributes(attributes);
        builder.provider = provider;
        return builder;
    }

    /** Whether both have the same values; that {@link Builder#bothDays} were allowed is none of them. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MonitoringTask task && values().equals(task.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    /** The id and the cron only: the rest may be long or personal. */
    @Override
    public String toString() {
        return "MonitoringTask[" + id + ", " + cron + "]";
    }

    private List<@Nullable Object> values() {
        return Arrays.asList(
                id,
                cron,
                timeZone,
                name,
                userId,
                searchQuery,
                conditionDescription,
                notifyBehavior,
                provider,
                channels,
                attributes);
    }

    /** Collects a task's properties; not safe for several threads. */
    public static final class Builder {
        final String id;
        String cron;
        boolean bothDays;
        String timeZone = ZoneOffset.UTC.getId();

        @Nullable String name;

        String userId = "";
        String searchQuery = "";
        String conditionDescription = "";
        NotifyBehavior notifyBehavior = NotifyBehavior.TRACK_STATE;

        @Nullable String provider;

        Set<String> channels = Set.of();
        Map<String, String> attributes = Map.of();

        private Builder(String id, String cron) {
            this.id = Objects.requireNonNull(id, "id");
            this.cron = Objects.requireNonNull(cron, "cron");
        }

        /** When to check, instead of what the builder began with. */
        public Builder cron(String cron) {
            this.cron = Objects.requireNonNull(cron, "cron");
            return this;
        }

        /**
         * Whether the cron may name both a day of month and a weekday, for checks on days that match both:
         * {@code 0 9 13 * FRI} is Friday the 13th. Default: false, for Unix cron fires when either matches.
         */
        public Builder bothDays(boolean bothDays) {
            this.bothDays = bothDays;
            return this;
        }

        /** The zone in which the cron is read. Default: UTC. */
        public Builder timeZone(ZoneId timeZone) {
            return timeZone(timeZone.getId());
        }

        /** The zone in which the cron is read, as an IANA name such as {@code Europe/Paris}. Default: UTC. */
        public Builder timeZone(String timeZone) {
            this.timeZone = Objects.requireNonNull(timeZone, "timeZone");
            return this;
        }

        /** The name that people read; one line, at most 200 characters. Default: the id. */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Whose task it is; one line, at most 200 characters. Default: empty. */
        public Builder userId(String userId) {
            this.userId = Objects.requireNonNull(userId, "userId");
            return this;
        }

        /** What to search for; at most 4,000 characters. Default: empty. */
        public Builder searchQuery(String searchQuery) {
            this.searchQuery = Objects.requireNonNull(searchQuery, "searchQuery");
            return this;
        }

        /** When to tell, in words; at most 4,000 characters. Default: empty. */
        public Builder conditionDescription(String conditionDescription) {
            this.conditionDescription = Objects.requireNonNull(conditionDescription, "conditionDescription");
            return this;
        }

        /** When a check whose condition is met tells somebody. Default: {@link NotifyBehavior#TRACK_STATE}. */
        public Builder notifyBehavior(NotifyBehavior notifyBehavior) {
            this.notifyBehavior = Objects.requireNonNull(notifyBehavior, "notifyBehavior");
            return this;
        }

        /** The name under which the host registered the search provider. Default: the only or unnamed one. */
        public Builder provider(String provider) {
            this.provider = Objects.requireNonNull(provider, "provider");
            return this;
        }

        /** The channels to tell, replacing those named before. Default: all that the host has. */
        public Builder channels(String... channels) {
            return channels(List.of(channels));
        }

        /** The channels to tell, replacing those named before. Default: all that the host has. */
        public Builder channels(Collection<String> channels) {
            this.channels = Set.copyOf(channels);
            return this;
        }

        /** Adds one attribute for the search provider. Default: none. */
        public Builder attribute(String key, String value) {
            Map<String, String> more = new LinkedHashMap<>(attributes);
            more.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
            attributes = more;
            return this;
        }

        /** The attributes for the search provider, replacing those given before. Default: none. */
        public Builder attributes(Map<String, String> attributes) {
            this.attributes = Map.copyOf(attributes);
            return this;
        }

        /**
         * Checks everything and makes the task.
         *
         * @throws InvalidException naming every problem at once
         */
        public MonitoringTask build() {
            TaskRules rules = new TaskRules(this);
            InvalidException.throwIfAny("the task", rules.problems());
            return new MonitoringTask(this, rules.cron(), rules.zone());
        }
    }
}
