package ai.torale.temporal.schedule;

import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A listing of the server, a page at a time; the next page is asked for when it is needed.
 *
 * <p>The first page is small: whoever wants a few rows does not wait for a thousand.
 */
final class Paged<T> implements Iterator<T> {
    private static final int FIRST_PAGE = 128;
    private static final int PAGE = 1_000;

    /** One answer: its rows, and the token of the next page, which is empty after the last. */
    record Page<T>(List<T> rows, ByteString next) {}

    /** Asks for one page; the token is empty for the first. */
    interface Call<T> {
        Page<T> page(ByteString token, int size);
    }

    private final Call<T> call;
    private Iterator<T> rows = Collections.emptyIterator();
    private ByteString next = ByteString.EMPTY;
    private boolean started;

    private Paged(Call<T> call) {
        this.call = call;
    }

    static <T> Stream<T> stream(Call<T> call) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        new Paged<>(call), Spliterator.NONNULL | Spliterator.IMMUTABLE | Spliterator.ORDERED),
                false);
    }

    /** A page may be empty and still not be the last. */
    @Override
    public boolean hasNext() {
        while (!rows.hasNext()) {
            if (started && next.isEmpty()) {
                return false;
            }
            Page<T> page = call.page(next, started ? PAGE : FIRST_PAGE);
            started = true;
            next = page.next();
            rows = page.rows().iterator();
        }
        return true;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return rows.next();
    }
}
