package ai.torale.acceptance;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import io.temporal.workflow.WorkflowInterface;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The code that Temporal replays: workflow implementations, the classes that only they use, and what these call among
 * our own classes.
 */
final class WorkflowCode {
    private static final Set<String> BANNED_METHODS = Set.of(
            "java.lang.Math.random",
            "java.lang.StrictMath.random",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.getProperties",
            "java.lang.System.getProperty",
            "java.lang.System.getenv",
            "java.lang.System.nanoTime",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.TimeUnit.sleep",
            "org.slf4j.LoggerFactory.getLogger");
    private static final Set<String> BANNED_TYPES = Set.of(
            "java.lang.ProcessBuilder",
            "java.lang.Runtime",
            "java.lang.Thread",
            "java.security.SecureRandom",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Timer",
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.ExecutorService",
            "java.util.concurrent.Executors",
            "java.util.concurrent.ForkJoinPool",
            "java.util.concurrent.ScheduledExecutorService",
            "java.util.concurrent.ScheduledThreadPoolExecutor",
            "java.util.concurrent.ThreadLocalRandom",
            "java.util.concurrent.ThreadPoolExecutor");
    private static final List<String> BANNED_PACKAGES = List.of("java.io", "java.net", "java.nio.file");
    private static final Set<String> PURE_TYPES = Set.of(
            "java.io.ByteArrayInputStream",
            "java.io.ByteArrayOutputStream",
            "java.io.StringReader",
            "java.io.StringWriter",
            "java.net.URI",
            "java.net.URLDecoder",
            "java.net.URLEncoder");

    private final JavaClasses classes;

    WorkflowCode(JavaClasses classes) {
        this.classes = classes;
    }

    /** Where replayed code asks for something that differs from one replay to the next. */
    List<String> breaches() {
        Set<String> breaches = new TreeSet<>();
        for (JavaCodeUnit unit : reached()) {
            for (JavaAccess<?> access : unit.getAccessesFromSelf()) {
                if (isBanned(access.getTarget())) {
                    breaches.add(access.getDescription());
                }
            }
        }
        return List.copyOf(breaches);
    }

    private Set<JavaCodeUnit> reached() {
        Set<JavaCodeUnit> reached = new LinkedHashSet<>();
        Deque<JavaCodeUnit> pending = new ArrayDeque<>();
        replayed().forEach(type -> pending.addAll(type.getCodeUnits()));
        while (!pending.isEmpty()) {
            JavaCodeUnit unit = pending.pop();
            if (reached.add(unit)) {
                unit.getAccessesFromSelf().stream()
                        .flatMap(access -> access.getTarget().resolveMember().stream())
                        .filter(JavaCodeUnit.class::isInstance)
                        .map(JavaCodeUnit.class::cast)
                        .filter(callee -> isOurs(callee.getOwner()))
                        .forEach(pending::push);
            }
        }
        return reached;
    }

    private Set<JavaClass> replayed() {
        Set<JavaClass> replayed = new LinkedHashSet<>();
        classes.stream().filter(WorkflowCode::isWorkflow).forEach(replayed::add);
        List<JavaClass> found;
        do {
            found = classes.stream()
                    .filter(type -> !replayed.contains(type) && isUsedOnlyBy(replayed, type))
                    .toList();
            replayed.addAll(found);
        } while (!found.isEmpty());
        return replayed;
    }

    private static boolean isWorkflow(JavaClass type) {
        return !type.isInterface()
                && type.getAllRawInterfaces().stream().anyMatch(face -> face.isAnnotatedWith(WorkflowInterface.class));
    }

    private static boolean isUsedOnlyBy(Set<JavaClass> replayed, JavaClass type) {
        Set<JavaClass> users = new LinkedHashSet<>();
        type.getDirectDependenciesToSelf().forEach(dependency -> users.add(dependency.getOriginClass()));
        users.remove(type);
        return !users.isEmpty() && replayed.containsAll(users);
    }

    private boolean isOurs(JavaClass type) {
        return classes.contain(type.getName());
    }

    private static boolean isBanned(AccessTarget target) {
        JavaClass owner = target.getOwner();
        return BANNED_METHODS.contains(owner.getName() + "." + target.getName())
                || BANNED_TYPES.contains(owner.getName())
                || isClock(target)
                || isOutsideWorld(owner);
    }

    private static boolean isClock(AccessTarget target) {
        return target.getOwner().getPackageName().equals("java.time")
                && (target.getName().equals("now") || target.getName().startsWith("system"));
    }

    private static boolean isOutsideWorld(JavaClass owner) {
        return BANNED_PACKAGES.contains(owner.getPackageName())
                && !PURE_TYPES.contains(owner.getName())
                && !owner.isAssignableTo(Throwable.class);
    }
}
