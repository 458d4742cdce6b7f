package ai.torale.testkit.server;

import com.google.protobuf.ByteString;

/**
 * A page of a listing.
 *
 * @param from the first entry
 * @param to the entry behind the last
 * @param nextToken empty on the last page, unless that is full: so the servers on SQL answer
 */
record Page(int from, int to, ByteString nextToken) {
    private static final int LARGEST = 1_000;

    static Page of(int all, int size, ByteString token) {
        int most = size <= 0 || size > LARGEST ? LARGEST : size;
        int from = Math.min(all, position(token));
        int to = Math.min(all, from + most);
        return new Page(from, to, to - from < most ? ByteString.EMPTY : ByteString.copyFromUtf8(Integer.toString(to)));
    }

    private static int position(ByteString token) {
        try {
            return token.isEmpty() ? 0 : Integer.parseInt(token.toStringUtf8());
        } catch (NumberFormatException e) {
            throw Refusal.invalid("invalid next page token");
        }
    }
}
