package ai.torale;

import java.util.Locale;

/**
 * One thing that is wrong with what a caller handed in.
 *
 * @param code stable name for programs, such as {@code CRON_FIELDS}
 * @param field the property that is wrong, in the words of the API
 * @param value the offending value, cut to {@value #MAX_VALUE} characters, control characters escaped; never a secret
 * @param remedy what is allowed, or what to do
 */
public record Problem(String code, String field, String value, String remedy) {
    /** The longest value that is kept, in characters. */
    public static final int MAX_VALUE = 64;

    public Problem {
        value = printable(value);
    }

    @Override
    public String toString() {
        return field + " '" + value + "': " + remedy + " (" + code + ")";
    }

    private static String printable(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length() && text.length() < MAX_VALUE; ) {
            int point = value.codePointAt(i);
            if (isPlain(point)) {
                text.appendCodePoint(point);
            } else {
                text.append(String.format(Locale.ROOT, "\\u%04x", point));
            }
            i += Character.charCount(point);
        }
        return text.length() > MAX_VALUE ? text.substring(0, cutBefore(text, MAX_VALUE)) : text.toString();
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static int cutBefore(CharSequence text, int end) {
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }
}
