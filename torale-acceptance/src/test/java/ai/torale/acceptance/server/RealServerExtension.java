package ai.torale.acceptance.server;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands out the server, one for the suite, and stages on it, one for each test. */
final class RealServerExtension implements ExecutionCondition, ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(RealServerExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return cli(context).isPresent()
                ? ConditionEvaluationResult.enabled("there is a Temporal CLI")
                : ConditionEvaluationResult.disabled(
                        "SKIPPED, no Temporal server: run bin/temporal-server once, it finds or builds one");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Stage.class || type == DevServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        DevServer server = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        DevServer.class, key -> DevServer.start(cli(context).orElseThrow()), DevServer.class);
        return parameter.getParameter().getType() == DevServer.class
                ? server
                : context.getStore(NAMESPACE)
                        .getOrComputeIfAbsent(
                                Stage.class, key -> new Stage(server, context.getUniqueId()), Stage.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Stage stage = context.getStore(NAMESPACE).remove(Stage.class, Stage.class);
        if (stage != null) {
            stage.close();
        }
    }

    @SuppressWarnings("unchecked")
    private static Optional<Path> cli(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("cli", key -> DevServer.cli(), Optional.class);
    }
}
