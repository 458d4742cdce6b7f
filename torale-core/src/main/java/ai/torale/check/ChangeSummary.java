package ai.torale.check;

import ai.torale.Json;
import ai.torale.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says in one line what changed between two states: member, before, after. */
final class ChangeSummary {
    private static final int MAX_MEMBERS = 5;
    private static final int MAX_VALUE = 80;
    private static final int MAX_TEXT = 1_000;

    private ChangeSummary() {}

    static String ofFirst(boolean conditionMet) {
        return conditionMet ? "First check: the condition is met" : "First check: the condition is not met";
    }

    static String of(State previous, State next) {
        List<String> parts = new ArrayList<>();
        if (!previous.fingerprint().equals(next.fingerprint())) {
            parts.addAll(members(previous.structured(), next.structured()));
        }
        if (previous.conditionMet() != next.conditionMet()) {
            parts.add(next.conditionMet() ? "the condition is now met" : "the condition is no longer met");
        } else if (parts.isEmpty() && !previous.fingerprint().equals(next.fingerprint())) {
            parts.add("the state has changed");
        }
        return parts.isEmpty() ? "No change" : Texts.cut(String.join("; ", parts), MAX_TEXT);
    }

    private static List<String> members(Json before, Json after) {
        Map<String, @Nullable Object> old = before.asMap();
        Map<String, @Nullable Object> now = after.asMap();
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        names.removeIf(
                name -> name.startsWith("_") || name.equals("condition_met") || same(old.get(name), now.get(name)));
        List<String> parts = new ArrayList<>();
        for (String name : names) {
            if (parts.size() == MAX_MEMBERS) {
                parts.add("and " + (names.size() - MAX_MEMBERS) + " more");
                break;
            }
            parts.add(shown(name) + ": " + shown(old.get(name)) + " → " + shown(now.get(name)));
        }
        if (before.value() instanceof List && after.value() instanceof List) {
            parts.add("the list has changed");
        }
        return parts;
    }

    private static boolean same(@Nullable Object before, @Nullable Object after) {
        return (before == null || after == null)
                ? Objects.equals(before, after)
                : Json.of(before).equals(Json.of(after));
    }

    private static String shown(@Nullable Object value) {
        if (value == null) {
            return "none";
        }
        String text = value instanceof String plain ? plain : Json.of(value).toString();
        return Texts.cut(Texts.oneLine(text), MAX_VALUE);
    }
}
