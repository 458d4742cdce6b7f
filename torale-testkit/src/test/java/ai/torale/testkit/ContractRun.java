package ai.torale.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherFactory;

/** One run of a test class beside the build's own, and what came of each of its tests. */
final class ContractRun implements TestExecutionListener {
    private final Map<String, String> failures = new ConcurrentSkipListMap<>();
    private final List<String> passed = new CopyOnWriteArrayList<>();
    private final List<String> skipped = new CopyOnWriteArrayList<>();

    private ContractRun() {}

    static ContractRun of(Class<?> tests) {
        ContractRun run = new ContractRun();
        LauncherFactory.create().execute(request().selectors(selectClass(tests)).build(), run);
        return run;
    }

    /** Both classes at once. */
    static ContractRun of(Class<?> one, Class<?> other) {
        ContractRun run = new ContractRun();
        LauncherFactory.create()
                .execute(
                        request()
                                .selectors(selectClass(one), selectClass(other))
                                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                                .configurationParameter(
                                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                                .build(),
                        run);
        return run;
    }

    /** The messages of failed tests by their names. */
    Map<String, String> failures() {
        return failures;
    }

    List<String> passed() {
        return passed;
    }

    List<String> skipped() {
        return skipped;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String name = name(test);
        switch (result.getStatus()) {
            case FAILED ->
                failures.put(
                        name, result.getThrowable().map(Throwable::getMessage).orElse(""));
            case ABORTED -> skipped.add(name);
            case SUCCESSFUL -> {
                if (test.isTest()) {
                    passed.add(name);
                }
            }
        }
    }

    private static String name(TestIdentifier test) {
        return test.getDisplayName().replace("()", "");
    }
}
