package io.hookline.bench;

import java.util.UUID;

/** What is sent: events of about 2.5 kB, as identity systems make them. */
final class Bodies {
    static final String EVENT_TYPE = "user.authentication.auth_via_mfa";
    static final String REASON = "FastPass declined phishing attempt";
    static final String FILTER = "event.outcome.reason eq \"" + REASON + "\"";

    /** Keeps the uuids of one run apart from those of an earlier one on the same server. */
    private static final String RUN = UUID.randomUUID().toString().substring(9);

    private Bodies() {}

    /** An event that the filter matches; its user bears the number of the request. */
    static String event() {
        return event(EVENT_TYPE);
    }

    /** An event of a type that no hook takes. */
    static String unhookedEvent() {
        return event("user.session.start");
    }

    /** A delivery as an event hook makes it, under an eventId of its own. */
    static String envelope() {
        return """
        {"eventType":"com.okta.event_hook","eventTypeVersion":"1.0","cloudEventsVersion":"0.1",\
        "source":"https://idp.example.org/api/v1/eventHooks/who00000000000000000",\
        "eventId":"%s","data":{"events":[%s]},"eventTime":"2026-01-01T00:00:00.000Z",\
        "contentType":"application/json"}\
        """
                .formatted(uuid("4a11"), event());
    }

    /** A direct call that is no delivery. */
    static String call() {
        return "{\"data\":{\"events\":[" + event() + "]}}";
    }

    static String event(String type) {
        return """
        {"uuid":"%s","version":"0","severity":"WARN","eventType":"%s",\
        "legacyEventType":"core.user.factor.attempt_fail","displayMessage":"Authentication of user via MFA",\
        "actor":{"id":"00u1a2b3c4d5e6f7g8h9","type":"User","alternateId":"bench-%4$s@example.org",\
        "displayName":"Bench Person","detailEntry":null},\
        "client":{"userAgent":{"rawUserAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 \
        (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36","os":"Mac OS X","browser":"CHROME"},"zone":"null",\
        "device":"Computer","id":null,"ipAddress":"203.0.113.7","geographicalContext":{"city":"Utrecht",\
        "state":"Utrecht","country":"Netherlands","postalCode":"3511","geolocation":{"lat":52.0907,"lon":5.1214}}},\
        "outcome":{"result":"FAILURE","reason":"%3$s"},\
        "target":[{"id":"00u1a2b3c4d5e6f7g8h9","type":"User","alternateId":"bench-%4$s@example.org",\
        "displayName":"Bench Person","detailEntry":null},{"id":"pfd1a2b3c4d5e6f7g8h9",\
        "type":"AuthenticatorEnrollment","alternateId":"unknown","displayName":"Okta Verify",\
        "detailEntry":{"methodTypeUsed":"Use Okta FastPass","methodUsedVerifiedProperties":"[USER_PRESENCE]"}}],\
        "transaction":{"type":"WEB","id":"Y1aZ0b9c8d7e6f5g4h3i2j1k0","detail":{}},\
        "debugContext":{"debugData":{"requestId":"9f8e7d6c5b4a39281706f5e4d3c2b1a0",\
        "requestUri":"/idp/idx/authenticators/poll","url":"/idp/idx/authenticators/poll?",\
        "factor":"SIGNED_NONCE","origin":"https://login.example.net","threatSuspected":"false",\
        "deviceFingerprint":"0a1b2c3d4e5f60718293a4b5c6d7e8f9","dtHash":"%5$s",\
        "behaviors":"{New Geo-Location=NEGATIVE, New Device=NEGATIVE, New IP=POSITIVE, New State=NEGATIVE, \
        New Country=NEGATIVE, Velocity=NEGATIVE, New City=NEGATIVE}","risk":"{reasons=Anomalous Location, level=MEDIUM}",\
        "logOnlySecurityData":"{\\"risk\\":{\\"level\\":\\"MEDIUM\\",\\"reasons\\":\\"Anomalous Location\\"},\
        \\"behaviors\\":{\\"New Device\\":\\"NEGATIVE\\",\\"Velocity\\":\\"NEGATIVE\\"}}"}},\
        "authenticationContext":{"authenticationProvider":"FACTOR_PROVIDER","credentialProvider":null,\
        "credentialType":null,"issuer":null,"interface":null,"authenticationStep":0,\
        "externalSessionId":"idx8f7e6d5c4b3a291807","rootSessionId":"idx8f7e6d5c4b3a291807"},\
        "securityContext":{"asNumber":64500,"asOrg":"Example Net","isp":"Example Net","domain":"example.net",\
        "isProxy":false},"request":{"ipChain":[{"ip":"203.0.113.7","geographicalContext":{"city":"Utrecht",\
        "state":"Utrecht","country":"Netherlands","postalCode":"3511","geolocation":{"lat":52.0907,"lon":5.1214}},\
        "version":"V4","source":null}]}}\
        """
                .formatted(
                        uuid("4a10"),
                        type,
                        REASON,
                        RequestTemplate.NUMBER,
                        "0123456789abcdef".repeat(4));
    }

    /** A UUID that bears the number of the request. */
    private static String uuid(String kind) {
        return RequestTemplate.NUMBER + "-" + RUN.substring(0, RUN.length() - kind.length()) + kind;
    }
}
