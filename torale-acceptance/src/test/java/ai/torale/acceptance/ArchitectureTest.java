package ai.torale.acceptance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between modules and packages go one way. */
class ArchitectureTest {
    private static final List<String> CORE = List.of(
            "ai.torale",
            "ai.torale.cron",
            "ai.torale.task",
            "ai.torale.search",
            "ai.torale.notify",
            "ai.torale.state",
            "ai.torale.check");
    private static final List<String> TEMPORAL = List.of(
            "ai.torale.temporal.connection",
            "ai.torale.temporal.workflow",
            "ai.torale.temporal.schedule",
            "ai.torale.temporal.admin",
            "ai.torale.temporal");
    private static final String TESTKIT = "ai.torale.testkit..";
    private static final String SEARCH_WEB = "ai.torale.search.web..";
    private static final String NOTIFIER_WEBHOOK = "ai.torale.notify.webhook..";
    private static final String STORE_JDBC = "ai.torale.store.jdbc..";

    @ParameterizedTest(name = "{0} knows {1}")
    @MethodSource("packagesAndWhatTheyKnow")
    void a_package_knows_only_those_before_it(String folder, List<String> known) {
        holds(noClasses()
                .that()
                .resideInAPackage(folder)
                .should()
                .dependOnClassesThat(resideInAPackage("ai.torale..")
                        .and(resideOutsideOfPackage(folder))
                        .and(resideInAnyPackage(known.toArray(String[]::new))
                                .negate()
                                .as("not in any of " + known))));
    }

    @Test
    void every_package_has_its_place_in_the_order() {
        Set<String> ruled = packagesAndWhatTheyKnow()
                .map(arguments -> (String) arguments.get()[0])
                .collect(Collectors.toSet());

        Set<String> unruled = ToraleClasses.all().stream()
                .filter(type -> ruled.stream()
                        .noneMatch(folder -> resideInAPackage(folder).test(type)))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(unruled)
                .as("packages that no rule of this test mentions: give each its place")
                .isEmpty();
    }

    @Test
    void core_does_not_know_temporal() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(CORE.toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.temporal..", "io.grpc..", "com.google.."));
    }

    @Test
    void web_search_knows_core_the_jdk_and_jsoup() {
        knowsOnly(SEARCH_WEB, "org.jsoup..");
    }

    @Test
    void the_webhook_notifier_knows_core_with_its_jackson_and_the_jdk() {
        knowsOnly(NOTIFIER_WEBHOOK, "com.fasterxml.jackson..");
    }

    @Test
    void the_jdbc_store_knows_core_with_its_jackson_and_the_jdk() {
        knowsOnly(STORE_JDBC, "com.fasterxml.jackson..");
    }

    @Test
    void no_public_signature_of_core_names_a_jackson_type() {
        assertThat(signaturesThatName("com.fasterxml.jackson", CORE)).isEmpty();
    }

    @Test
    void the_schedules_are_handed_a_client_and_name_no_other_type_of_temporal() {
        assertThat(Stream.of("io.temporal", "io.grpc", "com.google")
                        .flatMap(library ->
                                signaturesThatName(library, List.of("ai.torale.temporal.schedule")).stream()))
                .containsExactly(
                        "ai.torale.temporal.schedule.ScheduleManager.builder(io.temporal.client.WorkflowClient)"
                                + " names io.temporal.client.WorkflowClient");
    }

    private static List<String> signaturesThatName(String library, List<String> packages) {
        List<String> breaches = new ArrayList<>();
        for (JavaClass type : ToraleClasses.all()) {
            if (!packages.contains(type.getPackageName()) || !ToraleClasses.isPublic(type)) {
                continue;
            }
            Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream())
                    .filter(used -> used.getPackageName().startsWith(library))
                    .forEach(used -> breaches.add(type.getName() + " extends " + used.getName()));
            for (JavaMember member : type.getMembers()) {
                if (isOpen(member)) {
                    signature(member)
                            .filter(used -> used.getPackageName().startsWith(library))
                            .forEach(used -> breaches.add(member.getFullName() + " names " + used.getName()));
                }
            }
        }
        return breaches;
    }

    private static Stream<Arguments> packagesAndWhatTheyKnow() {
        List<String> order = new ArrayList<>(CORE);
        order.addAll(TEMPORAL);
        Stream<Arguments> chain = order.stream()
                .map(folder -> Arguments.of(folder, List.copyOf(order.subList(0, order.indexOf(folder)))));
        return Stream.concat(
                chain,
                Stream.of(
                        Arguments.of(SEARCH_WEB, CORE),
                        Arguments.of(NOTIFIER_WEBHOOK, CORE),
                        Arguments.of(STORE_JDBC, CORE),
                        Arguments.of(TESTKIT, order)));
    }

    private static void knowsOnly(String folder, String... libraries) {
        List<String> known = new ArrayList<>(CORE);
        known.addAll(List.of(folder, "java..", "javax..", "org.slf4j..", "org.jspecify.."));
        known.addAll(List.of(libraries));
        holds(classes()
                .that()
                .resideInAPackage(folder)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(known.toArray(String[]::new)).or(JavaClass.Predicates.type(void.class))));
    }

    private static void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(ToraleClasses.all());
    }

    private static boolean isOpen(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaClass> signature(JavaMember member) {
        Stream<JavaClass> thrown =
                member instanceof JavaCodeUnit unit ? unit.getExceptionTypes().stream() : Stream.empty();
        return Stream.concat(member.getAllInvolvedRawTypes().stream(), thrown);
    }
}
