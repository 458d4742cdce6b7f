package ai.torale.search.web;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a page: {@code http} or {@code https}, in ASCII, without fragment, user or password.
 *
 * <p>Read as browsers do: blanks, umlauts and other signs that a URI may not hold are escaped, a host in another
 * script becomes its ASCII form.
 */
record WebAddress(URI uri) {
    static final int MAX_LENGTH = 4_000;

    private static final Pattern PARTS =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(?://([^/?#]*))?([^?#]*)(\\?[^#]*)?(?:#.*)?", Pattern.DOTALL);
    private static final Pattern PORT = Pattern.compile("(.*?)(?::([0-9]{0,5}))?", Pattern.DOTALL);
    private static final String ALLOWED = "-._~:/?@!$&'()*+,;=%";
    private static final int MAX_PORT = 65_535;

    /** The address that a text means; empty when it is none of {@code http} or {@code https}. */
    static Optional<WebAddress> parse(String text) {
        return parse(text.strip(), StandardCharsets.UTF_8);
    }

    /** A would-be address for messages: without query, fragment, user and password. */
    static String printable(String text) {
        return text.replaceFirst("(?s)[?#].*", "").replaceFirst("(?s)//[^/]*@", "//");
    }

    /** Where a header {@code Location} leads from here. Empty when that is no address of a page. */
    Optional<WebAddress> resolve(String location) {
        // The JDK reads headers as Latin-1: each character is one byte of what the server sent.
        byte[] bytes = location.strip().getBytes(StandardCharsets.ISO_8859_1);
        Charset charset = isUtf8(bytes) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        String target = new String(bytes, charset).replaceFirst("(?s)#.*", "");
        if (PARTS.matcher(target).matches()) {
            return parse(target, charset);
        }
        if (target.startsWith("//")) {
            return parse(uri.getScheme() + ":" + target, charset);
        }
        if (target.isEmpty() || target.startsWith("?")) {
            return parse(uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + target, charset);
        }
        try {
            return parse(uri.resolve(new URI(escaped(target, charset))).toString(), charset);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean isEncrypted() {
        return uri.getScheme().equals("https");
    }

    /** The host and, unless it is the usual one, the port; for messages. */
    String host() {
        return uri.getRawAuthority();
    }

    @Override
    public String toString() {
        return uri.toString();
    }

    private static Optional<WebAddress> parse(String text, Charset charset) {
        Matcher parts = PARTS.matcher(text);
        if (text.length() > MAX_LENGTH || !parts.matches() || !isWeb(parts.group(1)) || parts.group(2) == null) {
            return Optional.empty();
        }
        String path = parts.group(3).isEmpty() ? "/" : parts.group(3);
        String query = parts.group(4) == null ? "" : parts.group(4);
        try {
            String address = parts.group(1).toLowerCase(Locale.ROOT) + "://" + authority(parts.group(2))
                    + escaped(path + query, charset);
            URI uri = new URI(address);
            return uri.getHost() == null || address.length() > MAX_LENGTH
                    ? Optional.empty()
                    : Optional.of(new WebAddress(uri));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isWeb(String scheme) {
        return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
    }

    private static String authority(String text) {
        Matcher parts = PORT.matcher(text.substring(text.lastIndexOf('@') + 1));
        if (!parts.matches()) {
            throw new IllegalArgumentException("port");
        }
        String host = parts.group(1).startsWith("[") ? parts.group(1) : IDN.toASCII(parts.group(1));
        String port = parts.group(2);
        if (port == null || port.isEmpty()) {
            return host;
        }
        if (Integer.parseInt(port) < 1 || Integer.parseInt(port) > MAX_PORT) {
            throw new IllegalArgumentException("port");
        }
        return host + ":" + port;
    }

    private static String escaped(String text, Charset charset) {
        StringBuilder ascii = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            boolean plain = point < 0x80
                    && (Character.isLetterOrDigit(point) || ALLOWED.indexOf(point) >= 0)
                    && (point != '%' || isEscape(text, i));
            if (plain) {
                ascii.append((char) point);
            } else {
                for (byte octet : Character.toString(point).getBytes(charset)) {
                    ascii.append(String.format(Locale.ROOT, "%%%02X", octet));
                }
            }
            i += Character.charCount(point);
        }
        return ascii.toString();
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }
}
