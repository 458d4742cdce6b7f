package ai.torale.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test of a class a {@link ToraleTestEnvironment} of its own, as a parameter.
 *
 * <p>A test, and its {@code @BeforeEach} and {@code @AfterEach}, may ask for the environment or a part of it:
 * {@code Torale}, {@link ScriptedSearch}, {@link RecordingNotifier}, {@link Faults}, {@code InstantSource},
 * {@code WorkflowClient}, {@code ScheduleClient}. A {@code @BeforeEach} that asks for
 * {@link ToraleTestEnvironment.Builder} changes the settings before anything starts.
 *
 * <p>When a test fails, its output tells the last checks, and their histories lie in
 * {@code target/torale-histories} (system property {@code torale.test.histories}) for the Temporal UI's import.
 *
 * <p>On a method it goes before that of the class.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ToraleExtension.class)
public @interface ToraleTest {
    /** When virtual time begins, in ISO 8601. Default: 2026-01-01T00:00:00Z. */
    String startTime() default "";

    /** {@code skipped}, {@code dev} or {@code host:port}, see {@link ToraleTestEnvironment.Builder#server}. */
    String server() default "";

    /** The channels, each with a recording notifier of its own; a parameter is that of the first. */
    String[] channels() default {"test"};

    /** The names under which the scripted search serves tasks that name one. */
    String[] providers() default {};
}
