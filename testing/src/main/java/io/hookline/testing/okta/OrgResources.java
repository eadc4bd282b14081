package io.hookline.testing.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Everything of an org that is kept as it was given: made, listed, read, changed, deleted, switched
 * on and off. Policies, rules, zones, governance and the like are lines of {@link #KINDS}.
 */
final class OrgResources {
    private static final String AUTHENTICATOR = "security.authenticator.lifecycle";
    private static final String TRUSTED_ORIGIN = "security.trusted_origin";
    private static final String CAMPAIGN = "certification.campaign";
    private static final String CONDITION = "RequestCondition";
    private static final String CONDITIONS = "access.request.condition";

    private static final List<Kind> KINDS =
            List.of(
                    kind("/api/v1/policies", "00p", "PolicyEntity", "policy.lifecycle"),
                    kind("/api/v1/policies/*/rules", "0pr", "PolicyRule", "policy.rule")
                            .saying("create", "add"),
                    kind("/api/v1/zones", "nzo", "NetworkZone", "zone"),
                    kind("/api/v1/authenticators", "aut", "Authenticator", AUTHENTICATOR),
                    kind("/api/v1/trustedOrigins", "tos", "TrustedOrigin", TRUSTED_ORIGIN),
                    kind("/api/v1/authorizationServers", "aus", "AuthorizationServer", "oauth2.as")
                            .saying("create", "created")
                            .saying("update", "updated")
                            .saying("delete", "deleted")
                            .saying("activate", "activated")
                            .saying("deactivate", "deactivated"),
                    kind("/api/v1/devices", "guo", "Device", "device.lifecycle"),
                    kind("/api/v1/groups/rules", "0pr", "GroupRule", ""),
                    kind("/api/v1/mappings", "prm", "ProfileMapping", ""),
                    kind("/api/v1/iam/roles", "cr0", "CustomRole", "iam.role"),
                    kind("/api/v1/iam/resource-sets", "iam", "ResourceSet", "iam.resourceset"),
                    kind("/api/v1/meta/types/user", "oty", "UserType", ""),
                    kind("/governance/api/v1/campaigns", "ici", "Campaign", CAMPAIGN)
                            .ofGovernance(),
                    kind("/governance/api/v1/entitlements", "esp", "Entitlement", "")
                            .ofGovernance(),
                    kind("/governance/api/v1/grants", "gra", "Grant", "").ofGovernance(),
                    kind("/governance/api/v1/reviews", "icr", "Review", "").ofGovernance(),
                    kind("/governance/api/v2/request-conditions", "rco", CONDITION, CONDITIONS)
                            .ofGovernance(),
                    kind(
                                    "/governance/api/v2/resources/*/request-conditions",
                                    "rco",
                                    CONDITION,
                                    CONDITIONS)
                            .ofGovernance(),
                    kind(
                                    "/governance/api/v2/resources/*/request-sequences",
                                    "rse",
                                    "RequestSequence",
                                    "")
                            .ofGovernance());

    private final Org org;
    private final Map<String, Map<String, ObjectNode>> collections = new LinkedHashMap<>();

    OrgResources(Org org) {
        this.org = org;
    }

    /**
     * A kind of thing.
     *
     * @param path its collection; {@code *} stands for one segment
     * @param prefix how its ids begin
     * @param type as a target of events
     * @param events how its event types begin; empty when it has none
     * @param words what event types say for create, update, delete, activate, deactivate
     * @param wrapped whether a list is the field {@code data} of an object, as in governance
     */
    private record Kind(
            List<String> path,
            String prefix,
            String type,
            String events,
            Map<String, String> words,
            boolean wrapped) {
        Kind saying(String verb, String word) {
            Map<String, String> more = new LinkedHashMap<>(words);
            more.put(verb, word);
            return new Kind(path, prefix, type, events, Map.copyOf(more), wrapped);
        }

        Kind ofGovernance() {
            return new Kind(path, prefix, type, events, words, true);
        }

        boolean holds(List<String> asked) {
            if (asked.size() < path.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                if (!path.get(i).equals("*") && !path.get(i).equals(asked.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Kind kind(String path, String prefix, String type, String events) {
        return new Kind(
                List.of(path.substring(1).split("/")), prefix, type, events, Map.of(), false);
    }

    /** Puts a thing there. */
    ObjectNode add(String collection, ObjectNode given) {
        List<String> path = List.of(collection.substring(1).split("/", -1));
        Kind kind =
                kindOf(path)
                        .filter(found -> found.path().size() == path.size())
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "No collection of an org: "
                                                + collection
                                                + ". Expected one of "
                                                + paths()
                                                + "."));
        return made(kind, String.join("/", path), given);
    }

    private static List<String> paths() {
        return KINDS.stream().map(kind -> "/" + String.join("/", kind.path())).toList();
    }

    ObjectNode state() {
        ObjectNode state = Org.JSON.objectNode();
        collections.forEach((path, things) -> {
            ArrayNode list = state.putArray("/" + path);
            things.values().forEach(thing -> list.add(thing.deepCopy()));
        });
        return state;
    }

    /** Answers what is asked of such things; empty when the path is of none. */
    Optional<OrgAnswer> answer(OrgRequest request) {
        if (request.is("POST", "api", "v1", "org", "email", "bounces", "remove-list")) {
            return Optional.of(OrgAnswer.ok(Org.object("errors", Org.JSON.arrayNode())));
        }
        return kindOf(request.path()).map(kind -> answer(kind, request));
    }

    /** The kind with the longest path: rules before the policy that they belong to. */
    private static Optional<Kind> kindOf(List<String> path) {
        return KINDS.stream()
                .filter(kind -> kind.holds(path))
                .max((one, other) -> Integer.compare(one.path().size(), other.path().size()));
    }

    private OrgAnswer answer(Kind kind, OrgRequest request) {
        List<String> path = request.path();
        int length = kind.path().size();
        String collection = String.join("/", path.subList(0, length));
        Map<String, ObjectNode> things =
                collections.getOrDefault(collection, new LinkedHashMap<>());
        if (path.size() == length) {
            return switch (request.method()) {
                case "GET" -> list(kind, request, things);
                case "POST" -> create(kind, collection, request);
                default -> unsupported();
            };
        }
        String id = path.get(length);
        ObjectNode thing = things.get(id);
        if (thing == null) {
            return OrgAnswer.notFound(id, kind.type());
        }
        return path.size() == length + 1
                ? one(kind, request, things, thing)
                : verb(kind, request, thing);
    }

    private OrgAnswer list(Kind kind, OrgRequest request, Map<String, ObjectNode> things) {
        Optional<OrgAnswer> misread =
                org.misread(request, "search").or(() -> org.misread(request, "filter"));
        if (misread.isPresent()) {
            return misread.get();
        }
        List<ObjectNode> found =
                things.values().stream()
                        .filter(thing -> Org.fits(request, "search", thing))
                        .filter(thing -> Org.fits(request, "filter", thing))
                        .filter(thing -> is(request, "type", thing.path("type")))
                        .filter(thing -> begins(request, thing))
                        .toList();
        OrgAnswer page = org.page(request, found, 200);
        return kind.wrapped() && page.status() == 200
                ? new OrgAnswer(200, page.headers(), Org.object("data", page.body()))
                : page;
    }

    private static boolean is(OrgRequest request, String parameter, JsonNode value) {
        return request.parameter(parameter).map(value.asText()::equals).orElse(true);
    }

    private static boolean begins(OrgRequest request, ObjectNode thing) {
        return request.parameter("q")
                .map(text ->
                        name(thing)
                                .toLowerCase(Locale.ROOT)
                                .contains(text.toLowerCase(Locale.ROOT)))
                .orElse(true);
    }

    private OrgAnswer create(Kind kind, String collection, OrgRequest request) {
        if (!(request.body() instanceof ObjectNode given)) {
            return OrgAnswer.error(400, "E0000003", "The request body was not well-formed.");
        }
        ObjectNode thing = made(kind, collection, given);
        report(kind, "create", thing);
        return new OrgAnswer(kind.wrapped() ? 201 : 200, Map.of(), thing);
    }

    private ObjectNode made(Kind kind, String collection, ObjectNode given) {
        ObjectNode thing = Org.JSON.objectNode().put("id", org.id(kind.prefix()));
        thing.setAll(given.deepCopy());
        thing.put("id", thing.path("id").asText());
        if (!thing.has("status")) {
            thing.put("status", kind.wrapped() ? "INACTIVE" : "ACTIVE");
        }
        thing.put("created", org.now()).put("lastUpdated", org.now());
        collections
                .computeIfAbsent(collection, path -> new LinkedHashMap<>())
                .put(thing.path("id").asText(), thing);
        return thing;
    }

    private OrgAnswer one(
            Kind kind, OrgRequest request, Map<String, ObjectNode> things, ObjectNode thing) {
        switch (request.method()) {
            case "GET" -> {
                return OrgAnswer.ok(thing);
            }
            case "PUT", "PATCH", "POST" -> {
                List<String> own = List.of("id", "created", "status");
                if (request.method().equals("PUT")) {
                    thing.retain(own);
                }
                thing.setAll(Org.without(request.body(), "id", "created"));
                thing.put("lastUpdated", org.now());
                report(kind, "update", thing);
                return OrgAnswer.ok(thing);
            }
            case "DELETE" -> {
                things.remove(thing.path("id").asText());
                report(kind, "delete", thing);
                return OrgAnswer.empty(204);
            }
            default -> {
                return unsupported();
            }
        }
    }

    /** {@code …/{id}/activate}, {@code …/{id}/lifecycle/activate} and others like these. */
    private OrgAnswer verb(Kind kind, OrgRequest request, ObjectNode thing) {
        String verb = request.path().getLast();
        if (!request.method().equals("POST")) {
            return request.method().equals("GET")
                    ? OrgAnswer.ok(Org.JSON.arrayNode())
                    : unsupported();
        }
        switch (verb) {
            case "activate", "unsuspend" -> thing.put("status", "ACTIVE");
            case "deactivate" -> thing.put("status", "INACTIVE");
            case "suspend" -> thing.put("status", "SUSPENDED");
            case "launch" -> thing.put("status", "LAUNCHING");
            case "end", "close" -> thing.put("status", "COMPLETED");
            default -> {
                return OrgAnswer.notFound(verb, "LifecycleOperation");
            }
        }
        thing.put("lastUpdated", org.now());
        report(kind, verb.equals("end") ? "close" : verb, thing);
        return kind.wrapped() ? OrgAnswer.ok(thing) : OrgAnswer.empty(204);
    }

    private void report(Kind kind, String verb, ObjectNode thing) {
        if (!kind.events().isEmpty()) {
            org.log.add(
                    kind.events() + "." + kind.words().getOrDefault(verb, verb),
                    verb.substring(0, 1).toUpperCase(Locale.ROOT)
                            + verb.substring(1)
                            + " "
                            + kind.type(),
                    OrgLog.target(thing.path("id").asText(), kind.type(), "unknown", name(thing)));
        }
    }

    private static String name(ObjectNode thing) {
        List<String> names = new ArrayList<>();
        for (String place : List.of("/name", "/label", "/profile/displayName", "/displayName")) {
            names.add(thing.at(place).asText());
        }
        return names.stream().filter(name -> !name.isEmpty()).findFirst().orElse("");
    }

    private static OrgAnswer unsupported() {
        return OrgAnswer.error(
                405, "E0000022", "The endpoint does not support the provided method");
    }
}
