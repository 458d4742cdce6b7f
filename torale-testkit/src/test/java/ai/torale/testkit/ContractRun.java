package ai.torale.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherFactory;

/** One run of a test class beside the build's own, and what came of each of its tests. */
final class ContractRun implements TestExecutionListener {
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final List<String> passed = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    private ContractRun() {}

    static ContractRun of(Class<?> tests) {
        ContractRun run = new ContractRun();
        LauncherFactory.create().execute(request().selectors(selectClass(tests)).build(), run);
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
