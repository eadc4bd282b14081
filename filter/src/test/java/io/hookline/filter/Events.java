package io.hookline.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Events that the tests of both languages look at. */
final class Events {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A user was added to the group Sales. */
    static final JsonNode ADDED_TO_SALES =
            json(
                    """
                    {"eventType": "group.user_membership.add", "outcome": {"result": "SUCCESS", "reason": null},
                     "actor": {"id": "00uadm", "type": "User", "alternateId": "admin@example.com",
                               "displayName": "Ann Admin"},
                     "target": [
                       {"id": "00u1", "type": "User", "alternateId": "bob@example.com", "displayName": "Bob"},
                       {"id": "00g1", "type": "UserGroup", "alternateId": "unknown", "displayName": "Sales"}]}
                    """);

    /** A user who is called like a group was added to another group. */
    static final JsonNode USER_CALLED_SALES =
            json(
                    """
                    {"eventType": "group.user_membership.add", "outcome": {"result": "SUCCESS", "reason": null},
                     "actor": {"id": "00uadm", "type": "User", "alternateId": "admin@example.com",
                               "displayName": "Ann Admin"},
                     "target": [
                       {"id": "00u2", "type": "User", "displayName": "Sales", "alternateId": "sales@example.com"},
                       {"id": "00g2", "type": "UserGroup", "displayName": "Support", "alternateId": "unknown"}]}
                    """);

    /** A phishing attempt was stopped. */
    static final JsonNode PHISHING =
            json(
                    """
                    {"eventType": "user.authentication.auth_via_mfa",
                     "outcome": {"result": "FAILURE", "reason": "FastPass declined phishing attempt"},
                     "actor": {"id": "00u1", "type": "User", "alternateId": "bob@example.com",
                               "displayName": "Bob"},
                     "target": [{"id": "pfd1", "type": "AuthenticatorEnrollment", "alternateId": "unknown",
                                 "displayName": "Okta Verify"}]}
                    """);

    /** A profile changed. */
    static final JsonNode PROFILE_CHANGED =
            json(
                    """
                    {"eventType": "user.account.update_profile", "outcome": {"result": "SUCCESS"},
                     "debugContext": {"debugData": {"changedAttributes": "secondEmail,department"}},
                     "target": []}
                    """);

    /** An event with nearly everything null. */
    static final JsonNode BARE =
            json(
                    """
                    {"eventType": "user.session.end", "outcome": {"result": "SUCCESS", "reason": null},
                     "actor": null, "target": null}
                    """);

    /** A factor was reset by somebody with a quote in the name. */
    static final JsonNode FACTOR_RESET =
            json(
                    """
                    {"eventType": "user.mfa.factor.deactivate",
                     "outcome": {"result": "SUCCESS", "reason": "User reset OKTA_VERIFY_PUSH factor"},
                     "actor": {"id": "00uadm", "type": "User", "alternateId": "admin@example.com",
                               "displayName": "O'Brien"},
                     "target": [{"id": "00u1", "type": "User", "alternateId": "bob@example.com",
                                 "displayName": "Bob"}]}
                    """);

    /** A sign-in with all that a real event carries. */
    static final JsonNode SIGN_IN =
            json(
                    """
                    {"uuid": "6c6b5b0e-5f0a-11ef-9f2c-0242ac120002", "published": "2026-08-20T10:15:30.123Z",
                     "eventType": "user.session.start", "version": "0", "severity": "INFO",
                     "displayMessage": "User login to Okta", "legacyEventType": "core.user_auth.login_success",
                     "actor": {"id": "00u9", "type": "User", "alternateId": "jane.doe@example.com",
                               "displayName": "Jane Doe", "detailEntry": null},
                     "client": {"id": null, "ipAddress": "203.0.113.7", "device": "Computer", "zone": "null",
                                "userAgent": {"rawUserAgent": "Mozilla/5.0", "os": "Linux", "browser": "CHROME"},
                                "geographicalContext": {"city": "Graz", "state": "Styria", "country": "Austria",
                                  "postalCode": "8010", "geolocation": {"lat": 47.07, "lon": 15.44}}},
                     "device": null,
                     "outcome": {"result": "SUCCESS", "reason": null},
                     "target": [
                       {"id": "00u9", "type": "User", "alternateId": "jane.doe@example.com",
                        "displayName": "Jane Doe", "detailEntry": null},
                       {"id": "0oa1", "type": "AppInstance", "alternateId": "Wiki", "displayName": "XOxBw-2JIR",
                        "detailEntry": {"signOnModeType": "SAML_2_0"}}],
                     "transaction": {"id": "t-1", "type": "WEB", "detail": {"requestApiTokenId": "00T1"}},
                     "debugContext": {"debugData": {"requestUri": "/api/v1/authn", "threatSuspected": "false",
                                                    "risk": "{level=HIGH}", "count": "12"}},
                     "authenticationContext": {"authenticationStep": 0, "externalSessionId": "102a",
                                               "issuer": null, "interface": null},
                     "securityContext": {"asNumber": 64500, "asOrg": "example", "isp": "example isp",
                                         "domain": "example.net", "isProxy": true,
                                         "risk": {"level": "HIGH", "reasons": ["New IP", "New City"]},
                                         "userBehaviors": [{"id": "b1", "name": "New IP", "result": "POSITIVE"}]},
                     "request": {"ipChain": [
                       {"ip": "203.0.113.7", "version": "V4", "source": null,
                        "geographicalContext": {"city": "Graz"}},
                       {"ip": "198.51.100.2", "version": "V4", "source": null, "geographicalContext": null}]}}
                    """);

    private Events() {}

    static JsonNode json(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
