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
     * composed (NFC).
     */
    static String normal(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
                gap = true;
            } else if (isVisible(point)) {
                if (gap && visible.length() > 0) {
                    visible.append(' ');
                }
                gap = false;
                visible.appendCodePoint(point);
            }
        }
        return Normalizer.normalize(visible, Normalizer.Form.NFC);
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> false;
            default -> (point < 0xFE00 || point > 0xFE0F) && point != 0x034F;
        };
    }
}
