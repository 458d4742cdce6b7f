package ai.torale;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Random JSON values as Java objects, and their many spellings as text. */
final class RandomJson {
    private static final List<String> PIECES = List.of(
            "a", "B", "é", "Pokémon", "ế", "한", "€", "\uD83D\uDE00", "\"", "\\", "/", "\n", "\u0001", "İ", " ", "1");

    private RandomJson() {}

    static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 4)) {
            case 0 -> text(random);
            case 1 -> number(random);
            case 2 -> random.nextBoolean();
            case 3 -> "null";
            case 4 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    map.put(text(random), value(random, depth - 1));
                }
                yield map;
            }
        };
    }

    /** A value that differs from the given one at one random place. */
    static Object changedInOnePlace(Object value, Random random) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> changed = new LinkedHashMap<>(map);
            if (changed.isEmpty()) {
                changed.put("new", "null");
            } else {
                Object key = new ArrayList<>(map.keySet()).get(random.nextInt(map.size()));
                changed.put(key, changedInOnePlace(map.get(key), random));
            }
            return changed;
        }
        if (value instanceof List<?> list) {
            List<Object> changed = new ArrayList<>(list);
            if (changed.isEmpty()) {
                changed.add("null");
            } else {
                int index = random.nextInt(changed.size());
                changed.set(index, changedInOnePlace(changed.get(index), random));
            }
            return changed;
        }
        if (value instanceof BigDecimal number) {
            return number.add(number.ulp());
        }
        return value instanceof Boolean flag ? !flag : value + "x";
    }

    /** One of the many texts that mean the value. */
    static String spelled(Object value, Random random) {
        String text;
        if (value instanceof Map<?, ?> map) {
            List<String> members = new ArrayList<>();
            map.forEach(
                    (key, member) -> members.add(spelled(key, random) + blank(random) + ":" + spelled(member, random)));
            Collections.shuffle(members, random);
            text = "{" + blank(random) + String.join(",", members) + "}";
        } else if (value instanceof List<?> list) {
            List<String> items =
                    list.stream().map(item -> spelled(item, random)).toList();
            text = "[" + String.join(",", items) + blank(random) + "]";
        } else if (value instanceof BigDecimal number) {
            text = spelled(number, random);
        } else if (value instanceof String string) {
            text = spelled(string, random);
        } else {
            text = String.valueOf(value);
        }
        return blank(random) + text + blank(random);
    }

    private static String spelled(BigDecimal number, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> number.toPlainString();
            case 1 -> number.setScale(number.scale() + 3).toString();
            case 2 -> number.unscaledValue() + "e" + -number.scale();
            default -> number.toString();
        };
    }

    private static String spelled(String string, Random random) {
        Normalizer.Form form = random.nextBoolean() ? Normalizer.Form.NFC : Normalizer.Form.NFD;
        StringBuilder text = new StringBuilder("\"");
        Normalizer.normalize(string, form).codePoints().forEach(point -> {
            if (point < ' ' || point == '"' || point == '\\' || random.nextInt(4) == 0) {
                for (char c : Character.toChars(point)) {
                    text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                }
            } else {
                text.appendCodePoint(point);
            }
        });
        return text.append('"').toString();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static BigDecimal number(Random random) {
        return new BigDecimal(new BigInteger(random.nextInt(80), random), random.nextInt(41) - 20)
                .multiply(random.nextBoolean() ? BigDecimal.ONE : BigDecimal.ONE.negate());
    }

    private static String blank(Random random) {
        return List.of("", "", " ", "\n", "\t ", "\r\n").get(random.nextInt(6));
    }
}
