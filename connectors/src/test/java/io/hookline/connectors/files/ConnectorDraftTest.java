package io.hookline.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.flow.card.Effect;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class ConnectorDraftTest {
    private static final String API =
            """
            openapi: 3.0.3
            info: {title: "Pets: the API"}
            servers: [{url: https://pets.example.com/v1}]
            components:
              securitySchemes: {key: {type: apiKey, in: header, name: X-Pet-Key}}
              schemas:
                Pet:
                  type: object
                  required: [name]
                  properties:
                    name: {type: string, description: "What it is called. Or not."}
                    age: {type: integer}
                    born: {type: string, format: date-time}
                    tags: {type: array, items: {type: string}}
                    "odd.key": {type: object}
                    self: {$ref: "#/components/schemas/Pet"}
                Circle: {$ref: "#/components/schemas/Circle"}
            paths:
              /pets:
                get:
                  operationId: list-pets
                  summary: All pets
                  parameters: [{name: limit, in: query, schema: {type: integer}}]
                  responses: {"200": {content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Pet"}}}}}}
                post:
                  operationId: list-pets
                  description: "Adds: a #pet {or not}"
                  requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
                  responses: {"201": {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
              /pets/{petId}:
                parameters: [{name: petId, in: path, required: true, schema: {type: string}}]
                delete: {responses: {"204": {description: gone}}}
                put: {requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Circle"}}}}}
            """;

    @Test
    void aDraftIsAConnectorThatRuns() throws IOException {
        try (FileTrial pets =
                FileTrial.answering(
                        ConnectorDraft.from("pets", API),
                        Answered.of(201, "{\"name\": \"Rex\", \"odd.key\": {\"a\": 1}}"))) {
            JsonNode out =
                    pets.run("listPets2", "{'Body': {'name': 'Rex', 'age': 3, 'tags': ['a']}}");

            assertThat(out.at("/Result/name").asText()).isEqualTo("Rex");
            assertThat(out.at("/Result/odd.key/a").asInt()).isEqualTo(1);
            assertThat(pets.asked())
                    .containsExactly("POST /pets {\"name\":\"Rex\",\"age\":3,\"tags\":[\"a\"]}");
            assertThat(pets.endpoint.asked().getFirst().header("X-Pet-Key"))
                    .isEqualTo("s3cret-token");
        }
    }

    @Test
    void effectsAreGuessedOnTheSafeSide() {
        FileConnector pets =
                ConnectorFiles.read(ConnectorDraft.from("pets", API), FileTrial.NO_CALLS);

        assertThat(pets.baseUrl().orElseThrow().toString())
                .isEqualTo("https://pets.example.com/v1");
        assertThat(pets.cards())
                .extracting(card -> card.id() + " " + card.effect())
                .containsExactly(
                        "pets.listPets " + Effect.READ,
                        "pets.listPets2 " + Effect.CHANGE,
                        "pets.putPetsPetId " + Effect.CHANGE,
                        "pets.deletePetsPetId " + Effect.DESTRUCTIVE);
    }

    @Test
    void theBeginningOfAConnectorHasNoFaults() {
        assertThat(
                        ConnectorFiles.read(ConnectorDraft.of("help-desk_2"), FileTrial.NO_CALLS)
                                .cards())
                .hasSize(1);
    }

    @Test
    void whatIsNoDescriptionIsRefused() {
        assertThatThrownBy(() -> ConnectorDraft.from("pets", "swagger: '2.0'"))
                .isInstanceOf(FaultyFile.class)
                .hasMessageContaining("no OpenAPI 3");
        assertThatThrownBy(() -> ConnectorDraft.from("pets", "openapi: 3.1.0\npaths: {}"))
                .hasMessageContaining("no operations");
    }

    @Test
    void aPublishedDescriptionBecomesAConnectorWithoutFaults() throws IOException {
        Path published =
                Path.of(
                        System.getProperty("hookline.root", ".."),
                        "../shared/openapi/event-hooks-and-system-log.yaml");
        assumeTrue(Files.isRegularFile(published), "The published description is not present.");

        String draft = ConnectorDraft.from("oktalog", Files.readString(published));

        assertThat(ConnectorFiles.read(draft, FileTrial.NO_CALLS).cards()).isNotEmpty();
    }
}
