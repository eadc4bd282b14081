package io.hookline.flow.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardAddress;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.SteeringCard;
import io.hookline.flow.model.ErrorPolicy.Then;
import io.hookline.flow.model.FlowCard.Branch;
import io.hookline.flow.value.Transform;
import io.hookline.flow.value.Transform.Convert;
import io.hookline.flow.value.ValueType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the cards of one flow, with the links between them resolved to places and slots. */
final class CardReader {
    /** Fields without a place come after those with one, in the order of the file. */
    private static final Comparator<JsonNode> DISPLAY =
            Comparator.comparingInt(
                    field -> field.path("metadata").path("index").asInt(Integer.MAX_VALUE));

    private final String flow;
    private final int depth;
    private final List<ObjectNode> methods;
    private final Map<String, Integer> places;
    private final int[] index;
    private final List<Map<String, Integer>> slots = new ArrayList<>();
    private final Map<String, List<Pin>> pins = new HashMap<>();
    private final Set<Integer> used = new HashSet<>();
    private int slotCount;

    CardReader(
            String flow,
            int depth,
            List<ObjectNode> methods,
            Map<String, Integer> places,
            int[] index) {
        this.flow = flow;
        this.depth = depth;
        this.methods = methods;
        this.places = places;
        this.index = index;
        numberOutputs();
        for (int i = 0; i < methods.size(); i++) {
            collectPins(i);
        }
    }

    /** Which card it is: module and name of its address, whatever the version. */
    static String id(ObjectNode method) {
        return address(method).map(CardAddress::id).orElse("");
    }

    private static Optional<CardAddress> address(ObjectNode method) {
        return CardAddress.parse(method.path("address").asText(""));
    }

    int slots() {
        return slotCount;
    }

    FlowCard read(int place, Optional<Branch> path) {
        ObjectNode method = methods.get(place);
        CardAddress address =
                address(method)
                        .orElseThrow(() -> invalid(place, "its address is no address of a card"));
        String id = address.id();
        JsonNode model = method.path("node").path("model");
        return new FlowCard(
                index[place],
                method.path("uuid").asText(),
                address,
                title(place, id),
                !model.path("displayed").asBoolean(true),
                inputs(place, model),
                outputs(place, model),
                policy(place, model.path("policy").path("error")),
                connection(model),
                model.path("onUncertain").asText("").equals("stop"),
                path,
                joins(method),
                !SteeringCard.COMMENT.is(id),
                timeout(model.path("timeout")),
                ApprovalDemand.read(model.path("approval")));
    }

    /**
     * A generated card bears the uuid of its source: it is shown as that card's title and the path.
     */
    private String title(int place, String id) {
        String own = methods.get(place).path("node").path("data").path("name").asText(id);
        if (!SteeringCard.EXPAND.is(id)) {
            return own;
        }
        String source = own;
        var taken = new ArrayList<String>();
        for (JsonNode output :
                fields(methods.get(place).path("node").path("model").path("outputs"))) {
            JsonNode metadata = output.path("metadata");
            Integer from = places.get(metadata.path("srcMethodId").asText(own));
            if (from != null && !SteeringCard.EXPAND.is(id(methods.get(from)))) {
                source = methods.get(from).path("node").path("data").path("name").asText(own);
            }
            if (output.path("key").asText().equals("value")) {
                taken.add(String.join(".", strings(metadata.path("path"))));
            }
        }
        return taken.isEmpty() ? source : source + ": " + String.join(", ", taken);
    }

    private List<Input> inputs(int place, JsonNode model) {
        var inputs = new ArrayList<Input>();
        for (JsonNode field : fields(model.path("inputs"))) {
            JsonNode value = field.path("value");
            JsonNode metadata = field.path("metadata");
            String key = field.path("key").asText();
            JsonNode literal = value.path("data");
            ValueType type = type(value);
            boolean holdsFlow =
                    type.kind() == ValueType.Kind.FLOW && literal.path("methods").isArray();
            inputs.add(
                    new Input(
                            field.path("id").asText(),
                            field.path("group").asText(""),
                            key,
                            metadata.path("displayname").asText(key),
                            type,
                            field.path("required").asBoolean(false),
                            literal.isMissingNode() || holdsFlow
                                    ? NullNode.getInstance()
                                    : literal.deepCopy(),
                            pins.getOrDefault(pinKey(place, field.path("id").asText()), List.of()),
                            proxy(value.path("proxy")),
                            value.path("error").asBoolean(false),
                            metadata.has("wormholeMethodId"),
                            holdsFlow ? Optional.of(nested(place, literal)) : Optional.empty()));
        }
        return inputs;
    }

    private List<Output> outputs(int place, JsonNode model) {
        var outputs = new ArrayList<Output>();
        for (JsonNode field : fields(model.path("outputs"))) {
            String id = field.path("id").asText();
            int slot = slots.get(place).get(id);
            outputs.add(
                    new Output(
                            id,
                            field.path("group").asText(""),
                            field.path("key").asText(),
                            type(field.path("value")),
                            slot,
                            strings(field.path("metadata").path("path")),
                            used.contains(slot),
                            field.path("metadata").has("wormholeMethodId")));
        }
        return outputs;
    }

    private Flow nested(int place, JsonNode data) {
        return FlowReader.readNested(
                data, flow + " / " + title(place, id(methods.get(place))), depth + 1);
    }

    private ErrorPolicy policy(int place, JsonNode error) {
        JsonNode flo = error.path("flo");
        Then then =
                switch (error.path("type").asText("finish")) {
                    case "finish" -> new ErrorPolicy.Finish();
                    case "handler" -> {
                        if (!flo.path("methods").isArray()) {
                            throw invalid(place, "its error handler holds no flow");
                        }
                        yield new ErrorPolicy.Handle(nested(place, flo));
                    }
                    case "flo" -> new ErrorPolicy.Run(flo.asText(""));
                    case "return" -> new ErrorPolicy.Return();
                    default ->
                            throw invalid(
                                    place,
                                    "its error policy is \""
                                            + error.path("type").asText()
                                            + "\", expected finish, handler, flo or return");
                };
        ErrorPolicy.Retry retry = PolicyReader.retry(error);
        return then instanceof ErrorPolicy.Finish && retry.times() == 0
                ? ErrorPolicy.FINISH
                : new ErrorPolicy(then, retry);
    }

    /** A missing or invalid timeout is the longest. */
    private static Duration timeout(JsonNode millis) {
        long given = millis.asLong(0);
        return given <= 0 || given > FlowCard.LONGEST.toMillis()
                ? FlowCard.LONGEST
                : Duration.ofMillis(given);
    }

    private static Optional<String> connection(JsonNode model) {
        String id = model.path("config").asText("");
        return id.isEmpty() || id.equals("null") ? Optional.empty() : Optional.of(id);
    }

    private static Map<String, String> joins(ObjectNode method) {
        var joins = new LinkedHashMap<String, String>();
        for (var entry : method.path("joins").properties()) {
            for (JsonNode output : entry.getValue()) {
                joins.put(output.path("output").asText(), entry.getKey());
            }
        }
        return joins;
    }

    private static Optional<Proxy> proxy(JsonNode proxy) {
        return proxy.isObject()
                ? Optional.of(
                        new Proxy(
                                proxy.path("dynamic").asBoolean(false),
                                proxy.path("path").asText("")))
                : Optional.empty();
    }

    private void numberOutputs() {
        for (ObjectNode method : methods) {
            var own = new HashMap<String, Integer>();
            for (JsonNode field : fields(method.path("node").path("model").path("outputs"))) {
                own.put(field.path("id").asText(), slotCount++);
            }
            slots.add(own);
        }
    }

    private void collectPins(int place) {
        for (var output : methods.get(place).path("pins").properties()) {
            Integer slot = slots.get(place).get(output.getKey());
            if (slot == null) {
                throw invalid(
                        place,
                        "a link leaves from its output "
                                + output.getKey()
                                + ", which is not there");
            }
            for (var target : output.getValue().properties()) {
                Integer to = places.get(target.getKey());
                if (to == null) {
                    throw invalid(
                            place,
                            "a link leads to the card " + target.getKey() + ", which is not there");
                }
                for (JsonNode link : target.getValue()) {
                    String input = link.path("input").asText();
                    if (!methods.get(to)
                            .path("node")
                            .path("model")
                            .path("inputs")
                            .path("data")
                            .has(input)) {
                        throw invalid(
                                to, "a link leads to its input " + input + ", which is not there");
                    }
                    used.add(slot);
                    pins.computeIfAbsent(pinKey(to, input), key -> new ArrayList<>(1))
                            .add(
                                    new Pin(
                                            index[place],
                                            slot,
                                            transform(place, link.path("transform"))));
                }
            }
        }
    }

    private Optional<Transform> transform(int place, JsonNode transform) {
        if (!transform.isObject() || transform.isEmpty()) {
            return Optional.empty();
        }
        JsonNode only = transform.iterator().next();
        boolean wraps = only.path("forceWrapArray").asBoolean(false);
        String word = only.path("convert").isNull() ? "" : only.path("convert").asText("");
        if (word.isEmpty()) {
            return wraps ? Optional.of(new Transform(Convert.WRAP_ARRAY, true)) : Optional.empty();
        }
        Convert convert =
                Convert.of(word)
                        .orElseThrow(() ->
                                invalid(
                                        place,
                                        "a link carries the unknown conversion \"" + word + "\""));
        return Optional.of(new Transform(convert, wraps));
    }

    private static ValueType type(JsonNode value) {
        return ValueType.of(value.path("type"), value.path("collection").asBoolean(false));
    }

    private static List<JsonNode> fields(JsonNode side) {
        var fields = new ArrayList<JsonNode>();
        for (var entry : side.path("data").properties()) {
            JsonNode field = entry.getValue();
            fields.add(
                    field.path("id").isTextual() && field.path("id").asText().equals(entry.getKey())
                            ? field
                            : withId(field, entry.getKey()));
        }
        fields.sort(DISPLAY);
        return fields;
    }

    /** A field is known by the key of its map. */
    private static JsonNode withId(JsonNode field, String id) {
        ObjectNode copy =
                field.isObject() ? field.deepCopy() : JsonNodeFactory.instance.objectNode();
        return copy.put("id", id);
    }

    private static List<String> strings(JsonNode list) {
        var strings = new ArrayList<String>(list.size());
        list.forEach(item -> strings.add(item.asText()));
        return strings;
    }

    private static String pinKey(int place, String input) {
        return place + " " + input;
    }

    private CardFailure.Invalid invalid(int place, String what) {
        ObjectNode method = methods.get(place);
        return new CardFailure.Invalid(
                "The flow \""
                        + flow
                        + "\" cannot be read: card \""
                        + method.path("node").path("data").path("name").asText(id(method))
                        + "\" ("
                        + method.path("uuid").asText()
                        + "): "
                        + what
                        + ".");
    }
}
