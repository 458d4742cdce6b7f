package ai.torale.search;

/** Repairs foreign text: half of a character, as a careless cut leaves it, can be written in no encoding. */
final class WellFormed {
    private WellFormed() {}

    /** The same text with U+FFFD in place of each unpaired surrogate. */
    static String text(String text) {
        if (text.codePoints().noneMatch(WellFormed::isUnpaired)) {
            return text;
        }
        StringBuilder repaired = new StringBuilder();
        text.codePoints().forEach(point -> repaired.appendCodePoint(isUnpaired(point) ? 0xFFFD : point));
        return repaired.toString();
    }

    private static boolean isUnpaired(int point) {
        return Character.getType(point) == Character.SURROGATE;
    }
}
