package ai.torale.search.web;

/**
 * What a server sent: decompressed, complete, and within the limits.
 *
 * @param address where the redirects ended
 * @param contentType the header as it was sent; empty when there was none
 * @param body the bytes after decompression; owned by the reader, never written again
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read once, never compared
record FetchedPage(WebAddress address, String contentType, byte[] body) {}
