package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.TestFlows;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.MemoryHost.World;
import io.hookline.flow.value.Comparison;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;
import java.util.UUID;

/** What function cards do at their edges, beside the examples in their declarations. */
class CardEdgesTest {
    private static final Interpreter INTERPRETER =
            new Interpreter(CardCatalog.of(FunctionCards.all().toArray()));
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private static Outcome run(String card, String inputs, String output, World world) {
        TestFlows flow =
                TestFlows.manual("f")
                        .card(
                                "it",
                                card,
                                writer -> {
                                    JsonText.read(inputs)
                                            .properties()
                                            .forEach(entry ->
                                                    writer.in(
                                                            entry.getKey() + ":*",
                                                            entry.getValue()));
                                    writer.out(output);
                                });
        return INTERPRETER.run(
                EXECUTION, flow.read(), TriggerInput.of(Map.of()), world.host(EXECUTION));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "string.compose | {\"_text_\": \"{{{a}}}{{{none}}}{{{b\", \"a\": null} |"
                        + " output:string | \"{{{none}}}{{{b\"",
                "string.compose | {\"_text_\": \" {{{a}}} \", \"a\": {\"x\": 1.5}} | output:string"
                        + " | \" {\\\"x\\\":1.5} \"",
                "string.concat | {\"string1\": null, \"string2\": 7, \"c\": true} | output:string |"
                        + " \"7true\"",
                "string.split | {\"string\": \"--a--\", \"delimiter\": \"--\"} | output:string[] |"
                        + " [\"\",\"a\",\"\"]",
                "string.substr | {\"string\": \"abc\", \"start\": 1, \"end\": 99} | output:string |"
                        + " \"bc\"",
                "string.substr | {\"string\": \"abc\", \"start\": 2, \"end\": 1} | output:string |"
                        + " \"\"",
                "string.substr | {\"string\": \"abcdef\", \"start\": -3, \"end\": -1} |"
                        + " output:string | \"de\"",
                "string.match | {\"string\": \"abc\", \"target\": \"[0-9]\"} | output:number | -1",
                "string.replace | {\"string\": \"a.b.c\", \"src\": \".\", \"dest\": \"\","
                        + " \"global\": true, \"sensitive\": true} | output:string | \"abc\"",
                "string.replace | {\"string\": \"aXbx\", \"src\": \"x\", \"dest\": \"$1\","
                        + " \"global\": false, \"sensitive\": false} | output:string | \"a$1bx\"",
                "string.email | {\"string\": \"nobody\"} | email:string | \"\"",
                "string.base64Decode | {\"string\": \"w6k\"} | output:string | \"é\"",
                "list.length | {\"list\": null} | length:number | 0",
                "list.at | {\"list\": [[1]], \"index\": \"0\"} | item:object[] | [1]",
                "list.at | {\"list\": [7], \"index\": 0} | item:string | \"7\"",
                "list.at | {\"list\": [null], \"index\": 0} | item:string | null",
                "list.at | {\"list\": [\"example.org\"], \"index\": 0} | item:object |"
                        + " \"example.org\"",
                "list.at | {\"list\": [\"{'a': 1}\"], \"index\": 0} | item:object |"
                        + " \"{'a': 1}\"",
                "list.at | {\"list\": [\"{}\"], \"index\": 0} | item:object | {}",
                "list.pluck | {\"list\": [{\"a\": {\"b\": 1}}, {\"a\": 2}], \"key\": \"a.b\"} |"
                        + " values:string[] | [\"1\",null]",
                "list.includes | {\"list\": [\"TRIGGERED\"], \"value\": \"triggered\"} |"
                        + " result:boolean | false",
                "list.filterBy | {\"list\": [{\"t\": \"a\"}, {\"t\": \"b\"}], \"operator\": \"in\","
                        + " \"path\": \"t\", \"comparison\": [\"b\", \"c\"]} | list:object[] |"
                        + " [{\"t\":\"b\"}]",
                "list.filterBy | {\"list\": [{\"t\": [1, 2]}, {\"t\": [2]}], \"operator\": \"==\","
                        + " \"path\": \"t\", \"comparison\": [2]} | list:object[] | [{\"t\":[2]}]",
                "list.findBy | {\"list\": [{\"s\": 200}], \"operator\": \"==\", \"path\": \"s\","
                        + " \"comparison\": \"200\"} | index:number | 0",
                "list.findBy | {\"list\": [1], \"operator\": \"===\", \"comparison\": \"1\"} |"
                        + " index:number | -1",
                "list.sortBy | {\"list\": [\"b\", 10, null, 9, \"a\", true]} | sorted list:object[]"
                        + " | [9,10,\"a\",\"b\",true,null]",
                "list.uniqueBy | {\"list\": [1, 1.0, \"1\", {\"a\": 1, \"b\": 2}, {\"b\": 2, \"a\":"
                        + " 1}]} | unique list:object[] | [1,\"1\",{\"a\":1,\"b\":2}]",
                "list.pop | {\"list\": []} | item:object | null",
                "list.push | {\"list\": null, \"item\": \"x\"} | list:string[] | [\"x\"]",
                "object.construct | {\"a.b\": 1, \"a.c.d\": \"\", \"e f\": null} | output:object |"
                        + " {\"a\":{\"b\":1,\"c\":{\"d\":\"\"}},\"e f\":null}",
                "object.construct | {\"a\": {\"x\": 1}, \"a.y\": 2} | output:object |"
                        + " {\"a\":{\"x\":1,\"y\":2}}",
                "object.get | {\"object\": {\"a\": \"7\"}, \"path\": \"a\"} | output:number | 7",
                "object.get | {\"object\": {\"a\": {\"b\": 1}}, \"path\": \"a\"} | output:string |"
                        + " \"{\\\"b\\\":1}\"",
                "object.get | {\"object\": [1, [2]], \"path\": \"1.0\"} | output:number | 2",
                "object.set | {\"object\": {}, \"path\": \"a.b\", \"value\": 1} | output:object |"
                        + " {\"a\":{\"b\":1}}",
                "json.parse | {\"string\": [1]} | output:object[] | [1]",
                "json.parse | {\"string\": \"null\"} | output:object | null",
                "math.add | {\"a\": null, \"b\": \"0.1\", \"c\": 0.2} | output:number | 0.3",
                "math.divide | {\"a\": 1, \"b\": 3, \"decimals\": 2} | percentage:string | \"33%\"",
                "math.expression | {\"_text_\": \"2 ^ 3 ^ 2 - -1\"} | output:number | 513",
                "math.expression | {\"_text_\": \"({{{a}}} - 116444736000000000) / 10000\", \"a\":"
                        + " 132539328000000000} | output:number | 1609459200000",
                "boolean.compare | {\"left-operand\": null, \"operator\": \"is empty\"} |"
                        + " result:boolean | true",
                "control.lookup | {\"key\": null, \"options/null\": \"nothing\", \"else\": \"x\"} |"
                        + " result:string | \"nothing\"",
                "control.lookup | {\"key\": 7, \"options/7\": \"seven\"} | result:string |"
                        + " \"seven\"",
                "date.add | {\"start\": \"2024-02-29T00:00:00Z\", \"scale\": -1, \"unit\":"
                        + " \"years\"} | output:Date | \"2023-02-28T00:00:00.000Z\"",
                "date.add | {\"start\": \"2024-01-01T00:00:00Z\", \"scale\": 1.5, \"unit\":"
                        + " \"days\"} | output:Date | \"2024-01-02T12:00:00.000Z\"",
                "date.diff | {\"start\": \"2024-01-01T00:00:00Z\", \"end\":"
                        + " \"2024-03-01T00:00:00Z\"} | months:number | -2",
                "date.format | {\"start\": \"2024-01-01T13:05:09Z\", \"format\": \"MM/DD/YY"
                    + " hh:mm:ss A Z\", \"zone\": \"America/Pacific\"} | output:string | \"01/01/24"
                    + " 01:05:09 PM +00:00\"",
                "date.parse | {\"start\": \"Jan 5, 2024 3:07 pm\", \"format\": \"MMM D, YYYY h:mm"
                        + " a\"} | output:Date | \"2024-01-05T15:07:00.000Z\"",
                "date.parse | {\"start\": \"20240105\", \"format\": \"YYYYMMDD\"} | output:Date |"
                        + " \"2024-01-05T00:00:00.000Z\"",
                "string.toTitleCase | {\"string\": \"\\u00e9lan von d'arc\"} | output:string |"
                        + " \"Élan Von D'arc\"",
                "string.pad | {\"string\": \"abcdef\", \"length\": 3} | output:string | \"abcdef\"",
                "string.pad | {\"string\": null, \"length\": 2} | output:string | \"  \"",
                "string.strip | {\"string\": \"xxx\", \"characters\": \"x\"} | output:string |"
                        + " \"\"",
                "string.matchAll | {\"string\": null, \"pattern\": \"a\"} | matches:string[] | []",
                "string.matchGroups | {\"string\": \"b\", \"pattern\": \"(a)?b\"} | groups:string[]"
                        + " | [\"\"]",
                "string.replacePattern | {\"string\": \"aXbx\", \"pattern\": \"x\", \"global\":"
                        + " false, \"sensitive\": false} | output:string | \"abx\"",
                "math.floor | {\"a\": null} | output:number | 0",
                "math.min | {\"a\": null, \"b\": \"2.5\", \"c\": [7, [1]]} | output:number | 1",
                "math.modulus | {\"a\": -7, \"b\": 3} | output:number | -1",
                "math.sqrt | {\"a\": 2} | output:string | \"1.414213562373095048801688724209698\"",
                "list.sortInOrder | {\"list\": [{\"n\": null}, {\"n\": \"x\"}, {\"n\": 1}],"
                        + " \"path\": \"n\"} | list:object[] | [{\"n\": 1}, {\"n\": \"x\"}, {\"n\":"
                        + " null}]",
                "list.slice | {\"list\": [1, 2], \"start\": 5} | list:number[] | []",
                "list.insertAt | {\"list\": [], \"index\": 0, \"item\": 1} | list:number[] | [1]",
                "list.groupObjects | {\"list\": [{\"a\": 1}, {\"a\": \"1\"}, {}], \"path\": \"a\"}"
                        + " | output:object | {\"1\": [{\"a\": 1}, {\"a\": \"1\"}], \"\": [{}]}",
                "list.build | {\"a\": \"x\"} | list:object[] | []",
                "object.removePaths | {\"object\": {\"a.b\": 1, \"a\": {\"b\": 2}}, \"paths\":"
                        + " [\"a.b\"]} | output:object | {\"a\": {\"b\": 2}}",
                "object.filterBy | {\"object\": {\"a\": \"\", \"b\": 1}, \"operator\": \"is not"
                        + " empty\"} | output:object | {\"b\": 1}",
                "date.inZone | {\"date\": \"2026-03-29T00:59:59Z\", \"zone\": \"Europe/Berlin\"} |"
                        + " offset:string | \"+01:00\"",
                "date.inZone | {\"date\": \"2026-03-29T01:00:00Z\", \"zone\": \"Europe/Berlin\"} |"
                        + " time:string | \"03:00:00\"",
                "url.parts | {\"url\": \"http://[2001:db8::1]/\"} | host:string |"
                        + " \"[2001:db8::1]\"",
                "url.build | {\"protocol\": \"http\", \"host\": \"localhost\", \"port\": 8080,"
                        + " \"path\": \"a%20b\"} | output:string | \"http://localhost:8080/a%20b\"",
                "csv.parse | {\"string\": \"\\ufeffa\\tb\\r\\n1\\t2\\r\\n\", \"delimiter\":"
                        + " \"\\\\t\"} | rows:object[] | [{\"a\": \"1\", \"b\": \"2\"}]",
                "csv.parse | {\"string\": null} | rows:object[] | []",
                "csv.stringify | {\"rows\": [], \"columns\": [\"a\", \"b\"]} | output:string |"
                        + " \"a,b\\n\"",
                "xml.parse | {\"string\": \"<a xmlns='urn:x'><![CDATA[<b>]]></a>\"} | output:object"
                        + " | {\"a\": \"<b>\"}",
                "crypto.hash | {\"algorithm\": \"SHA3-256\", \"data\": \"\"} | output:string |"
                        + " \"a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a\"",
                "ip.inRange | {\"address\": \"10.0.0.0/9\", \"ranges\": \"10.0.0.0/8\"} |"
                        + " result:boolean | true",
                "ip.inRange | {\"address\": \"10.0.0.0/7\", \"ranges\": \"10.0.0.0/8\"} |"
                        + " result:boolean | false",
                "ip.inRange | {\"address\": \"10.0.0.7\", \"ranges\": [\"10.0.0.5/29\"]} |"
                        + " range:string | \"10.0.0.5/29\"",
                "ip.inRange | {\"address\": \"10.0.0.7\", \"ranges\": []} | result:boolean | false",
                "ip.parse | {\"address\": \"fe80::/10\"} | local:boolean | true",
            })
    void gives(String card, String inputs, String output, String expected) {
        var world = new World();

        Outcome outcome = run(card, inputs, output, world);

        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        JsonNode made = world.steps.get(EXECUTION).getLast().outputs().path(output.split(":")[0]);
        assertThat(Comparison.deepEqual(made, JsonText.read(expected)))
                .as("made %s, expected %s", made, expected)
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "list.at | {\"list\": [], \"index\": 0} | item:object | there is no item 0 in a"
                        + " list of 0 items",
                "list.at | {\"list\": [1], \"index\": -1} | item:object | there is no item -1",
                "list.at | {\"list\": [1], \"index\": 0.5} | item:object | input \"index\": the"
                        + " number has a fraction",
                "list.at | {\"list\": [\"x\"], \"index\": 0} | item:number | Invalid type"
                        + " conversion at output \"item\" (Number)",
                "json.parse | {\"string\": \"{a\"} | output:object | mistake in line 1",
                "json.parse | {\"string\": \"\"} | output:object | the text is blank",
                "string.base64Decode | {\"string\": \"!!\"} | output:string | Expected Base64",
                "string.match | {\"string\": \"a\", \"target\": \"(\"} | output:number | no regular"
                        + " expression",
                "string.matches | {\"string\": \"a\", \"pattern\":"
                        + " \"([a-z]{1,500}){1,500}\"} | result:boolean | repeats expand to more"
                        + " than 2000 parts",
                "math.divide | {\"a\": 1, \"b\": null} | output:number | divided by 0",
                "math.expression | {\"_text_\": \"1 / (2 - 2)\"} | output:number | divides by 0",
                "math.expression | {\"_text_\": \"1 + * 2\"} | output:number | a parenthesis at"
                        + " character 5",
                "math.expression | {\"_text_\": \"{{{x}}}\"} | output:number | no input of that"
                        + " key",
                "math.expression | {\"_text_\": \"9^9999\"} | output:number | a power beyond 1000",
                "math.add | {\"a\": \"abc\", \"b\": 1} | output:number | a text of 3 characters"
                        + " cannot be turned into Number",
                "math.random | {\"a\": 4, \"b\": 4} | output:number | no whole number from 4",
                "boolean.compare | {\"left-operand\": 1, \"operator\": \"~\"} | result:boolean | no"
                        + " comparison \"~\"",
                "date.add | {\"start\": \"\", \"scale\": 1, \"unit\": \"days\"} | output:Date |"
                        + " input \"start\" is blank",
                "date.add | {\"start\": \"2024-01-01\", \"scale\": 1, \"unit\": \"moons\"} |"
                        + " output:Date | no unit of time",
                "date.add | {\"start\": \"2024-01-01\", \"scale\": 1e300, \"unit\": \"years\"} |"
                        + " output:Date | out of range",
                "date.parse | {\"start\": \"5/1\", \"format\": \"MM/DD/Y\"} | output:Date | no date"
                        + " of the format MM/DD/Y",
                "crypto.hmac | {\"algorithm\": \"rot13\", \"key\": \"k\", \"data\": \"d\"} |"
                        + " output:string | not available",
                "object.set | {\"object\": {\"l\": [1]}, \"path\": \"l.5000\", \"value\": 1} |"
                        + " output:object | whole number up to 1001",
                "string.pad | {\"string\": \"a\", \"length\": 10001} | output:string | input"
                        + " \"length\" is 10001",
                "string.pad | {\"string\": \"a\", \"length\": 3, \"side\": \"top\"} | output:string"
                        + " | input \"side\" is \"top\"",
                "string.matchAll | {\"string\": \"a\", \"pattern\": \"(?=a)\"} | matches:string[] |"
                        + " no regular expression",
                "string.replacePattern | {\"string\": \"a\", \"pattern\": \"a\", \"replacement\":"
                        + " \"$1\"} | output:string | group 1, but the pattern has 0",
                "math.truncate | {\"a\": 1, \"decimals\": -1} | output:number | input \"decimals\""
                        + " is -1",
                "math.min | {\"a\": null} | output:number | expected at least one number",
                "math.max | {\"a\": \"x\"} | output:number | input \"a\": a text of 1 characters"
                        + " cannot be turned into Number",
                "math.modulus | {\"a\": 1, \"b\": 0} | output:number | input \"b\" is 0",
                "math.sqrt | {\"a\": -1} | output:number | input \"a\" is negative",
                "list.sortInOrder | {\"list\": [], \"order\": \"up\"} | list:object[] | input"
                        + " \"order\" is \"up\"",
                "list.insertAt | {\"list\": [1], \"index\": 2, \"item\": 1} | list:number[] | input"
                        + " \"index\" is 2, expected 0 to 1",
                "list.removeAt | {\"list\": [], \"index\": 0} | list:number[] | the list is empty",
                "list.set | {\"list\": [1], \"index\": -2, \"item\": 1} | list:number[] | input"
                        + " \"index\" is -2",
                "list.numbers | {\"end\": 5, \"step\": 0} | list:number[] | input \"step\" is 0",
                "list.numbers | {\"end\": 1e9} | list:number[] | more than 100000 numbers",
                "date.inZone | {\"date\": \"2026-01-01\", \"zone\": \"America/Pacific\"} |"
                        + " time:string | input \"zone\" is \"America/Pacific\"",
                "url.parts | {\"url\": \"example.org/x\"} | host:string | a protocol and a host are"
                        + " expected",
                "url.parts | {\"url\": \"https://a/?x=%zz\"} | host:string | is no URL",
                "url.decodeComponent | {\"string\": \"%4\"} | output:string | two hexadecimal"
                        + " digits",
                "url.build | {\"host\": \"a b\"} | output:string | is no URL",
                "csv.parse | {\"string\": \"a\\n1,2\"} | rows:object[] | Row 1 of the input"
                        + " \"string\" has 2 values",
                "csv.parse | {\"string\": \"a,a\\n\"} | rows:object[] | Two columns",
                "csv.parse | {\"string\": \"a\\n\\\"x\"} | rows:object[] | is no CSV",
                "csv.parse | {\"string\": \"a\", \"delimiter\": \"--\"} | rows:object[] | input"
                        + " \"delimiter\" is a text of 2",
                "xml.parse | {\"string\": \"<a><b></a>\"} | output:object | mistake in line 1",
                "xml.parse | {\"string\": \"<!DOCTYPE a [<!ENTITY x SYSTEM"
                    + " 'file:///etc/passwd'>]><a>&x;</a>\"} | output:object | document types are"
                    + " not read",
                "xml.parse | {\"string\": \"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>\"} |"
                        + " output:object | document types are not read",
                "xml.parse | {\"string\": \"<a>&x;</a>\"} | output:object | no XML that can be"
                        + " read",
                "crypto.hash | {\"algorithm\": \"crc32\", \"data\": \"\"} | output:string | input"
                        + " \"algorithm\" is \"crc32\"",
                "crypto.hash | {\"data\": \"\", \"digest\": \"ascii\"} | output:string | input"
                        + " \"digest\" is \"ascii\"",
                "ip.inRange | {\"address\": \"localhost\", \"ranges\": []} | result:boolean | input"
                        + " \"address\"",
                "ip.inRange | {\"address\": \"10.1\", \"ranges\": []} | result:boolean | input"
                        + " \"address\"",
                "ip.inRange | {\"address\": \"1.1.1.1\", \"ranges\": [\"1.1.1.0/33\"]} |"
                        + " result:boolean | input \"ranges\"",
                "ip.inRange | {\"address\": \"1.1.1.1\", \"ranges\": [\"1.1.*.*\"]} |"
                        + " result:boolean | input \"ranges\"",
                "jwt.decode | {\"token\": \"a.b\"} | payload:object | no signed JSON Web Token",
            })
    void refuses(String card, String inputs, String output, String message) {
        Outcome outcome = run(card, inputs, output, new World());

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(((Outcome.Failed) outcome).failure()).hasMessageContaining(message);
    }
}
