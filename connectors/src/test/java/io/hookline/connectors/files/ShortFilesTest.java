package io.hookline.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.Repeat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** What a connector file need not say: titles, labels, what several actions have, any request. */
class ShortFilesTest {
    private static final String HEAD =
            """
            format: 1
            id: desk
            name: Desk
            tried: false
            connection: {auth: [none], baseUrl: "https://desk.example.org"}
            fields:
              team: {help: The team, choices: [red, blue]}
            actions:
            """;

    private static List<CardDefinition> cards(String actions) {
        return ConnectorFiles.read(HEAD + actions.indent(2), FileTrial.NO_CALLS).cards();
    }

    @ParameterizedTest
    @CsvSource({
        "displayName,Display Name",
        "last_login_ZDPGWZ,Last Login",
        "addUserToGroup,Add User to Group",
        "customAPIAction,Custom API Action",
        "searchUsers_BAejT5bvR1Y,Search Users",
        "updateInventory_KPnN1MGv8,Update Inventory",
        "user_id,User ID",
        "custom_properties,Custom Properties",
        "ID or Login,ID or Login",
        "Status Code,Status Code",
        "URL,URL"
    })
    void theWordsOfAKeyAreReadable(String key, String words) {
        assertThat(KeyWords.of(key)).isEqualTo(words);
    }

    @Test
    void titleAndLabelsFollowFromTheKeysUnlessTheyAreSaid() {
        CardDefinition card =
                cards(
                                """
                                closeTicket:
                                  help: Closes it.
                                  effect: DESTRUCTIVE HARMLESS
                                  request: PUT /x/{Ticket/ticket_id}
                                  in: {Ticket: {ticket_id*: The ticket, why: {label: Reason, help: Why}, team: $team}}
                                  out: {Ticket: [id*, "boolean state.isOpen", closedAt]}
                                """)
                        .getFirst();

        assertThat(card.title()).isEqualTo("Close Ticket");
        assertThat(card.effect()).isEqualTo(Effect.DESTRUCTIVE);
        assertThat(card.repeat()).isEqualTo(Repeat.HARMLESS);
        assertThat(card.inputs())
                .extracting(FieldDefinition::label)
                .containsExactly("Ticket ID", "Reason", "Team");
        assertThat(card.inputs().getLast().form().choices()).containsExactly("red", "blue");
        assertThat(card.outputs())
                .extracting(field -> field.key() + " " + field.type().kind().word())
                .containsExactly("id string", "isOpen boolean", "closedAt string");
    }

    @Test
    void anyRequestIsAWholeActionWhoseMethodDecidesItsEffect() {
        CardDefinition card = cards("custom: {any: /users}\n").getFirst();

        assertThat(card.title()).isEqualTo("Custom API Action");
        assertThat(card.effect((group, key) -> java.util.Optional.of("GET")))
                .isEqualTo(Effect.READ);
        assertThat(card.effect((group, key) -> java.util.Optional.of("DELETE")))
                .isEqualTo(Effect.DESTRUCTIVE);
        assertThat(card.inputs())
                .extracting(FieldDefinition::help)
                .contains("The path, as in /users");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "custom: {any: users}§is a path that shows how those of the API look",
                "look: {help: x, effect: CHANGE TWICE, request: POST /x}§\"TWICE\"",
                "look: {help: x, request: GET /x, in: {A: {b: $tean}}}§did you mean \"team\"?",
                "look: {help: x, request: GET /x, out: {A: [\"text a|lower\"]}}§others are written"
                        + " as an object",
                "look: {help: x, request: GET /x, list: {output: A}}§or \"values\""
            })
    void whatIsShortAndWrongIsNamed(String action, String said) {
        assertThatThrownBy(() -> cards(action + "\n"))
                .isInstanceOf(FaultyFile.class)
                .hasMessageContaining(said);
    }
}
