package io.hookline.server.endpoint.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Input;
import io.hookline.flow.model.Output;
import io.hookline.flow.value.ValueType;
import io.hookline.server.endpoint.invocation.CallerCheck;
import io.hookline.server.endpoint.invocation.ClientTokens;
import io.hookline.server.endpoint.invocation.SlackSignature;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.SecurityLevel;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An OpenAPI 3.1 description of one flow's endpoint; never holds its client token. */
final class FlowDescription {
    private static final String CONTENT = "content";

    private FlowDescription() {}

    static ObjectNode of(PublishedFlow flow, String alias, URI baseUrl) {
        ObjectNode description = Json.object().put("openapi", "3.1.0");
        ObjectNode info = description.putObject("info").put("title", flow.name());
        info.put("version", Integer.toString(flow.version()));
        if (!flow.flow().description().isBlank()) {
            info.put("description", flow.flow().description());
        }
        description.putArray("servers").addObject().put("url", baseUrl.toString());
        ObjectNode path = description.putObject("paths").putObject("/api/flo/" + alias + "/invoke");
        ObjectNode post = path.putObject("post");
        post.put("operationId", "invoke").put("summary", flow.name());
        parameters(post, flow.flow());
        body(post, flow.flow());
        responses(post.putObject("responses"), flow.flow());
        security(description, flow.security());
        return description;
    }

    private static List<Output> fields(Flow flow, String group) {
        return flow.cards().getFirst().outputs().stream()
                .filter(output -> output.group().equals(group))
                .toList();
    }

    private static void parameters(ObjectNode post, Flow flow) {
        ArrayNode parameters = Json.MAPPER.createArrayNode();
        for (Output output : fields(flow, "query")) {
            parameters.add(parameter(output, "query"));
        }
        for (Output output : fields(flow, "headers")) {
            // What OpenAPI says elsewhere it does not want among the parameters.
            if (!List.of("content-type", "accept", "authorization")
                    .contains(output.key().toLowerCase(Locale.ROOT))) {
                parameters.add(parameter(output, "header"));
            }
        }
        if (!parameters.isEmpty()) {
            post.set("parameters", parameters);
        }
    }

    private static ObjectNode parameter(Output output, String in) {
        ObjectNode parameter = Json.object().put("name", output.key()).put("in", in);
        parameter.set("schema", schema(output.type()));
        return parameter;
    }

    private static void body(ObjectNode post, Flow flow) {
        ObjectNode content = post.putObject("requestBody").putObject(CONTENT);
        List<Output> fields = fields(flow, "body");
        if (fields.isEmpty()) {
            content.putObject("*/*");
            return;
        }
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        fields.forEach(field -> properties.set(field.key(), schema(field.type())));
        content.putObject("application/json").set("schema", schema);
    }

    private static Optional<FlowCard> card(Flow flow, String id) {
        return flow.cards().stream().filter(card -> card.id().equals(id)).findFirst();
    }

    private static void responses(ObjectNode responses, Flow flow) {
        ObjectNode answer = responses.putObject("200");
        Optional<FlowCard> returns = card(flow, "control.return");
        if (returns.isPresent()) {
            answer.put("description", "What the flow returned.");
            ObjectNode schema = json(answer).put("type", "object");
            ObjectNode properties = schema.putObject("properties");
            for (Input input : returns.get().inputs()) {
                if (input.group().isEmpty()) {
                    properties.set(input.key(), schema(input.type()));
                }
            }
        } else if (flow.repliesByCard()) {
            answer.put("description", "What the flow answers; it chooses status and headers.");
            answer.putObject(CONTENT).putObject("*/*");
        } else {
            answer.put("description", "The execution is accepted.");
            ObjectNode schema = json(answer).put("type", "object");
            schema.putArray("required").add("execution_id");
            schema.putObject("properties").putObject("execution_id").put("type", "string");
        }
        problem(responses, "4XX", "The call is refused.");
        problem(responses, "5XX", "The flow failed, did not answer in time, or is too busy.");
    }

    private static ObjectNode json(ObjectNode answer) {
        return answer.putObject(CONTENT).putObject("application/json").putObject("schema");
    }

    private static void problem(ObjectNode responses, String status, String description) {
        ObjectNode answer = responses.putObject(status).put("description", description);
        answer.putObject(CONTENT)
                .putObject("application/problem+json")
                .putObject("schema")
                .put("type", "object");
    }

    private static void security(ObjectNode description, SecurityLevel level) {
        ArrayNode any = description.putArray("security");
        if (level == SecurityLevel.OPEN) {
            return;
        }
        ObjectNode schemes = description.putObject("components").putObject("securitySchemes");
        if (level == SecurityLevel.OAUTH) {
            schemes.putObject("accessToken")
                    .put("type", "http")
                    .put("scheme", "bearer")
                    .put("bearerFormat", "JWT")
                    .put("description", "With the scope " + CallerCheck.SCOPE + ".");
            any.addObject().putArray("accessToken");
            return;
        }
        if (level == SecurityLevel.SLACK) {
            key(schemes, "slackSignature", "header", SlackSignature.HEADER);
            any.addObject().putArray("slackSignature");
            return;
        }
        key(schemes, "clientToken", "query", ClientTokens.PARAMETER);
        key(schemes, "clientTokenHeader", "header", ClientTokens.HEADER);
        any.addObject().putArray("clientTokenHeader");
        any.addObject().putArray("clientToken");
    }

    private static void key(ObjectNode schemes, String scheme, String in, String name) {
        schemes.putObject(scheme).put("type", "apiKey").put("in", in).put("name", name);
    }

    private static JsonNode schema(ValueType type) {
        ObjectNode one = Json.object();
        switch (type.kind()) {
            case TEXT -> one.put("type", "string");
            case NUMBER -> one.put("type", "number");
            case BOOLEAN -> one.put("type", "boolean");
            case DATE -> one.put("type", "string").put("format", "date-time");
            case OBJECT -> one.put("type", "object");
            default -> {
                // Anything.
            }
        }
        if (!type.list()) {
            return one;
        }
        ObjectNode list = Json.object().put("type", "array");
        list.set("items", one);
        return list;
    }
}
