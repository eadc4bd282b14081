package io.hookline.filter;

import static io.hookline.filter.Shape.Kind.ANYTHING;
import static io.hookline.filter.Shape.Kind.NUMBER;
import static io.hookline.filter.Shape.Kind.TEXT;
import static io.hookline.filter.Shape.Kind.TRUTH;

import io.hookline.filter.Shape.ListOf;
import io.hookline.filter.Shape.ObjectOf;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The fields of a LogEvent, as both languages know them. */
final class LogEventShape {
    private static final ObjectOf MAP = new ObjectOf("a map", Map.of(), true);

    private static final ObjectOf IP_DETAILS =
            object("ipDetails")
                    .with(NUMBER, "asNumber")
                    .with(TEXT, "asOrg", "isp", "domain")
                    .with(
                            new ListOf(
                                    object("ipServiceCategory")
                                            .with(TEXT, "type", "operator")
                                            .with(TRUTH, "isAnonymous")
                                            .build()),
                            "ipServiceCategories")
                    .build();

    private static final ObjectOf GEOGRAPHICAL_CONTEXT =
            object("geographicalContext")
                    .with(TEXT, "city", "state", "country")
                    .with(ANYTHING, "postalCode")
                    .with(object("geolocation").with(NUMBER, "lat", "lon").build(), "geolocation")
                    .build();

    private static final ObjectOf ACTOR =
            object("actor")
                    .with(TEXT, "id", "type", "alternateId", "displayName")
                    .with(MAP, "detailEntry")
                    .build();

    /** An element of {@code target}. */
    static final ObjectOf TARGET =
            object("target")
                    .with(TEXT, "id", "type", "alternateId", "displayName")
                    .with(MAP, "detailEntry", "changeDetails")
                    .build();

    private static final ObjectOf CLIENT =
            object("client")
                    .with(TEXT, "id", "zone", "ipAddress", "device")
                    .with(
                            object("userAgent").with(TEXT, "rawUserAgent", "os", "browser").build(),
                            "userAgent")
                    .with(GEOGRAPHICAL_CONTEXT, "geographicalContext")
                    .build();

    private static final ObjectOf DEVICE =
            object("device")
                    .with(TEXT, "id", "name", "os_platform", "os_version")
                    .with(TEXT, "disk_encryption_type", "screen_lock_type")
                    .with(TRUTH, "managed", "registered", "jailbreak", "secure_hardware_present")
                    .with(MAP, "device_integrator")
                    .build();

    private static final ListOf IP_CHAIN =
            new ListOf(
                    object("ipChain")
                            .with(TEXT, "ip", "version", "source")
                            .with(GEOGRAPHICAL_CONTEXT, "geographicalContext")
                            .with(IP_DETAILS, "ipDetails")
                            .build());

    private static final ObjectOf AUTHENTICATION_CONTEXT =
            object("authenticationContext")
                    .with(TEXT, "authenticationProvider", "credentialProvider", "credentialType")
                    .with(TEXT, "externalSessionId", "rootSessionId", "interface")
                    .with(NUMBER, "authenticationStep")
                    .with(object("issuer").with(TEXT, "id", "type").build(), "issuer")
                    .with(MAP, "authenticatorContext")
                    .build();

    private static final ObjectOf SECURITY_CONTEXT =
            object("securityContext")
                    .with(NUMBER, "asNumber")
                    .with(TEXT, "asOrg", "isp", "domain")
                    .with(TRUTH, "isProxy")
                    .with(
                            object("risk")
                                    .with(TEXT, "level", "previousLevel", "detectionName", "issuer")
                                    .with(new ListOf(TEXT), "reasons")
                                    .build(),
                            "risk")
                    .with(IP_DETAILS, "ipDetails")
                    .with(
                            new ListOf(
                                    object("userBehavior")
                                            .with(TEXT, "id", "name", "result")
                                            .build()),
                            "userBehaviors")
                    .with(object("botProtection").with(TEXT, "level").build(), "botProtection")
                    .build();

    /** A whole event, as the log keeps it. */
    static final ObjectOf EVENT =
            object("event")
                    .with(TEXT, "uuid", "published", "eventType", "version", "severity")
                    .with(TEXT, "legacyEventType", "displayMessage")
                    .with(ACTOR, "actor")
                    .with(CLIENT, "client")
                    .with(DEVICE, "device")
                    .with(object("request").with(IP_CHAIN, "ipChain").build(), "request")
                    .with(object("outcome").with(TEXT, "result", "reason").build(), "outcome")
                    .with(new ListOf(TARGET), "target")
                    .with(
                            object("transaction")
                                    .with(TEXT, "id", "type")
                                    .with(MAP, "detail")
                                    .build(),
                            "transaction")
                    .with(object("debugContext").with(MAP, "debugData").build(), "debugContext")
                    .with(AUTHENTICATION_CONTEXT, "authenticationContext")
                    .with(SECURITY_CONTEXT, "securityContext")
                    .with(
                            object("hookline").with(TEXT, "source").with(TRUTH, "own").build(),
                            "hookline")
                    .build();

    /** What the original's hook filters know, below {@code event}. */
    static final Set<String> FILTERABLE =
            Set.of(
                    "eventType",
                    "outcome",
                    "outcome.reason",
                    "outcome.result",
                    "actor",
                    "actor.id",
                    "actor.type",
                    "actor.alternateId",
                    "actor.displayName",
                    "target",
                    "debugData",
                    "debugData.changedAttributes");

    /** What the original's hook filters know of a target. */
    static final Set<String> FILTERABLE_OF_TARGET =
            Set.of("id", "type", "alternateId", "displayName");

    private LogEventShape() {}

    private static Builder object(String name) {
        return new Builder(name, new LinkedHashMap<>());
    }

    /** Collects fields of one object. */
    private record Builder(String name, Map<String, Shape> fields) {
        Builder with(Shape shape, String... names) {
            for (String field : names) {
                fields.put(field, shape);
            }
            return this;
        }

        ObjectOf build() {
            return new ObjectOf(name, fields, false);
        }
    }
}
