package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;

import java.io.StringReader;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML. Document types are refused, so that there are no entities to expand or to fetch; depth
 * and number of elements are bounded.
 */
@Category(Category.XML)
public final class XmlCards {
    private static final int DEEPEST = 200;
    private static final int MOST_ELEMENTS = 200_000;
    private static final XMLInputFactory READERS = readers();

    private XmlCards() {}

    private static XMLInputFactory readers() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    record Parsed(@Help("The root element under its name") ObjectNode output) {}

    @Card(
            id = "xml.parse",
            title = "Parse XML",
            help =
                    "Reads XML as an object. An element with nothing but text is that text; others"
                            + " are objects of their elements, of attributes with @ before the"
                            + " name, and of #text. Elements of the same name become a list."
                            + " Prefixes of names are kept; document types are refused.")
    @Example(
            in =
                    """
                    {"string": "<alert id='7'><user>Ada &amp; Bob</user><ip>1.1.1.1</ip><ip>2.2.2.2</ip><note/></alert>"}\
                    """,
            out =
                    """
                    {"output": {"alert": {"@id": "7", "user": "Ada & Bob", "ip": ["1.1.1.1", "2.2.2.2"], "note": ""}}}\
                    """)
    @Example(
            in =
                    """
                    {"string": "<p class='x'>Hello <b>you</b></p>"}\
                    """,
            out =
                    """
                    {"output": {"p": {"@class": "x", "b": "you", "#text": "Hello"}}}\
                    """)
    static Parsed parse(@Field(label = "text") @Help("The XML text") String string) {
        return new Parsed(read(string));
    }

    /**
     * XML as an object, as the card gives it.
     *
     * @throws CardFailure.Invalid when it cannot be read
     */
    public static ObjectNode read(String string) {
        try {
            XMLStreamReader reader =
                    READERS.createXMLStreamReader(new StringReader(string.strip()));
            try {
                ObjectNode document = JsonNodeFactory.instance.objectNode();
                var count = new int[1];
                while (reader.hasNext()) {
                    switch (reader.next()) {
                        case XMLStreamConstants.DTD ->
                                throw refused(string, "document types are not read here");
                        case XMLStreamConstants.START_ELEMENT ->
                                document.set(name(reader), element(reader, 1, count, string));
                        default -> {
                            // comments and instructions say nothing
                        }
                    }
                }
                return document;
            } finally {
                reader.close();
            }
        } catch (XMLStreamException mistake) {
            throw refused(
                    string,
                    mistake.getLocation() == null
                            ? "it cannot be read"
                            : "mistake in line "
                                    + mistake.getLocation().getLineNumber()
                                    + ", column "
                                    + mistake.getLocation().getColumnNumber());
        }
    }

    private static JsonNode element(XMLStreamReader reader, int depth, int[] count, String string)
            throws XMLStreamException {
        if (depth > DEEPEST) {
            throw refused(string, "elements are nested more than " + DEEPEST + " deep");
        }
        ObjectNode element = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.put(
                    "@" + qualified(reader.getAttributePrefix(i), reader.getAttributeLocalName(i)),
                    reader.getAttributeValue(i));
        }
        count[0] += 1 + reader.getAttributeCount();
        if (count[0] > MOST_ELEMENTS) {
            throw refused(string, "it has more than " + MOST_ELEMENTS + " elements");
        }
        var text = new StringBuilder();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    String name = name(reader);
                    add(element, name, element(reader, depth + 1, count, string));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        text.append(reader.getText());
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw refused(string, "it uses an entity that XML itself does not have");
                case XMLStreamConstants.END_ELEMENT -> {
                    return finished(element, text);
                }
                default -> {
                    // comments and instructions say nothing
                }
            }
        }
    }

    private static JsonNode finished(ObjectNode element, StringBuilder text) {
        if (element.isEmpty()) {
            return TextNode.valueOf(text.toString());
        }
        String words = text.toString().strip();
        return words.isEmpty() ? element : element.put("#text", words);
    }

    private static void add(ObjectNode element, String name, JsonNode value) {
        switch (element.get(name)) {
            case null -> element.set(name, value);
            case ArrayNode several -> several.add(value);
            case JsonNode first -> element.putArray(name).add(first).add(value);
        }
    }

    private static String name(XMLStreamReader reader) {
        return qualified(reader.getPrefix(), reader.getLocalName());
    }

    private static String qualified(String prefix, String name) {
        return prefix == null || prefix.isEmpty() ? name : prefix + ":" + name;
    }

    private static CardFailure refused(String text, String why) {
        return new CardFailure.Invalid(
                "The input \"string\", a text of "
                        + text.length()
                        + " characters, is no XML that can be read: "
                        + why
                        + ".",
                400);
    }
}
