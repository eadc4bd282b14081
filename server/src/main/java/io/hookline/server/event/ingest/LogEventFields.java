package io.hookline.server.event.ingest;

import io.hookline.server.event.ingest.LogEventFields.FieldType.Fields;
import io.hookline.server.event.ingest.LogEventFields.FieldType.ListOf;
import io.hookline.server.event.ingest.LogEventFields.FieldType.OneOf;
import io.hookline.server.event.ingest.LogEventFields.FieldType.Plain;

import java.util.List;
import java.util.Map;

/**
 * The documented members of a log event and what each may hold. Sets of values that the original
 * has extended over the years (device kinds, providers, credential types) stay open; null is
 * allowed everywhere.
 */
final class LogEventFields {
    /** What a member may hold. */
    sealed interface FieldType {
        /** Kinds without details. */
        enum Plain implements FieldType {
            TEXT("a string"),
            TEXT_OR_NUMBER("a string or a number"),
            BOOLEAN("true or false"),
            INTEGER("a whole number"),
            NUMBER("a number"),
            MAP("an object");

            private final String words;

            Plain(String words) {
                this.words = words;
            }

            String words() {
                return words;
            }
        }

        /** One of a closed set of texts. */
        record OneOf(List<String> values) implements FieldType {}

        /** An object with these members, among others. */
        record Fields(Map<String, FieldType> known) implements FieldType {}

        /** A list of that. */
        record ListOf(FieldType element) implements FieldType {}
    }

    private static final Fields PLACE =
            new Fields(
                    Map.of(
                            "city", Plain.TEXT,
                            "state", Plain.TEXT,
                            "country", Plain.TEXT,
                            "postalCode", Plain.TEXT_OR_NUMBER,
                            "geolocation",
                                    new Fields(Map.of("lat", Plain.NUMBER, "lon", Plain.NUMBER))));

    private static final Fields IP_DETAILS =
            new Fields(
                    Map.of(
                            "asNumber", Plain.INTEGER,
                            "asOrg", Plain.TEXT,
                            "isp", Plain.TEXT,
                            "domain", Plain.TEXT,
                            "ipServiceCategories",
                                    new ListOf(
                                            new Fields(
                                                    Map.of(
                                                            "type", Plain.TEXT,
                                                            "operator", Plain.TEXT,
                                                            "isAnonymous", Plain.BOOLEAN)))));

    private static final ListOf IP_CHAIN =
            new ListOf(
                    new Fields(
                            Map.of(
                                    "ip", Plain.TEXT,
                                    "geographicalContext", PLACE,
                                    "version", Plain.TEXT,
                                    "source", Plain.TEXT,
                                    "ipDetails", IP_DETAILS)));

    private static final Fields ACTOR =
            new Fields(
                    Map.of(
                            "id", Plain.TEXT,
                            "type", Plain.TEXT,
                            "alternateId", Plain.TEXT,
                            "displayName", Plain.TEXT,
                            "detailEntry", Plain.MAP));

    private static final Fields TARGET =
            new Fields(
                    Map.of(
                            "id", Plain.TEXT,
                            "type", Plain.TEXT,
                            "alternateId", Plain.TEXT,
                            "displayName", Plain.TEXT,
                            "detailEntry", Plain.MAP,
                            "changeDetails",
                                    new Fields(Map.of("from", Plain.MAP, "to", Plain.MAP))));

    private static final Fields CLIENT =
            new Fields(
                    Map.of(
                            "id", Plain.TEXT,
                            "userAgent",
                                    new Fields(
                                            Map.of(
                                                    "rawUserAgent", Plain.TEXT,
                                                    "os", Plain.TEXT,
                                                    "browser", Plain.TEXT)),
                            "geographicalContext", PLACE,
                            "zone", Plain.TEXT,
                            "ipAddress", Plain.TEXT,
                            "device", Plain.TEXT,
                            "ipChain", IP_CHAIN));

    private static final Fields DEVICE =
            new Fields(
                    Map.ofEntries(
                            Map.entry("id", Plain.TEXT),
                            Map.entry("name", Plain.TEXT),
                            Map.entry("os_platform", Plain.TEXT),
                            Map.entry("os_version", Plain.TEXT),
                            Map.entry("managed", Plain.BOOLEAN),
                            Map.entry("registered", Plain.BOOLEAN),
                            Map.entry("device_integrator", Plain.MAP),
                            Map.entry("disk_encryption_type", Plain.TEXT),
                            Map.entry("screen_lock_type", Plain.TEXT),
                            Map.entry("jailbreak", Plain.BOOLEAN),
                            Map.entry("secure_hardware_present", Plain.BOOLEAN)));

    private static final Fields OUTCOME =
            new Fields(
                    Map.of(
                            "result",
                            new OneOf(
                                    List.of(
                                            "SUCCESS",
                                            "FAILURE",
                                            "SKIPPED",
                                            "ALLOW",
                                            "DENY",
                                            "CHALLENGE",
                                            "UNKNOWN",
                                            "RATE_LIMIT",
                                            "DEFERRED",
                                            "SCHEDULED",
                                            "ABANDONED",
                                            "UNANSWERED")),
                            "reason",
                            Plain.TEXT));

    private static final Fields TRANSACTION =
            new Fields(
                    Map.of(
                            "id", Plain.TEXT,
                            "type", Plain.TEXT,
                            "detail", Plain.MAP));

    private static final Fields AUTHENTICATION =
            new Fields(
                    Map.of(
                            "authenticationProvider", Plain.TEXT,
                            "authenticationStep", Plain.INTEGER,
                            "credentialProvider", Plain.TEXT,
                            "credentialType", Plain.TEXT,
                            "issuer", new Fields(Map.of("id", Plain.TEXT, "type", Plain.TEXT)),
                            "externalSessionId", Plain.TEXT,
                            "rootSessionId", Plain.TEXT,
                            "interface", Plain.TEXT,
                            "authenticatorContext", Plain.MAP));

    private static final Fields SECURITY =
            new Fields(
                    Map.of(
                            "asNumber", Plain.INTEGER,
                            "asOrg", Plain.TEXT,
                            "isp", Plain.TEXT,
                            "domain", Plain.TEXT,
                            "isProxy", Plain.BOOLEAN,
                            "risk",
                                    new Fields(
                                            Map.of(
                                                    "level", Plain.TEXT,
                                                    "previousLevel", Plain.TEXT,
                                                    "reasons", new ListOf(Plain.TEXT),
                                                    "detectionName", Plain.TEXT,
                                                    "issuer", Plain.TEXT)),
                            "ipDetails", IP_DETAILS,
                            "userBehaviors",
                                    new ListOf(
                                            new Fields(
                                                    Map.of(
                                                            "id", Plain.TEXT,
                                                            "name", Plain.TEXT,
                                                            "result", Plain.TEXT))),
                            "botProtection", new Fields(Map.of("level", Plain.TEXT))));

    /** A whole event. */
    static final Fields EVENT =
            new Fields(
                    Map.ofEntries(
                            Map.entry("uuid", Plain.TEXT),
                            Map.entry("published", Plain.TEXT),
                            Map.entry("eventType", Plain.TEXT),
                            Map.entry("version", Plain.TEXT_OR_NUMBER),
                            Map.entry(
                                    "severity",
                                    new OneOf(List.of("DEBUG", "INFO", "WARN", "ERROR"))),
                            Map.entry("legacyEventType", Plain.TEXT),
                            Map.entry("displayMessage", Plain.TEXT),
                            Map.entry("actor", ACTOR),
                            Map.entry("client", CLIENT),
                            Map.entry("device", DEVICE),
                            Map.entry("request", new Fields(Map.of("ipChain", IP_CHAIN))),
                            Map.entry("outcome", OUTCOME),
                            Map.entry("target", new ListOf(TARGET)),
                            Map.entry("transaction", TRANSACTION),
                            Map.entry("debugContext", new Fields(Map.of("debugData", Plain.MAP))),
                            Map.entry("authenticationContext", AUTHENTICATION),
                            Map.entry("securityContext", SECURITY)));

    private LogEventFields() {}
}
