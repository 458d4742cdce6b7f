package ai.torale.search.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://shop.example/gpu, https://shop.example/gpu",
        "' https://shop.example ', https://shop.example/",
        "HTTPS://shop.example?q=1, https://shop.example/?q=1",
        "http://shop.example/a b|c, http://shop.example/a%20b%7Cc",
        "http://shop.example/a%20b%zz, http://shop.example/a%20b%25zz",
        "http://shop.example/größe?q=ü, http://shop.example/gr%C3%B6%C3%9Fe?q=%C3%BC",
        "http://bücher.example/, http://xn--bcher-kva.example/",
        "http://shop.example:8080/#top, http://shop.example:8080/",
        "http://shop.example:/x, http://shop.example/x",
        "http://[::1]:8080/x, http://[::1]:8080/x",
        "http://user:pass@shop.example/x, http://shop.example/x",
    })
    void an_address_is_read_as_browsers_do(String text, String address) {
        assertThat(WebAddress.parse(text)).hasToString("Optional[" + address + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop.example/gpu",
                "ftp://shop.example/",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "data:text/html,499",
                "http:shop.example",
                "http://",
                "http:///gpu",
                "http://shop.example:0/",
                "http://shop.example:65536/",
                "http://shop.example:x/",
                "http://my_host.example/",
                "http://[::1/",
                "http://a..b/"
            })
    void what_names_no_web_host_is_no_address(String text) {
        assertThat(WebAddress.parse(text)).isEmpty();
    }

    @Test
    void an_endless_address_is_no_address() {
        assertThat(WebAddress.parse("http://shop.example/" + "x".repeat(WebAddress.MAX_LENGTH)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://other.example/y#z, https://other.example/y",
        "//other.example/y, https://other.example/y",
        "/y, https://shop.example/y",
        "y, https://shop.example/a/y",
        "../y, https://shop.example/y",
        "?q=2, https://shop.example/a/b?q=2",
        "'', https://shop.example/a/b",
        "http://[::1]:81/, http://[::1]:81/",
        "/a b, https://shop.example/a%20b",
    })
    void a_redirect_is_resolved_against_the_page_before(String location, String target) {
        WebAddress page = WebAddress.parse("https://shop.example/a/b?q=1").orElseThrow();

        assertThat(page.resolve(location)).hasToString("Optional[" + target + "]");
    }

    @Test
    void a_redirect_in_raw_utf8_or_latin1_keeps_the_bytes_that_were_sent() {
        WebAddress page = WebAddress.parse("https://shop.example/").orElseThrow();
        String utf8 = new String("/größe".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(page.resolve(utf8)).hasToString("Optional[https://shop.example/gr%C3%B6%C3%9Fe]");
        assertThat(page.resolve("/größe")).hasToString("Optional[https://shop.example/gr%F6%DFe]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://other.example/", "javascript:alert(1)", "http://", "http://a b/"})
    void a_redirect_to_no_web_address_leads_nowhere(String location) {
        assertThat(WebAddress.parse("https://shop.example/").orElseThrow().resolve(location))
                .isEmpty();
    }

    @Test
    void an_address_is_shown_without_query_user_and_password() {
        assertThat(WebAddress.printable("ftp://user:pa@ss@shop.example/x?key=1#y"))
                .isEqualTo("ftp://shop.example/x");
    }
}
