package ai.torale.acceptance;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The compiled classes of every module but this one. */
final class ToraleClasses {
    static final List<String> PUBLISHED_MODULES = List.of(
            "torale-core",
            "torale-temporal",
            "torale-testkit",
            "torale-search-web",
            "torale-notifier-webhook",
            "torale-store-jdbc");

    private static final Pattern MODULE = Pattern.compile(".*/(torale-[a-z-]+)/.*");
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("ai.torale");

    private ToraleClasses() {}

    static JavaClasses all() {
        return ALL;
    }

    /** The public types of a module, nested ones included, by canonical name. */
    static List<String> publicTypes(String module) {
        return ALL.stream()
                .filter(type -> module(type).equals(module))
                .filter(ToraleClasses::isPublic)
                .map(type -> type.getName().replace('$', '.'))
                .sorted()
                .toList();
    }

    /** Whether code in another package can name the type. */
    static boolean isPublic(JavaClass type) {
        boolean open = type.getModifiers().contains(JavaModifier.PUBLIC)
                || type.getModifiers().contains(JavaModifier.PROTECTED);
        return open
                && !type.isAnonymousClass()
                && !type.isLocalClass()
                && !type.getSimpleName().equals("package-info")
                && type.getEnclosingClass().map(ToraleClasses::isPublic).orElse(true);
    }

    private static String module(JavaClass type) {
        String location = type.getSource().orElseThrow().getUri().toString();
        Matcher matcher = MODULE.matcher(location);
        if (!matcher.matches()) {
            throw new IllegalStateException(type.getName() + " comes from no module of ours: " + location);
        }
        return matcher.group(1);
    }
}
