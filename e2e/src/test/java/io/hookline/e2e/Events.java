package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Identity events as a source would send them. */
final class Events {
    static final String MFA = "user.authentication.auth_via_mfa";
    static final String PHISHING = "FastPass declined phishing attempt";
    static final String PHISHING_FILTER = "event.outcome.reason eq \"" + PHISHING + "\"";

    private Events() {}

    /** A sign-in that FastPass stopped because the site was not the one it claimed to be. */
    static ObjectNode phishing(String user, String address) {
        return authentication(user, address, "FAILURE", PHISHING);
    }

    /** The same type of event, in which nothing is wrong. */
    static ObjectNode signedIn(String user, String address) {
        return authentication(user, address, "SUCCESS", null);
    }

    private static ObjectNode authentication(
            String user, String address, String result, String reason) {
        try {
            ObjectNode event =
                    (ObjectNode)
                            Api.JSON.readTree(
                                    """
                                    {
                                      "version": "0",
                                      "severity": "WARN",
                                      "legacyEventType": "core.user.factor.attempt_fail",
                                      "displayMessage": "Authentication of user via MFA",
                                      "client": {
                                        "userAgent": {"rawUserAgent": "Mozilla/5.0 (Macintosh)", "os": "Mac OS X", "browser": "CHROME"},
                                        "zone": "null",
                                        "device": "Computer",
                                        "id": null,
                                        "geographicalContext": {"city": "Utrecht", "state": "Utrecht", "country": "Netherlands",
                                          "postalCode": "3511", "geolocation": {"lat": 52.0907, "lon": 5.1214}}
                                      },
                                      "actor": {"id": "00u1a2b3c4d5e6f7g8h9", "type": "User", "detailEntry": null},
                                      "target": [
                                        {"id": "00u1a2b3c4d5e6f7g8h9", "type": "User", "detailEntry": null},
                                        {"id": "pfd1a2b3c4d5e6f7g8h9", "type": "AuthenticatorEnrollment", "alternateId": "unknown",
                                          "displayName": "Okta Verify", "detailEntry": {"methodTypeUsed": "Use Okta FastPass"}}
                                      ],
                                      "transaction": {"type": "WEB", "id": "Y1aZ-transaction", "detail": {}},
                                      "debugContext": {"debugData": {"requestUri": "/idp/idx/authenticators/poll",
                                        "factor": "SIGNED_NONCE", "origin": "https://login.example.net", "threatSuspected": "false"}},
                                      "authenticationContext": {"authenticationProvider": "FACTOR_PROVIDER", "credentialProvider": null,
                                        "credentialType": null, "issuer": null, "interface": null, "authenticationStep": 0,
                                        "externalSessionId": "idx-session-1"},
                                      "securityContext": {"asNumber": 64500, "asOrg": "Example Net", "isp": "Example Net",
                                        "domain": "example.net", "isProxy": false}
                                    }
                                    """);
            event.put("eventType", MFA);
            ((ObjectNode) event.get("client")).put("ipAddress", address);
            ((ObjectNode) event.get("actor")).put("alternateId", user).put("displayName", user);
            ((ObjectNode) event.at("/target/0")).put("alternateId", user).put("displayName", user);
            event.putObject("outcome").put("result", result).put("reason", reason);
            return event;
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A direct call of a flow that reads event hook deliveries, without being one. */
    static ObjectNode asBody(JsonNode... events) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var list = body.putObject("data").putArray("events");
        for (JsonNode event : events) {
            list.add(event);
        }
        return body;
    }

    /** What the published flow says about such an event. */
    static String slackText(String user, String address) {
        return "*Phishing attempt failed* for " + user + " from " + address + "\n";
    }
}
