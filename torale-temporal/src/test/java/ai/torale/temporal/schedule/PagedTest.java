package ai.torale.temporal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PagedTest {
    private final List<Integer> sizes = new ArrayList<>();

    @Test
    void no_further_page_is_read_than_is_needed() {
        assertThat(rows(5_000).limit(101)).hasSize(101);
        assertThat(sizes).containsExactly(128);

        sizes.clear();
        assertThat(rows(5_000).limit(1_001)).hasSize(1_001);
        assertThat(sizes).containsExactly(128, 1_000);
    }

    @Test
    void the_rest_comes_by_the_thousand_and_nothing_is_cut() {
        assertThat(rows(2_500)).hasSize(2_500).doesNotHaveDuplicates();
        assertThat(sizes).containsExactly(128, 1_000, 1_000, 1_000);
    }

    @Test
    void an_empty_page_is_not_the_last_one_while_there_is_a_token() {
        List<Paged.Page<String>> pages = new ArrayList<>(List.of(
                new Paged.Page<>(List.of(), ByteString.copyFromUtf8("1")),
                new Paged.Page<>(List.of("a"), ByteString.copyFromUtf8("2")),
                new Paged.Page<>(List.of(), ByteString.EMPTY)));

        assertThat(Paged.stream((token, size) -> pages.remove(0))).containsExactly("a");
        assertThat(pages).isEmpty();
    }

    private Stream<Integer> rows(int count) {
        return Paged.stream((token, size) -> {
            sizes.add(size);
            int from = token.isEmpty() ? 0 : Integer.parseInt(token.toStringUtf8());
            int to = Math.min(count, from + size);
            return new Paged.Page<>(
                    IntStream.range(from, to).boxed().toList(),
                    to == count ? ByteString.EMPTY : ByteString.copyFromUtf8(String.valueOf(to)));
        });
    }
}
