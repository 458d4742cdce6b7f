package ai.torale.acceptance.check;

import io.temporal.api.common.v1.Payload;
import io.temporal.common.context.ContextPropagator;
import io.temporal.common.converter.GlobalDataConverter;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A host's context of one value, the tenant, that follows its calls. */
final class Tenant implements ContextPropagator {
    private static final String HEADER = "tenant";

    private final ThreadLocal<@Nullable String> current = new ThreadLocal<>();
    private final List<String> inWorkflows = new CopyOnWriteArrayList<>();

    /** What was current in workflow threads, one for each time that it was set. */
    List<String> inWorkflows() {
        return List.copyOf(inWorkflows);
    }

    @Override
    public String getName() {
        return HEADER;
    }

    @Override
    public Map<String, Payload> serializeContext(@Nullable Object context) {
        return context == null
                ? Map.of()
                : Map.of(HEADER, GlobalDataConverter.get().toPayload(context).orElseThrow());
    }

    @Override
    public @Nullable Object deserializeContext(Map<String, Payload> header) {
        Payload value = header.get(HEADER);
        return value == null ? null : GlobalDataConverter.get().fromPayload(value, String.class, String.class);
    }

    @Override
    public @Nullable Object getCurrentContext() {
        return current.get();
    }

    @Override
    public void setCurrentContext(@Nullable Object context) {
        current.set((String) context);
        if (context != null && WorkflowUnsafe.isWorkflowThread()) {
            inWorkflows.add((String) context);
        }
    }
}
