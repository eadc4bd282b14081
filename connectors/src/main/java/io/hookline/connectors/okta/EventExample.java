package io.hookline.connectors.okta;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardExample;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.value.JsonText;

import java.util.List;

/** What the event cards give when Grace does something to Ada. */
final class EventExample {
    private static final ObjectNode GRACE =
            entity("00u2", "grace@example.com", "Grace Hopper", "User");
    private static final ObjectNode ADA = entity("00u1", "ada@example.com", "Ada Lovelace", "User");
    private static final ObjectNode GROUP = entity("00g1", "", "Engineers", "UserGroup");

    private EventExample() {}

    static CardExample of(String eventType, List<FieldDefinition> fields) {
        ObjectNode outputs = JsonNodeFactory.instance.objectNode();
        ObjectNode event = outputs.putObject("Output");
        event.put("Event Type", eventType);
        fields.forEach(field -> give(event, field.key()));
        return new CardExample("{}", JsonText.write(outputs));
    }

    private static void give(ObjectNode event, String key) {
        switch (key) {
            case "Actor", "Admin" -> event.set(key, GRACE);
            case "Okta User" -> event.set(key, ADA);
            case "Group" -> event.set(key, GROUP);
            case "User Groups" -> event.putArray(key).add(GROUP);
            case "Application" -> event.set(key, entity("0oa1", "", "Mail", "AppInstance"));
            case "Application User" ->
                    event.set(key, entity("0ua1", "ada@example.com", "Ada Lovelace", "AppUser"));
            case "MFA Factor" -> {
                event.set(key, entity("ost1", "", "Security key", "Factor"));
                event.withObjectProperty(key).putNull("Detail");
            }
            case "Review Item" ->
                    event.set(key, entity("icri1", "", "Ada in Engineers", "ReviewItem"));
            case "Changed Attributes" -> event.put(key, "title,department");
            case "Reason" -> event.put(key, "The device was lost");
            case "Result" -> event.put(key, "SUCCESS");
            case "Severity" -> event.put(key, "INFO");
            case "Name" -> event.put(key, "Grace Hopper");
            case "Email" -> event.put(key, "grace@example.com");
            case "User ID" -> event.put(key, "00u2");
            default -> {
                // The rest is what the event says, as it says it.
            }
        }
    }

    private static ObjectNode entity(String id, String alternateId, String name, String type) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ID", id)
                .put("Alternate ID", alternateId)
                .put("Display Name", name)
                .put("Type", type);
    }
}
