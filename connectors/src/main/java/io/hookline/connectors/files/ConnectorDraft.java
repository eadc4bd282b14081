package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the beginning of a connector file: an example, or an action for each operation of an
 * OpenAPI 3 description. What a description does not say, effects above all, is guessed on the safe
 * side and marked; a person looks at it.
 */
public final class ConnectorDraft {
    private static final int MOST_ACTIONS = 499;
    private static final int MOST_FIELDS = 60;
    private static final int LONGEST_HELP = 200;
    private static final int DEEPEST_REFERENCE = 10;
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

    private final JsonNode api;
    private final StringBuilder file = new StringBuilder();
    private final Set<String> names = new HashSet<>();

    private ConnectorDraft(JsonNode api) {
        this.api = api;
    }

    /** A connector with one action. */
    public static String of(String id) {
        return """
        # How such files are written: docs/connector-files.md. Check it: hookline connector check %1$s.yaml
        format: 1
        id: %1$s
        name: %2$s
        tried: false
        connection:
          baseUrl: https://api.example.com
          auth: [token]
          help: Where the token comes from, and what it must be allowed to do.
          check: GET /me
        actions:
          readUser:
            title: Read User
            help: Gives one user.
            request: GET /users/{User/ID}
            in:
              User: {ID*: The id of the user}
            out:
              User: {ID*: id, Name: name, Created: date created_at}
        """
                .formatted(id, quoted(title(id)));
    }

    /**
     * A draft.
     *
     * @param id of the connector
     * @param description an OpenAPI 3 description, YAML or JSON
     * @throws FaultyFile when it is none
     */
    public static String from(String id, String description) {
        Faults faults = new Faults();
        JsonNode api = LocatedReader.readLarge(description, faults).json();
        faults.throwIfAny();
        if (!api.path("openapi").asText("").startsWith("3.") || !api.path("paths").isObject()) {
            throw new FaultyFile(
                    List.of(
                            new Fault(
                                    Place.START,
                                    "This is no OpenAPI 3 description: it needs \"openapi: 3.…\""
                                            + " and \"paths\".")));
        }
        return new ConnectorDraft(api).draft(id);
    }

    private String draft(String id) {
        line(
                0,
                "# A draft, made of an OpenAPI description. Look at every action: its effect is a"
                        + " guess,");
        line(0, "# and so is which outputs people need. Then take what nobody needs away.");
        line(0, "format: 1");
        line(0, "id: " + id);
        line(0, "name: " + quoted(sentence(api.at("/info/title").asText(title(id)))));
        line(0, "tried: false");
        line(0, "connection:");
        baseUrl().ifPresent(url -> line(1, "baseUrl: " + quoted(url)));
        auth();
        line(0, "actions:");
        int left = 0;
        int made = 0;
        for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
            for (String method : METHODS) {
                JsonNode operation = path.getValue().path(method);
                if (operation.isObject() && made < MOST_ACTIONS) {
                    action(path.getKey(), method, path.getValue(), operation);
                    made++;
                } else if (operation.isObject()) {
                    left++;
                }
            }
        }
        if (made == 0) {
            throw new FaultyFile(
                    List.of(new Fault(Place.START, "The description has no operations.")));
        }
        if (left > 0) {
            line(0, "# " + left + " more operations were left out.");
        }
        return file.toString();
    }

    private Optional<String> baseUrl() {
        String url = api.at("/servers/0/url").asText("");
        return url.matches("https?://[A-Za-z0-9.:-]+(/[A-Za-z0-9._~/-]*)?")
                ? Optional.of(url.replaceAll("/+$", ""))
                : Optional.empty();
    }

    private void auth() {
        List<String> kinds = new ArrayList<>();
        Optional<String> header = Optional.empty();
        for (JsonNode scheme : api.at("/components/securitySchemes")) {
            JsonNode resolved = resolved(scheme);
            String type = resolved.path("type").asText("");
            String word = resolved.path("scheme").asText("").toLowerCase(Locale.ROOT);
            if (type.equals("http") && word.equals("basic")) {
                kinds.add("basic");
            } else if (type.equals("http")) {
                kinds.add("token");
            } else if (type.equals("apiKey") && resolved.path("in").asText("").equals("header")) {
                kinds.add("token");
                header = Optional.of(resolved.path("name").asText(""));
            } else if (type.equals("oauth2")) {
                kinds.add("oauth2");
            }
        }
        line(
                1,
                "auth: ["
                        + (kinds.isEmpty()
                                ? "token"
                                : String.join(", ", kinds.stream().distinct().toList()))
                        + "]");
        header.filter(name -> name.matches("[A-Za-z0-9-]{1,100}"))
                .ifPresent(name -> line(1, "token: {header: " + quoted(name) + "}"));
    }

    private void action(String path, String method, JsonNode around, JsonNode operation) {
        String name = name(path, method, operation);
        String title =
                sentence(operation.path("summary").asText(title(name))).replaceFirst("\\.$", "");
        String help = operation.path("description").asText(title);
        line(1, name + ":");
        line(2, "title: " + quoted(title.isBlank() ? name : title));
        line(2, "help: " + quoted(sentence(help).isBlank() ? title(name) : sentence(help)));
        if (!method.equals("get")) {
            line(
                    2,
                    "effect: "
                            + (method.equals("delete") ? "DESTRUCTIVE" : "CHANGE")
                            + "  # a guess: look at it");
        }
        List<JsonNode> parameters = new ArrayList<>();
        around.path("parameters").forEach(parameter -> parameters.add(resolved(parameter)));
        operation.path("parameters").forEach(parameter -> parameters.add(resolved(parameter)));
        line(2, "request: " + quoted(method.toUpperCase(Locale.ROOT) + " " + template(path)));
        fields(path, parameters, operation);
        outputs(operation);
    }

    /** The path with its parameters as inputs; each stands for itself, whatever it was called. */
    private static String template(String path) {
        String plain = path.replaceFirst("[?#].*", "");
        String whole = plain.startsWith("/") ? plain : "/" + plain;
        return whole.replaceAll("\\{([^{}]*)}", "{Path/$1}").replaceAll("[^!-~]", "-");
    }

    private void fields(String path, List<JsonNode> parameters, JsonNode operation) {
        List<String> inPath = new ArrayList<>();
        Matcher holes = Pattern.compile("\\{([^{}]*)}").matcher(path);
        while (holes.find()) {
            inPath.add(holes.group(1));
        }
        List<JsonNode> query =
                parameters.stream()
                        .filter(parameter -> parameter.path("in").asText("").equals("query"))
                        .filter(parameter -> isKey(parameter.path("name").asText("")))
                        .limit(MOST_FIELDS)
                        .toList();
        JsonNode schema = schema(content(resolved(operation.path("requestBody"))));
        List<String> members = members(schema);
        boolean any = schema.isObject() && members.isEmpty();
        if (!query.isEmpty()) {
            line(2, "query:");
            query.stream()
                    .map(parameter -> parameter.path("name").asText())
                    .distinct()
                    .forEach(name -> line(3, quoted(name) + ": " + quoted("{Query/" + name + "}")));
        }
        if (any) {
            line(2, "body: \"{Body/Content}\"");
        } else if (!members.isEmpty()) {
            line(2, "body:");
            members.forEach(name -> line(3, quoted(name) + ": " + quoted("{Body/" + name + "}")));
        }
        if (inPath.isEmpty() && query.isEmpty() && members.isEmpty() && !any) {
            return;
        }
        line(2, "in:");
        if (!inPath.isEmpty()) {
            line(3, "Path:");
            inPath.stream()
                    .distinct()
                    .forEach(name ->
                            input(
                                    name + "*",
                                    parameters.stream()
                                            .filter(one ->
                                                    one.path("in").asText("").equals("path")
                                                            && one.path("name")
                                                                    .asText("")
                                                                    .equals(name))
                                            .findFirst()
                                            .orElse(api.path("nothing")),
                                    "text"));
        }
        if (!query.isEmpty()) {
            line(3, "Query:");
            Set<String> seen = new HashSet<>();
            query.stream()
                    .filter(parameter -> seen.add(parameter.path("name").asText()))
                    .forEach(parameter ->
                            input(
                                    parameter.path("name").asText()
                                            + (parameter.path("required").asBoolean() ? "*" : ""),
                                    parameter,
                                    type(resolved(parameter.path("schema")))));
        }
        if (any) {
            line(3, "Body:");
            line(4, "Content: \"(any) What is sent, as JSON\"");
        } else if (!members.isEmpty()) {
            line(3, "Body:");
            Set<String> required = new HashSet<>();
            schema.path("required").forEach(name -> required.add(name.asText()));
            members.forEach(name -> {
                JsonNode member = resolved(schema.path("properties").path(name));
                input(name + (required.contains(name) ? "*" : ""), member, type(member));
            });
        }
    }

    private void input(String key, JsonNode about, String type) {
        String help = sentence(about.path("description").asText(""));
        String plain = key.replaceFirst("\\*$", "");
        // a text that begins with a bracket would be read as a type
        String words = help.isBlank() || help.startsWith("(") ? title(plain) + " " + help : help;
        line(4, quoted(key) + ": " + quoted("(" + type + ") " + words.strip()));
    }

    private void outputs(JsonNode operation) {
        JsonNode answer = api.path("nothing");
        for (Map.Entry<String, JsonNode> response : operation.path("responses").properties()) {
            if (response.getKey().startsWith("2") && !answer.isObject()) {
                answer = schema(content(resolved(response.getValue())));
            }
        }
        boolean list = answer.path("type").asText("").equals("array");
        JsonNode record = list ? resolved(answer.path("items")) : answer;
        List<String> members = members(record);
        if (list && !members.isEmpty()) {
            line(2, "list:  # paging, sets and size: see the API's own pages");
            line(3, "output: Records");
            line(3, "record:");
            members.forEach(name -> output(4, name, record));
            return;
        }
        line(2, "out:");
        line(3, "Result:");
        if (members.isEmpty()) {
            line(4, "Status Code: $status");
            if (answer.isObject()) {
                line(4, "Body: any $");
            }
        }
        members.forEach(name -> output(4, name, record));
    }

    private void output(int depth, String name, JsonNode record) {
        String path = "/" + name.replace("~", "~0").replace("/", "~1");
        line(
                depth,
                quoted(name)
                        + ": "
                        + quoted(
                                type(resolved(record.path("properties").path(name))) + " " + path));
    }

    /** The names of an object's members that can be keys. */
    private static List<String> members(JsonNode schema) {
        return schema.path("properties")
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(ConnectorDraft::isKey)
                .limit(MOST_FIELDS)
                .toList();
    }

    private static boolean isKey(String name) {
        return name.matches("[^{}|*\\p{Cntrl}\\s]{1,100}");
    }

    private static JsonNode content(JsonNode of) {
        JsonNode content = of.path("content");
        return content.path("application/json").isObject()
                ? content.path("application/json")
                : content.propertyStream()
                        .filter(type -> type.getKey().endsWith("+json"))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(content.path("application/json"));
    }

    private JsonNode schema(JsonNode content) {
        JsonNode schema = resolved(content.path("schema"));
        JsonNode first = schema.path("allOf").path(0);
        return schema.path("properties").isEmpty() && first.isObject() ? resolved(first) : schema;
    }

    /** What a local reference means; nothing for one that leads elsewhere or in a circle. */
    private JsonNode resolved(JsonNode node) {
        JsonNode there = node;
        for (int i = 0; i < DEEPEST_REFERENCE && there.path("$ref").isTextual(); i++) {
            String reference = there.path("$ref").textValue();
            there =
                    reference.startsWith("#/")
                            ? api.at(reference.substring(1))
                            : api.path("nothing");
        }
        return there.has("$ref") ? api.path("nothing") : there;
    }

    private String type(JsonNode schema) {
        String type =
                schema.path("type").isArray()
                        ? schema.path("type").path(0).asText("")
                        : schema.path("type").asText("");
        return switch (type) {
            case "integer", "number" -> "number";
            case "boolean" -> "boolean";
            case "array" -> {
                JsonNode item = resolved(schema.path("items"));
                boolean nested = item.path("type").asText("").equals("array");
                String word = nested ? "any" : type(item);
                yield word.equals("any") ? word : word + "[]";
            }
            case "string" -> schema.path("format").asText("").equals("date-time") ? "date" : "text";
            case "object" -> "object";
            default -> schema.path("properties").isObject() ? "object" : "any";
        };
    }

    private String name(String path, String method, JsonNode operation) {
        String wanted =
                operation.path("operationId").asText("").isBlank()
                        ? method + " " + path
                        : operation.path("operationId").asText();
        StringBuilder name = new StringBuilder();
        boolean upper = false;
        for (char c : wanted.toCharArray()) {
            boolean kept =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (kept && name.length() < 90) {
                name.append(upper && !name.isEmpty() ? Character.toUpperCase(c) : c);
            }
            upper = !kept;
        }
        String plain = name.isEmpty() ? method : name.toString();
        String free = plain;
        int number = 2;
        while (!names.add(free)) {
            free = plain + number++;
        }
        // a name of digits only would be read as a number, true and null as what they are
        return free.matches("[A-Za-z].*") && !Set.of("true", "false", "null").contains(free)
                ? free
                : quoted(free);
    }

    /** {@code listUsers} as {@code List Users}. */
    private static String title(String name) {
        String words =
                name.replaceAll("([a-z0-9])([A-Z])", "$1 $2")
                        .replaceAll("[^A-Za-z0-9]+", " ")
                        .strip();
        StringBuilder title = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            title.append(title.isEmpty() ? "" : " ")
                    .append(
                            word.isEmpty()
                                    ? "X"
                                    : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return title.toString();
    }

    /** The first sentence, in one line. */
    private static String sentence(String text) {
        String line = text.replaceAll("<[^<>]*>", " ").replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        int end = line.indexOf(". ");
        String first = end > 0 ? line.substring(0, end + 1) : line;
        return first.codePointCount(0, first.length()) > LONGEST_HELP
                ? first.substring(0, first.offsetByCodePoints(0, LONGEST_HELP)).strip() + "…"
                : first;
    }

    private void line(int depth, String text) {
        file.append("  ".repeat(depth)).append(text).append('\n');
    }

    /** In double quotes, as JSON and YAML have it, unless it is a plain word. */
    private static String quoted(String text) {
        if (text.matches("[A-Za-z][A-Za-z0-9_]*( [A-Za-z0-9_]+)*")
                && !Set.of(
                                "true", "false", "null", "True", "False", "Null", "TRUE", "FALSE",
                                "NULL")
                        .contains(text)) {
            return text;
        }
        return TextNode.valueOf(text).toString();
    }
}
