package ai.torale.testkit;

import static ai.torale.search.SearchResult.met;
import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.notify.Notification;
import ai.torale.search.SearchResult;
import ai.torale.task.MonitoringTask;
import ai.torale.task.NotifyBehavior;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.context.ContextPropagator;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.GlobalDataConverter;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import io.temporal.payload.codec.ZlibPayloadCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a host has around its client and its worker is there in a test as well. */
class HostPartsTest {
    private static final MonitoringTask TASK = MonitoringTask.builder("gpu", "@daily")
            .searchQuery("is it in stock? ".repeat(20))
            .notifyBehavior(NotifyBehavior.TRACK_STATE)
            .build();

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @Test
    void a_hosts_data_converter_carries_state_from_check_to_check() {
        CodecDataConverter compressing =
                new CodecDataConverter(DefaultDataConverter.newDefaultInstance(), List.of(new ZlibPayloadCodec()));
        try (ToraleTestEnvironment torale = ToraleTestEnvironment.builder()
                .client(options -> options.setDataConverter(compressing))
                .start()) {
            torale.search().answers(price(499)).answers(price(499)).answers(price(549));
            torale.watch(TASK);

            torale.advance(Duration.ofDays(3));

            assertThat(torale.checks(TASK))
                    .extracting(CheckStory::outcome)
                    .containsExactly("notified", "unchanged", "notified");
            assertThat(torale.checks(TASK).get(0).toString()).contains("\"price\":499");
        }
    }

    @Test
    void a_hosts_interceptors_stand_around_its_client_and_its_activities() {
        try (ToraleTestEnvironment torale = ToraleTestEnvironment.builder()
                .client(options -> options.setInterceptors(new SeesResults()))
                .workerInterceptors(new SeesActivities())
                .start()) {
            torale.search().answers(met("in stock"));
            torale.watch(TASK);
            torale.advance(Duration.ofDays(1));

            torale.client()
                    .newUntypedWorkflowStub(torale.checks(TASK).get(0).workflowId())
                    .getResult(Map.class);

            assertThat(seen)
                    .containsExactly("execute_grounded_search", "compare_states", "send_notification", "result");
        }
    }

    @Test
    void a_value_of_the_hosts_context_goes_from_watch_into_every_check() {
        Tenant tenant = new Tenant();
        try (ToraleTestEnvironment torale = ToraleTestEnvironment.builder()
                .client(options -> options.setContextPropagators(List.of(tenant)))
                .start()) {
            torale.search().always(request -> met("for " + tenant.getCurrentContext()));
            tenant.setCurrentContext("shop-7");
            torale.watch(TASK);
            tenant.setCurrentContext(null);

            torale.advance(Duration.ofDays(2));

            assertThat(torale.notifications()).extracting(Notification::answer).containsExactly("for shop-7");
        }
    }

    private static SearchResult price(int price) {
        return met("it costs " + price).withState(Map.of("price", price));
    }

    private final class SeesResults extends WorkflowClientInterceptorBase {
        @Override
        public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(WorkflowClientCallsInterceptor next) {
            return new WorkflowClientCallsInterceptorBase(next) {
                @Override
                public <R> GetResultOutput<R> getResult(GetResultInput<R> input) throws TimeoutException {
                    seen.add("result");
                    return super.getResult(input);
                }
            };
        }
    }

    private final class SeesActivities extends WorkerInterceptorBase {
        @Override
        public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
            return new ActivityInboundCallsInterceptorBase(next) {
                @Override
                public void init(ActivityExecutionContext context) {
                    seen.add(context.getInfo().getActivityType());
                    super.init(context);
                }
            };
        }
    }

    /** A context of one value. */
    private static final class Tenant implements ContextPropagator {
        private final ThreadLocal<@Nullable String> current = new ThreadLocal<>();

        @Override
        public String getName() {
            return "tenant";
        }

        @Override
        public Map<String, Payload> serializeContext(@Nullable Object context) {
            return context == null
                    ? Map.of()
                    : Map.of(
                            getName(),
                            GlobalDataConverter.get().toPayload(context).orElseThrow());
        }

        @Override
        public @Nullable Object deserializeContext(Map<String, Payload> header) {
            Payload value = header.get(getName());
            return value == null ? null : GlobalDataConverter.get().fromPayload(value, String.class, String.class);
        }

        @Override
        public @Nullable Object getCurrentContext() {
            return current.get();
        }

        @Override
        public void setCurrentContext(@Nullable Object context) {
            current.set((String) context);
        }
    }
}
