package ai.torale.search.web;

/** Short pieces of long texts, for answers that people read. */
final class Excerpt {
    private static final int MAX = 300;
    private static final int LEAD = 40;

    private Excerpt() {}

    /** The beginning of a text. */
    static String of(String text) {
        return from(text, 0);
    }

    /** How a text became another, beginning a little before the first difference. */
    static String between(String before, String after) {
        int same = 0;
        while (same < before.length() && same < after.length() && before.charAt(same) == after.charAt(same)) {
            same++;
        }
        int start = before.length() <= MAX && after.length() <= MAX ? 0 : Math.max(0, same - LEAD);
        return "from \"" + from(before, start) + "\" to \"" + from(after, start) + "\"";
    }

    private static String from(String text, int start) {
        int from = wholeCharacter(text, Math.min(start, text.length()));
        int to = wholeCharacter(text, Math.min(from + MAX, text.length()));
        return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
    }

    private static int wholeCharacter(String text, int index) {
        return index > 0 && index < text.length() && Character.isLowSurrogate(text.charAt(index)) ? index - 1 : index;
    }
}
