package ai.torale.testkit.library.state;

import ai.torale.search.SearchResult;
import java.util.Map;

/** What a shop answers. */
final class Prices {
    private Prices() {}

    static SearchResult price(int price) {
        return SearchResult.met("it costs " + price).withState(Map.of("price", price));
    }
}
