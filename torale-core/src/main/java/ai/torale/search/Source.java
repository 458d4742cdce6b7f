package ai.torale.search;

/**
 * Where an answer comes from.
 *
 * @param url the address that was read
 * @param title what the source calls itself; may be empty
 */
public record Source(String url, String title) {}
