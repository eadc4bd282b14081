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
        assertThat(written(Html.all(Html.element("br"), Html.element("p"))))
                .isEqualTo("<br><p></p>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)", "//evil.example", "/\\evil.example", "https://evil.example",
                        "data:text/html,x",
                "", "hooks", " /hooks", "/a b", "/\n/evil.example",
            })
    void linksLeadToOurOwnPagesOnly(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Html.element("a").with("href", address));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Html.element("form").with("action", address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"onclick", "style", "a b", "", "x=", "HREF"})
    void noAttributeRunsAnything(String attribute) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Html.element("a").with(attribute, "x"));
    }

    @Test
    void pathsAndPlacesOnThePageCanBeLinked() {
        assertThat(written(Html.element("a").with("href", "/executions?parent=1&path=4%2Feach")))
                .isEqualTo("<a href=\"/executions?parent=1&amp;path=4%2Feach\"></a>");
        assertThat(written(Html.element("a").with("href", "#content"))).contains("#content");
    }

    private static String written(Html html) {
        StringBuilder out = new StringBuilder();
        html.write(out);
        return out.toString();
    }
}
