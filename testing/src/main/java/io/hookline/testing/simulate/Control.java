package io.hookline.testing.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.http.RecordingServer.Answer;
import io.hookline.testing.http.RecordingServer.Received;
import io.hookline.testing.mail.ReceivedMail;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The addresses below {@code /simulate}: what was called, what is there, and how to change it. */
final class Control {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int USUAL = 100;
    private static final int MOST = 1_000;
    private static final Set<String> FILTERS =
            Set.of("service", "method", "since", "until", "after", "limit");
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

    private final World world;

    Control(World world) {
        this.world = world;
    }

    Answer answer(String path, Received request) {
        if (!isOwn(request)) {
            return problem(
                    403,
                    "Only pages and programs of this machine may use this address, as"
                            + " http://127.0.0.1:PORT or http://localhost:PORT.");
        }
        try {
            return switch (request.method() + " " + path) {
                case "GET ", "GET /" -> CallsPage.of(calls(request), world.mail().mails(), request);
                case "GET /calls" -> Answer.json(200, list(calls(request)).toString());
                case "DELETE /calls" -> {
                    world.forgetCalls();
                    yield done();
                }
                case "GET /mails" -> Answer.json(200, mails().toString());
                case "GET /state" -> Answer.json(200, world.state().toString());
                case "POST /reset" -> {
                    reset(request);
                    yield done();
                }
                case "POST /events" -> Answer.json(200, happened(json(request)).toString());
                case "PUT /faults" -> {
                    world.faults().set(json(request));
                    yield Answer.json(200, world.faults().json().toString());
                }
                case "PUT /answers" -> {
                    world.answers(json(request));
                    yield done();
                }
                case "PUT /cards" -> {
                    json(request)
                            .properties()
                            .forEach(card -> world.cards().tell(card.getKey(), card.getValue()));
                    yield done();
                }
                default ->
                        problem(
                                404,
                                request.method()
                                        + " "
                                        + request.rawPath()
                                        + " is unknown; expected GET /simulate,"
                                        + " GET or DELETE /simulate/calls, GET /simulate/mails,"
                                        + " GET /simulate/state, POST /simulate/reset,"
                                        + " POST /simulate/events, PUT /simulate/faults,"
                                        + " PUT /simulate/answers or PUT /simulate/cards.");
            };
        } catch (InvalidWorld invalid) {
            return problem(400, invalid.getMessage());
        }
    }

    /** Neither a name that somebody else resolves to this machine, nor a page from elsewhere. */
    private static boolean isOwn(Received request) {
        String host = request.header("host").orElse("").replaceFirst(":\\d+$", "");
        boolean foreign =
                request.header("origin")
                        .filter(origin -> !origin.endsWith("//" + request.headers().get("host")))
                        .isPresent();
        return LOOPBACK.contains(host) && !foreign;
    }

    private List<ServiceCall> calls(Received request) {
        Map<String, String> query = CannedAnswers.parameters(request.rawQuery());
        query.keySet()
                .forEach(name -> {
                    if (!FILTERS.contains(name)) {
                        throw InvalidWorld.unknown("parameter", name, FILTERS);
                    }
                });
        Optional<String> service = given(query, "service");
        Optional<String> method = given(query, "method");
        Instant since = time(query, "since").orElse(Instant.MIN);
        Instant until = time(query, "until").orElse(Instant.MAX);
        long after = number(query, "after").orElse(0L);
        int limit = Math.clamp(number(query, "limit").orElse((long) USUAL), 1, MOST);
        List<ServiceCall> found =
                world.calls().stream()
                        .filter(call -> call.isOf(service))
                        .filter(call -> method.map(call.method()::equalsIgnoreCase).orElse(true))
                        .filter(call -> !call.at().isBefore(since) && !call.at().isAfter(until))
                        .filter(call -> call.number() > after)
                        .toList();
        return after > 0
                ? found.stream().limit(limit).toList()
                : found.subList(Math.max(0, found.size() - limit), found.size());
    }

    private static Optional<String> given(Map<String, String> query, String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    private static Optional<Instant> time(Map<String, String> query, String name) {
        try {
            return given(query, name).map(Instant::parse);
        } catch (DateTimeException none) {
            throw new InvalidWorld(
                    name
                            + " is \""
                            + query.get(name)
                            + "\"; expected a time such as 2026-01-31T09:30:00Z.");
        }
    }

    private static Optional<Long> number(Map<String, String> query, String name) {
        try {
            return given(query, name).map(Long::parseLong);
        } catch (NumberFormatException none) {
            throw new InvalidWorld(
                    name + " is \"" + query.get(name) + "\"; expected a whole number.");
        }
    }

    private static ArrayNode list(List<ServiceCall> calls) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        calls.forEach(call -> list.add(call.shown()));
        return list;
    }

    private ArrayNode mails() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (ReceivedMail mail : world.mail().mails()) {
            ObjectNode json = list.addObject();
            json.put("number", mail.number()).put("at", mail.at().toString());
            json.put("from", mail.from());
            mail.to().forEach(json.putArray("to")::add);
            json.put("subject", mail.subject()).put("text", mail.text()).put("html", mail.html());
            mail.files().forEach(json.putArray("files")::add);
        }
        return list;
    }

    private void reset(Received request) {
        if (request.body().isBlank()) {
            world.reset();
        } else {
            world.reset(json(request));
        }
    }

    /** Lets an event, or each of a list, happen in the org. */
    private ArrayNode happened(JsonNode given) {
        List<ObjectNode> events = new ArrayList<>();
        for (JsonNode event : given.isArray() ? given : List.of(given)) {
            if (!(event instanceof ObjectNode object) || !event.path("eventType").isTextual()) {
                throw new InvalidWorld(
                        "An event must be an object with an eventType, for example"
                                + " {\"eventType\": \"user.account.lock\"}.");
            }
            events.add(object);
        }
        ArrayNode happened = JsonNodeFactory.instance.arrayNode();
        events.forEach(event -> happened.add(world.org().addEvent(event)));
        return happened;
    }

    private static JsonNode json(Received request) {
        try {
            JsonNode json = MAPPER.readTree(request.body());
            if (json.isContainerNode()) {
                return json;
            }
        } catch (JsonProcessingException noJson) {
            // said below
        }
        throw new InvalidWorld("The body is no JSON object or list.");
    }

    private static Answer done() {
        return new Answer(204, Map.of(), "");
    }

    private static Answer problem(int status, String detail) {
        ObjectNode problem =
                JsonNodeFactory.instance.objectNode().put("status", status).put("detail", detail);
        return new Answer(
                status,
                Map.of("Content-Type", List.of("application/problem+json")),
                problem.toString());
    }

    static URI page(URI base) {
        return base.resolve("/simulate");
    }
}
