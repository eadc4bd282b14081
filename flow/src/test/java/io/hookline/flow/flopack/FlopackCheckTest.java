package io.hookline.flow.flopack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

class FlopackCheckTest {
    private static final String CARD = "/data/flos/flow-main/data/methods/1";
    private static final String AT = "data.flos.flow-main.data.methods";

    private static InvalidFlopack refused(ObjectNode file) {
        return catchThrowableOfType(
                InvalidFlopack.class,
                () -> FlopackImport.read(Flopack.bytes(file), UUID::randomUUID));
    }

    /** A value at a place that does not take it is refused, and the refusal names the place. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "/type | \"flow\" | type",
                "/version | null | version",
                "/version | \"2.0.0\" | version",
                "/flags | [] | flags",
                "/flags/looseNulls | false | flags.looseNulls",
                "/data | 5 | data",
                "/data/flos | [] | data.flos",
                "/data/groups | \"none\" | data.groups",
                "/data/groups/folder-in/id | \"other\" | data.groups.folder-in.id",
                "/data/groups/folder-in/data/name | 7 | data.groups.folder-in.data.name",
                "/data/groups/folder-out/data/path | \"folder-in\" |"
                        + " data.groups.folder-in.data.path",
                "/data/configs/config-slack/module | \"\" | data.configs.config-slack.module",
                "/data/tables/table-1/data/structure | {} | data.tables.table-1.data.structure",
                "/data/tables/table-1/data/structure/0/name | 1 |"
                        + " data.tables.table-1.data.structure[0].name",
                "/data/flos/flow-main | null | data.flos.flow-main",
                "/data/flos/flow-main/name | {} | data.flos.flow-main.name",
                "/data/flos/flow-main/data/uuid | \"x\" | data.flos.flow-main.data.uuid",
                "/data/flos/flow-main/data/log | \"yes\" | data.flos.flow-main.data.log",
                "/data/flos/flow-main/data/methods | {} | data.flos.flow-main.data.methods",
                "/data/flos/flow-main/data/orderings/o1 | [\"a\"] |"
                        + " data.flos.flow-main.data.orderings.o1",
                "/data/flos/flow-main/data/orderings/o1/1 | \"z\" |"
                        + " data.flos.flow-main.data.orderings.o1"
            })
    void theFirstWrongPlaceIsNamed(String pointer, String value, String path) throws Exception {
        ObjectNode file = SampleFile.document();
        set(file, pointer, value);
        InvalidFlopack refusal = refused(file);
        assertThat(refusal).isNotNull();
        assertThat(refusal.path()).isEqualTo(path);
        assertThat(refusal).hasMessageStartingWith(path + ": ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "/uuid | \"a\" | [1].uuid",
                "/address | \"root:kernel:http\" | [1].address",
                "/node/model | [] | [1].node.model",
                "/node/model/config | {} | [1].node.model.config",
                "/node/model/policy | \"x\" | [1].node.model.policy",
                "/node/model/inputs | [] | [1].node.model.inputs",
                "/node/model/inputs/data/in | 0 | [1].node.model.inputs.data.in",
                "/node/model/inputs/data/in/id | \"out\" | [1].node.model.inputs.data.in.id",
                "/node/model/inputs/data/in/value | null | [1].node.model.inputs.data.in.value",
                "/node/model/inputs/data/body/value/data/methods/0 | 1"
                        + " | [1].node.model.inputs.data.body.value.data.methods[0]",
                "/pins | {\"none\": {}} | [1].pins.none"
            })
    void aWrongPlaceInACardIsNamed(String pointer, String value, String path) throws Exception {
        ObjectNode file = SampleFile.document();
        set(file, CARD + pointer, value);
        assertThat(refused(file).path()).isEqualTo(AT + path);
    }

    private static void set(ObjectNode file, String pointer, String value) throws Exception {
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = file.at(pointer.substring(0, slash));
        JsonNode json = new com.fasterxml.jackson.databind.ObjectMapper().readTree(value);
        if (parent instanceof ArrayNode list) {
            list.set(Integer.parseInt(pointer.substring(slash + 1)), json);
        } else {
            ((ObjectNode) parent).set(pointer.substring(slash + 1), json);
        }
    }

    @Test
    void aPinToNowhereIsRefused() {
        ObjectNode file = SampleFile.document();
        ObjectNode pins = (ObjectNode) file.at("/data/flos/flow-main/data/methods/0/pins/out");
        pins.putArray("nobody");
        assertThat(refused(file).path()).isEqualTo(AT + "[0].pins.out.nobody");
        pins.remove("nobody");
        pins.putArray("b").addObject().put("input", "nothing");
        assertThat(refused(file)).hasMessageContaining("\"nothing\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "'' | empty",
                "[] | array",
                "{\"type\": | line 1",
                "{\"type\":1,\"type\":1} | stands there twice",
                "{} {} | after the end",
                "\"text\" | string"
            })
    void whatIsNoJsonObjectIsRefused(String text, String expected) {
        assertThatThrownBy(() -> Flopack.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidFlopack.class)
                .hasMessageContaining(expected);
    }

    @Test
    void nestingIsBounded() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        assertThatThrownBy(() -> Flopack.parse(deep.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidFlopack.class)
                .hasMessage("The file is not well-formed JSON: it is nested too deep.");
    }

    @Test
    void manySmallValuesAreBounded() {
        String many = "[" + "1,".repeat(6_000_000) + "1]";
        assertThatThrownBy(() -> Flopack.parse(many.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidFlopack.class);
    }
}
