package io.hookline.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Protection;
import io.hookline.flow.card.Reach;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class KeycloakConnectorTest {
    private static String file() throws IOException {
        return Files.readString(
                Path.of(
                        System.getProperty("hookline.root", ".."),
                        "connectors/src/main/resources/connectors/keycloak.yaml"));
    }

    private static FileTrial answering(Answered... answers) throws IOException {
        return FileTrial.answering(file(), answers);
    }

    @Test
    void findsAUserByTheExactName() throws IOException {
        try (FileTrial keycloak =
                answering(
                        Answered.ok(
                                """
                                [{"id": "u-1", "username": "ada", "enabled": true, "createdTimestamp": 1772352000000}]\
                                """))) {
            JsonNode out = keycloak.run("findUsers", "{'Search': {'Username': 'ada'}}");
            assertThat(out.at("/User/ID").asText()).isEqualTo("u-1");
            assertThat(out.at("/User/Created").asText()).startsWith("2026-03-01T08:00:00");
            assertThat(keycloak.asked().getFirst()).contains("username=ada", "exact=true");
        }
    }

    @Test
    void disablingAnIdentityProviderKeepsEverythingElse() throws IOException {
        try (FileTrial keycloak =
                answering(
                        Answered.ok(
                                """
                                {"alias": "partner", "internalId": "i-1", "providerId": "oidc", "enabled": true,
                                 "trustEmail": false, "linkOnly": true,
                                 "config": {"clientSecret": "**********", "syncMode": "FORCE"}}\
                                """),
                        Answered.of(204, ""))) {
            keycloak.run("disableIdentityProvider", "{'Identity Provider': {'Alias': 'partner'}}");
            assertThat(keycloak.asked().getLast())
                    .isEqualTo(
                            "PUT /identity-provider/instances/partner"
                                + " {\"alias\":\"partner\",\"internalId\":\"i-1\",\"providerId\":\"oidc\","
                                + "\"enabled\":false,\"trustEmail\":false,\"linkOnly\":true,"
                                + "\"config\":{\"clientSecret\":\"**********\",\"syncMode\":\"FORCE\"}}");
        }
    }

    @Test
    void grantsARoleByItsName() throws IOException {
        try (FileTrial keycloak =
                answering(
                        Answered.ok("{\"id\": \"r-1\", \"name\": \"auditor\"}"),
                        Answered.of(204, ""))) {
            keycloak.run("grantRole", "{'User': {'ID': 'u-1'}, 'Role': {'Name': 'auditor'}}");
            assertThat(keycloak.asked())
                    .containsExactly(
                            "GET /roles/auditor",
                            "POST /users/u-1/role-mappings/realm"
                                    + " [{\"id\":\"r-1\",\"name\":\"auditor\"}]");
        }
    }

    @Test
    void aNewSecretDoesNotComeIntoTheFlow() throws IOException {
        try (FileTrial keycloak =
                answering(Answered.ok("{\"type\": \"secret\", \"value\": \"s3cr3t\"}"))) {
            JsonNode out = keycloak.run("rotateClientSecret", "{'Client': {'ID': 'c-1'}}");
            assertThat(out.toString()).doesNotContain("s3cr3t");
        }
    }

    @Test
    void protectedUsersAreNotTouchedThoughClientsAre() throws IOException {
        Answered ada = Answered.ok("{\"id\": \"u-1\", \"username\": \"ada\"}");
        try (FileTrial keycloak = answering(ada, ada, ada, Answered.of(204, ""))) {
            keycloak.reach =
                    new Reach(
                            List.of(),
                            Optional.empty(),
                            Optional.empty(),
                            new Protection(List.of("ada"), List.of()),
                            Optional.empty());
            for (String card : List.of("disableUser", "endSessions")) {
                assertThatThrownBy(() -> keycloak.run(card, "{'User': {'ID': 'u-1'}}"))
                        .isInstanceOf(CardFailure.Denied.class);
            }
            keycloak.run("disableClient", "{'Client': {'ID': 'c-1'}}");
            assertThat(keycloak.asked().stream().filter(line -> !line.startsWith("GET")))
                    .containsExactly("PUT /clients/c-1 {\"enabled\":false}");
        }
    }
}
