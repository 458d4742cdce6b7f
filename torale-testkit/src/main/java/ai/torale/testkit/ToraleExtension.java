package ai.torale.testkit;

import ai.torale.temporal.Torale;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts an environment when a test first asks for a part of it, and ends it with the test. */
final class ToraleExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(ToraleExtension.class);
    private static final Map<Class<?>, Function<ToraleTestEnvironment, Object>> PARTS = parts();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return context.getTestMethod().isPresent()
                && (type == ToraleTestEnvironment.Builder.class || PARTS.containsKey(type));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == ToraleTestEnvironment.Builder.class) {
            if (environment(context) != null) {
                throw new ParameterResolutionException(
                        "the environment runs already: ask for its Builder in the first @BeforeEach");
            }
            return builder(context);
        }
        return Objects.requireNonNull(PARTS.get(type), "part").apply(started(context));
    }

    /** The exception of the test goes before what is found here. */
    @Override
    public void afterEach(ExtensionContext context) {
        @Nullable ToraleTestEnvironment environment = environment(context);
        if (environment == null) {
            return;
        }
        try (environment) {
            if (context.getExecutionException().isPresent()) {
                FailureReport.write(environment, context);
            } else {
                verify(environment, context);
            }
        } finally {
            store(context).remove(ToraleTestEnvironment.class);
        }
    }

    private static void verify(ToraleTestEnvironment environment, ExtensionContext context) {
        try {
            environment.verify();
        } catch (AssertionError e) {
            FailureReport.write(environment, context);
            throw e;
        }
    }

    private static ToraleTestEnvironment started(ExtensionContext context) {
        @Nullable ToraleTestEnvironment environment = environment(context);
        if (environment == null) {
            environment = builder(context).start();
            store(context).put(ToraleTestEnvironment.class, environment);
        }
        return environment;
    }

    private static ToraleTestEnvironment.Builder builder(ExtensionContext context) {
        ToraleTestEnvironment.@Nullable Builder builder =
                store(context).get(ToraleTestEnvironment.Builder.class, ToraleTestEnvironment.Builder.class);
        if (builder == null) {
            builder = ToraleTestEnvironment.builder();
            Optional<ToraleTest> settings = settings(context);
            if (settings.isPresent()) {
                ToraleTest test = settings.get();
                builder.server(test.server()).channels(test.channels()).providers(test.providers());
                if (!test.startTime().isEmpty()) {
                    builder.startTime(Instant.parse(test.startTime()));
                }
            }
            store(context).put(ToraleTestEnvironment.Builder.class, builder);
        }
        return builder;
    }

    /** That of the method, else that of the class or of a class around it. */
    private static Optional<ToraleTest> settings(ExtensionContext context) {
        Optional<ToraleTest> found = AnnotationSupport.findAnnotation(context.getElement(), ToraleTest.class);
        return found.isPresent() ? found : context.getParent().flatMap(ToraleExtension::settings);
    }

    private static @Nullable ToraleTestEnvironment environment(ExtensionContext context) {
        return store(context).get(ToraleTestEnvironment.class, ToraleTestEnvironment.class);
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    private static Map<Class<?>, Function<ToraleTestEnvironment, Object>> parts() {
        Map<Class<?>, Function<ToraleTestEnvironment, Object>> parts = new LinkedHashMap<>();
        parts.put(ToraleTestEnvironment.class, environment -> environment);
        parts.put(Torale.class, ToraleTestEnvironment::torale);
        parts.put(ScriptedSearch.class, ToraleTestEnvironment::search);
        parts.put(RecordingNotifier.class, ToraleTestEnvironment::notifier);
        parts.put(Faults.class, ToraleTestEnvironment::faults);
        parts.put(InstantSource.class, ToraleTestEnvironment::clock);
        parts.put(WorkflowClient.class, ToraleTestEnvironment::client);
        parts.put(ScheduleClient.class, ToraleTestEnvironment::scheduleClient);
        return parts;
    }
}
