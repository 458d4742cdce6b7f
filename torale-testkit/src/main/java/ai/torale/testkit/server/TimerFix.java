package ai.torale.testkit.server;

import io.temporal.testing.TestWorkflowEnvironment;
import java.io.Serial;
import java.lang.reflect.Field;
import java.util.LinkedList;
import java.util.concurrent.locks.Lock;

/**
 * Takes the brake off the test server's timer: it keeps a list for its own diagnostics, never trims it, and searches it
 * from the front, under its one lock, for what is always near its end. Here the list keeps nothing. Where the fields
 * have other names nothing is done: slower, not wrong.
 */
final class TimerFix {
    private TimerFix() {}

    /** Answers whether it was done. */
    static boolean apply(TestWorkflowEnvironment environment) {
        try {
            Object timer = read(read(environment, "service"), "selfAdvancingTimer");
            Field events = timer.getClass().getDeclaredField("lockEvents");
            events.setAccessible(true);
            if (events.getType() != LinkedList.class || !(read(timer, "lock") instanceof Lock lock)) {
                return false;
            }
            lock.lock();
            try {
                events.set(timer, new Forgetful());
            } finally {
                lock.unlock();
            }
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false; // another version of the test server, or a JVM that forbids it
        }
    }

    private static Object read(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    /** Keeps nothing, and says that it did. */
    @SuppressWarnings("JdkObsolete") // the field has this type
    private static final class Forgetful extends LinkedList<Object> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public boolean add(Object event) {
            return true;
        }

        @Override
        public boolean remove(Object event) {
            return true;
        }
    }
}
