package ai.torale.search.web;

import java.text.Normalizer;
import java.util.List;

/**
 * What a task looks at on a page, as people see it.
 *
 * @param subject what was looked at, for answers: the selector, or "the page"
 * @param parts the text of each element that was found; at least one, none of them empty
 */
record PageText(String subject, List<String> parts) {
    /** The longest run of combining marks of Unicode's stream-safe text (UAX 15); composing takes its square. */
    private static final int MAX_MARKS = 30;

    PageText {
        parts = List.copyOf(parts);
    }

    /** The whole text, one line for each element. */
    String whole() {
        return String.join("\n", parts);
    }

    /**
     * A text without what nobody sees. Runs of blanks of every kind become one blank; invisible characters (soft
     * hyphens, zero-width signs, byte order and direction marks, variation selectors, controls) go; letters are
     * composed (NFC), and keep at most 30 marks.
     */
    static String normal(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        boolean gap = false;
        int marks = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
                gap = true;
                marks = 0;
            } else if (isVisible(point)) {
                marks = isMark(point) ? marks + 1 : 0;
                if (marks > MAX_MARKS) {
                    continue;
                }
                if (gap && visible.length() > 0) {
                    visible.append(' ');
                }
                gap = false;
                visible.appendCodePoint(point);
            }
        }
        return Normalizer.normalize(visible, Normalizer.Form.NFC);
    }

    private static boolean isMark(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> false;
            default -> (point < 0xFE00 || point > 0xFE0F) && point != 0x034F;
        };
    }
}
