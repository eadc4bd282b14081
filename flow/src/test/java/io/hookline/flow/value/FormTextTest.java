package io.hookline.flow.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.value.ValueType.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTextTest {
    private static final ValueType OBJECT = new ValueType(Kind.OBJECT, false);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1                 | {\"a\":\"1\"}",
                "a=1&b=two+words     | {\"a\":\"1\",\"b\":\"two words\"}",
                "a=%C3%A9%26&b=      | {\"a\":\"é&\",\"b\":\"\"}",
                "a=1&a=2&a=3         | {\"a\":[\"1\",\"2\",\"3\"]}",
                "a[]=1&b             | {\"a[]\":\"1\",\"b\":\"\"}",
                "a=1=2&&c=%zz        | {\"a\":\"1=2\",\"c\":\"%zz\"}",
                "''                  | {}",
            })
    void fieldsOfAFormAreDecoded(String text, String fields) {
        assertThat(FormText.fields(text).toString()).isEqualTo(fields);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1&b=%20", "team_domain=x", "a=&b=", "url=https://x.example/?q"})
    void aTextThatSpellsAFormIsAnObjectForWhomWantsOne(String text) {
        assertThat(Conversion.convert(TextNode.valueOf(text), OBJECT))
                .isEqualTo(FormText.fields(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "dGVzdA==",
                "dGVzdDE=",
                "a b=c",
                "if x=1 then y=2",
                "a=1&b",
                "=1&b=2",
                "a=1=2",
                "a=%zz&b=1",
                "<a href=x>",
                "{a=1&b=2}"
            })
    void whatMayBeSomethingElseIsNone(String text) {
        assertThatThrownBy(() -> Conversion.convert(TextNode.valueOf(text), OBJECT))
                .isInstanceOf(TypeMismatch.class);
    }

    @Test
    void aTextThatIsOnlyPassedOnStaysText() {
        TextNode text = TextNode.valueOf("a=1&b=2");
        assertThat(Conversion.pass(text, OBJECT)).isSameAs(text);
    }

    @Test
    void tooManyFieldsAreRefused() {
        String text = "a=1&".repeat(FormText.MOST_FIELDS + 1);
        assertThatThrownBy(() -> FormText.fields(text))
                .isInstanceOf(TypeMismatch.class)
                .hasMessageContaining("10000");
    }
}
