package ai.torale.search;

/**
 * Where an answer comes from.
 *
 * <p>Half a character in a text becomes U+FFFD.
 *
 * @param url the address that was read
 * @param title what the source calls itself; may be empty
 */
public record Source(String url, String title) {
    public Source {
        url = WellFormed.text(url);
        title = WellFormed.text(title);
    }
}
