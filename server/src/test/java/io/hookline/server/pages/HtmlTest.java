package io.hookline.server.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {
    @Test
    void textAndAttributesAreEscaped() {
        Html html =
                Html.element("p", Html.text("<b>&'\"\u0000\u001b")).with("title", "\"><script>");

        assertThat(written(html))
                .isEqualTo(
                        "<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp;&#39;&quot;\uFFFD\uFFFD</p>");
    }

    @Test
    void elementsWithoutContentHaveNoEnd() {
        assertThat(written(Html.element("p", Html.element("br"), Html.element("b"))))
                .isEqualTo("<p><br><b></b></p>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "//evil.example",
                "/\\evil.example",
                "https://evil.example",
                "data:text/html,x",
                "",
                "#content",
                "hooks",
                " /hooks",
                "/a b",
                "/\n/evil.example",
            })
    void linksLeadToOurOwnPagesOnly(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Html.element("a").with("href", address));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Html.element("form").with("action", address));
        assertThatIllegalArgumentException().isThrownBy(() -> Html.forward(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"onclick", "style", "a b", "", "x=", "HREF"})
    void noAttributeRunsAnything(String attribute) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Html.element("a").with(attribute, "x"));
    }

    @Test
    void ourOwnPathsCanBeLinked() {
        assertThat(written(Html.element("a").with("href", "/executions?parent=1&path=4%2Feach")))
                .isEqualTo("<a href=\"/executions?parent=1&amp;path=4%2Feach\"></a>");
    }

    private static String written(Html html) {
        StringBuilder out = new StringBuilder();
        html.write(out);
        return out.toString();
    }
}
