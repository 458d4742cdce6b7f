package ai.torale.testkit.server;

import io.temporal.testing.TestWorkflowEnvironment;
import java.io.Serial;
import java.lang.reflect.Field;
import java.util.LinkedList;

/**
 * Takes the brake off the test server's timer: it keeps a list for its own diagnostics, never trims it, and searches it
 * from the front for what is always near its end. Where the fields have other names it does nothing: slower, not wrong.
 */
final class TimerFix {
    private TimerFix() {}

    static void apply(TestWorkflowEnvironment environment) {
        try {
            Object timer = read(read(environment, "service"), "selfAdvancingTimer");
            Field lockField = timer.getClass().getDeclaredField("lockEvents");
            lockField.setAccessible(true);
            Object events = lockField.get(timer);
            if (events instanceof LinkedList<?> list && list.getClass() == LinkedList.class) {
                replace(timer, lockField, list);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            // another version of the test server, or a JVM that forbids it
        }
    }

    private static void replace(Object timer, Field field, LinkedList<?> events) throws ReflectiveOperationException {
        Object lock = read(timer, "lock");
        if (lock instanceof java.util.concurrent.locks.Lock guard) {
            guard.lock();
            try {
                field.set(timer, new FromTheEnd(events));
            } finally {
                guard.unlock();
            }
        }
    }

    private static Object read(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    /** Removes what was added last. */
    private static final class FromTheEnd extends LinkedList<Object> {
        @Serial
        private static final long serialVersionUID = 1L;

        FromTheEnd(LinkedList<?> events) {
            super(events);
        }

        @Override
        public boolean remove(Object event) {
            return removeLastOccurrence(event);
        }
    }
}
