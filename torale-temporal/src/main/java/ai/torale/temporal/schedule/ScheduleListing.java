package ai.torale.temporal.schedule;

import com.google.protobuf.ByteString;
import io.temporal.api.schedule.v1.ScheduleListEntry;
import io.temporal.api.workflowservice.v1.ListSchedulesResponse;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Every schedule of a namespace, a page at a time; the next page is asked for when it is needed, and has a time limit of
 * its own.
 */
final class ScheduleListing implements Iterator<ListedSchedule> {
    private final Supplier<ScheduleRequests> requests;
    private final ScheduleSettings settings;
    private Iterator<ScheduleListEntry> page = Collections.emptyIterator();
    private @Nullable ListSchedulesResponse last;

    private ScheduleListing(Supplier<ScheduleRequests> requests, ScheduleSettings settings) {
        this.requests = requests;
        this.settings = settings;
    }

    static Stream<ListedSchedule> stream(Supplier<ScheduleRequests> requests, ScheduleSettings settings) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        new ScheduleListing(requests, settings), Spliterator.NONNULL | Spliterator.IMMUTABLE),
                false);
    }

    /** A page may be empty and still not be the last. */
    @Override
    public boolean hasNext() {
        while (!page.hasNext()) {
            if (last != null && last.getNextPageToken().isEmpty()) {
                return false;
            }
            last = requests.get().list(last == null ? ByteString.EMPTY : last.getNextPageToken());
            page = last.getSchedulesList().iterator();
        }
        return true;
    }

    @Override
    public ListedSchedule next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ScheduleListEntry entry = page.next();
        return new ListedSchedule(entry, settings.taskId(entry.getScheduleId()));
    }
}
