package ai.torale.search.web;

import java.math.BigDecimal;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A number as people write it: {@code $1,299.00}, {@code 1.299,00 €}, {@code CHF 1'299.-}, {@code １２９９円}.
 *
 * <p>Groups of three digits may be parted by a comma, a dot, an apostrophe or a blank of any width; what follows the
 * other of comma and dot is the fraction. One separator alone before exactly three digits parts thousands, so
 * {@code 1,299} and {@code 1.299} are both 1299; after a leading zero, or after four digits and more, it starts the
 * fraction. A minus counts when it stands directly before the number or its currency sign.
 *
 * @param value the number, without trailing zeros; null where there are digits that are no single plain number ({@code 1.2.3}, {@code 1.5k})
 */
record WrittenNumber(@Nullable BigDecimal value) {
    private static final int MAX_LENGTH = 40;

    /** Reads at most 13 groups after a blank: those are over the length, and a page of them takes no squared time. */
    private static final Pattern DIGITS = Pattern.compile(
            "(?<![0-9.,'])[1-9][0-9]{0,2}+(?: [0-9]{3}){1,13}+(?![0-9'])(?:[.,][0-9]++)?+(?![.,']?[0-9])"
                    + "|[0-9]++(?:[.,'][0-9]++)*+");

    private static final Pattern GROUPED =
            Pattern.compile("[1-9][0-9]{0,2}([.,' ])[0-9]{3}(?:\\1[0-9]{3})*+(?:(?!\\1)[.,][0-9]+)?");
    private static final Pattern INDIAN = Pattern.compile("[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?:\\.[0-9]+)?");
    private static final Pattern PLAIN = Pattern.compile("[0-9]+(?:[.,][0-9]+)?");

    /** What makes a number larger than its digits: reading 1.5k as 1.5 would be a false alarm. */
    private static final Pattern MULTIPLIED = Pattern.compile("(?:[kKMB]|bn|BN)(?![\\p{L}])"
            + "| ?(?i:mio|mil|mln|mlrd|mrd|mld|million|milliard|billion|thousand|tausend|tsd|lakh|crore)[\\p{L}]*"
            + "| ?[十百千万亿兆萬億만억천]");

    /** The numbers of a text, in its order; read on demand. */
    static Stream<WrittenNumber> in(String text) {
        String plain = withPlainSigns(text);
        return DIGITS.matcher(plain).results().map(match -> read(plain, match));
    }

    private static WrittenNumber read(String text, MatchResult match) {
        String digits = match.group();
        boolean plain = digits.length() <= MAX_LENGTH && !isMultiplied(text, match.end());
        String number = plain ? withoutGroups(digits) : null;
        if (number == null) {
            return new WrittenNumber(null);
        }
        String signed = isNegative(text, match.start()) ? "-" + number : number;
        return new WrittenNumber(new BigDecimal(signed).stripTrailingZeros());
    }

    private static @Nullable String withoutGroups(String digits) {
        Matcher grouped = GROUPED.matcher(digits);
        if (grouped.matches()) {
            return digits.replace(grouped.group(1), "").replace(',', '.');
        }
        if (INDIAN.matcher(digits).matches()) {
            return digits.replace(",", "");
        }
        return PLAIN.matcher(digits).matches() ? digits.replace(',', '.') : null;
    }

    private static boolean isMultiplied(String text, int end) {
        if (end == text.length()) {
            return false;
        }
        boolean fraction = Character.getType(text.charAt(end)) == Character.OTHER_NUMBER;
        return fraction
                || MULTIPLIED
                        .matcher(text)
                        .region(end, text.length())
                        .useTransparentBounds(true)
                        .lookingAt();
    }

    private static boolean isNegative(String text, int start) {
        int at = start;
        if (at > 0 && Character.getType(text.charAt(at - 1)) == Character.CURRENCY_SYMBOL) {
            at--;
        } else if (at > 1
                && text.charAt(at - 1) == ' '
                && Character.getType(text.charAt(at - 2)) == Character.CURRENCY_SYMBOL) {
            at -= 2;
        }
        return at > 0 && text.charAt(at - 1) == '-' && (at == 1 || isGap(text.charAt(at - 2)));
    }

    /** Whether a dash after this character is a minus: no hyphen, no range. */
    private static boolean isGap(char before) {
        return !Character.isLetterOrDigit(before) && ".,-".indexOf(before) < 0;
    }

    /** The text with its digits, separators, blanks and minus signs in ASCII. */
    private static String withPlainSigns(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(point -> plain.appendCodePoint(plainSign(point)));
        return plain.toString();
    }

    private static int plainSign(int point) {
        if (Character.isDigit(point)) {
            return '0' + Character.digit(point, 10);
        }
        return switch (point) {
            case '\uFF0C', '\u066C' -> ',';
            case '\uFF0E', '\u066B' -> '.';
            case '\u2019', '\u02BC', '\uFF07' -> '\'';
            case '\u2212', '\u2013', '\u2010', '\u2011', '\uFF0D' -> '-';
            default -> Character.isSpaceChar(point) || Character.isWhitespace(point) ? ' ' : point;
        };
    }
}
