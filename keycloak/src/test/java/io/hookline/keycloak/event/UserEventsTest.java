package io.hookline.keycloak.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;

import java.util.Map;
import java.util.Optional;

class UserEventsTest {
    private static JsonNode json(EventType type, String error, Map<String, String> details)
            throws Exception {
        Event event = new Event();
        event.setId("5b1f…");
        event.setType(type);
        event.setTime(1_772_352_000_000L);
        event.setRealmId("r");
        event.setRealmName("staff");
        event.setUserId("u-1");
        event.setClientId("portal");
        event.setSessionId("s-1");
        event.setIpAddress("198.51.100.4");
        event.setError(error);
        event.setDetails(details);
        return new ObjectMapper()
                .readTree(UserEvents.json(event, Directory.EMPTY, Optional.of("Firefox")));
    }

    @Test
    void aFailedLoginIsAFailedStartOfASession() throws Exception {
        JsonNode event =
                json(
                        EventType.LOGIN_ERROR,
                        "invalid_user_credentials",
                        Map.of("username", "ada", "code_id", "c-1"));
        assertThat(event.path("eventType").asText()).isEqualTo("user.session.start");
        assertThat(event.path("uuid").asText()).isEqualTo("5b1f…");
        assertThat(event.path("published").asText()).isEqualTo("2026-03-01T08:00:00.000Z");
        assertThat(event.at("/outcome/result").asText()).isEqualTo("FAILURE");
        assertThat(event.at("/outcome/reason").asText()).isEqualTo("INVALID_CREDENTIALS");
        assertThat(event.at("/actor/alternateId").asText()).isEqualTo("ada");
        assertThat(event.at("/client/ipAddress").asText()).isEqualTo("198.51.100.4");
        assertThat(event.at("/client/userAgent/rawUserAgent").asText()).isEqualTo("Firefox");
        assertThat(event.at("/authenticationContext/externalSessionId").asText()).isEqualTo("s-1");
        assertThat(event.at("/transaction/id").asText()).isEqualTo("c-1");
        assertThat(event.at("/debugContext/debugData/keycloakEvent").asText())
                .isEqualTo("LOGIN_ERROR");
    }

    @Test
    void aWrongCodeIsAFailedSecondFactor() throws Exception {
        JsonNode event =
                json(
                        EventType.LOGIN_ERROR,
                        "invalid_user_credentials",
                        Map.of("username", "ada", "credential_type", "otp"));
        assertThat(event.path("eventType").asText()).isEqualTo("user.authentication.auth_via_mfa");
    }

    @Test
    void aRemovedFactorSaysWhichOneAsTheCatalogDoes() throws Exception {
        JsonNode event =
                json(
                        EventType.REMOVE_CREDENTIAL,
                        null,
                        Map.of("credential_type", "otp", "credential_id", "c-9"));
        assertThat(event.path("eventType").asText()).isEqualTo("user.mfa.factor.deactivate");
        assertThat(event.at("/outcome/reason").asText()).isEqualTo("User reset OTP factor");
        assertThat(event.path("target").toString())
                .contains("\"c-9\",\"type\":\"AuthenticatorEnrollment\"");
    }

    @Test
    void whatAUserChangedStandsBeforeAndAfter() throws Exception {
        JsonNode event =
                json(
                        EventType.UPDATE_PROFILE,
                        null,
                        Map.of(
                                "previous_first_name", "Ada",
                                "updated_first_name", "Augusta"));
        assertThat(event.at("/target/0/changeDetails").toString())
                .isEqualTo(
                        "{\"from\":{\"first_name\":\"Ada\"},\"to\":{\"first_name\":\"Augusta\"}}");
        assertThat(event.at("/debugContext/debugData/changedAttributes").asText())
                .isEqualTo("first_name");
    }
}
