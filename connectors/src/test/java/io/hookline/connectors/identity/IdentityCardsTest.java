package io.hookline.connectors.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookline.connectors.TestingEndpoint;
import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.connectors.TestingEndpoint.Asked;
import io.hookline.connectors.TrialContext;
import io.hookline.connectors.files.ConnectorFiles;
import io.hookline.connectors.http.Calls;
import io.hookline.connectors.okta.OktaCards;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.Privileged;
import io.hookline.flow.card.Protection;
import io.hookline.flow.card.Reach;
import io.hookline.flow.card.Secret;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.testing.okta.SimulatedOrg;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The same cards against an org of Okta and a realm of Keycloak. */
class IdentityCardsTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final String ADA = "0b6f2a4e-6a7e-4a53-9c2b-1f4f6d1e7c11";
    private static final String GROUP = "6d1f2a4e-6a7e-4a53-9c2b-1f4f6d1e7c12";
    private static final String NAME = "ada@example.org";
    private static final String WATCHED = "Watched";

    private final HttpSender sender = new HttpSender(new AddressGuard(List.of("127.0.0.1"), false));
    private final List<Instant> time = new ArrayList<>(List.of(NOW));
    private final IdentityCards cards = cards();
    private Reach reach = Reach.USUAL;

    private IdentityCards cards() {
        InstantSource clock = time::getLast;
        Calls calls = new Calls(sender, clock, wait -> {});
        return new IdentityCards(
                OktaCards.api(calls), ConnectorFiles.api("keycloak", calls), clock);
    }

    @AfterEach
    void close() {
        sender.close();
    }

    private CardContext with(String connector, URI baseUrl) {
        Connection connection =
                new Connection(
                                "c1",
                                "Ours",
                                connector,
                                Optional.of(baseUrl),
                                new Auth.Token(new Secret(SimulatedOrg.TOKEN)))
                        .reaching(reach);
        return new TrialContext(connection, time.getLast(), Set.of(), new ArrayList<>());
    }

    private static Reach defining(List<String> roles, List<String> groups) {
        return new Reach(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Protection.NOBODY,
                new Privileged(roles, groups),
                Optional.empty());
    }

    private static Reach protecting(String user) {
        return new Reach(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Protection(List.of(user), List.of()),
                Optional.empty());
    }

    /** A realm with one user, who has two factors, a role and a group. */
    private static Answered realm(Asked request) {
        String path = request.uri().toString();
        String user =
                "{\"id\": \"%s\", \"username\": \"ada\", \"email\": \"ada@example.org\", \"enabled\": true}"
                        .formatted(ADA);
        if (!request.method().equals("GET")) {
            return Answered.of(204, "");
        }
        if (path.startsWith("/users?") && path.contains("username=")) {
            return Answered.ok("[]");
        }
        if (path.startsWith("/users?")) {
            return Answered.ok("[" + user + "]");
        }
        if (path.equals("/users/" + ADA + "/credentials")) {
            return Answered.ok(
                    "[{\"id\": \"p\", \"type\": \"password\"}, {\"id\": \"o\", \"type\": \"otp\"},"
                            + " {\"id\": \"w\", \"type\": \"webauthn\"}]");
        }
        if (path.endsWith("/role-mappings/realm/composite")) {
            return Answered.ok("[{\"name\": \"offline_access\"}]");
        }
        if (path.startsWith("/clients?")) {
            return Answered.ok("[{\"id\": \"c-1\", \"clientId\": \"realm-management\"}]");
        }
        if (path.endsWith("/role-mappings/clients/c-1/composite")) {
            return Answered.ok("[{\"name\": \"realm-admin\"}]");
        }
        if (path.startsWith("/users/" + ADA + "/groups")) {
            return Answered.ok("[{\"id\": \"g\", \"name\": \"Staff\", \"path\": \"/Staff\"}]");
        }
        if (path.startsWith("/groups?")) {
            return Answered.ok(
                    "[{\"id\": \"top\", \"name\": \"Top\", \"subGroups\": [{\"id\": \"%s\", \"name\": \"Watched\"}]}]"
                            .formatted(GROUP));
        }
        return path.equals("/users/" + ADA) ? Answered.ok(user) : Answered.of(404, "{}");
    }

    private static List<String> changes(TestingEndpoint endpoint) {
        return endpoint.asked().stream()
                .filter(request -> !request.method().equals("GET"))
                .map(request ->
                        (request.method() + " " + request.uri() + " " + request.body()).strip())
                .toList();
    }

    @Test
    void actsInKeycloak() throws IOException {
        try (TestingEndpoint keycloak = TestingEndpoint.that(IdentityCardsTest::realm)) {
            URI url = keycloak.uri("");
            CardContext context = with("keycloak", url);
            IdentityCards.User user = cards.readUser(context, NAME);
            assertThat(user.id()).isEqualTo(ADA);
            assertThat(user.status()).isEqualTo("ENABLED");
            cards.unsuspendUser(context, NAME);
            cards.suspendUser(context, NAME);
            cards.endSessions(context, NAME);
            cards.resetFactors(context, NAME);
            cards.addToGroup(context, NAME, WATCHED);
            cards.removeFromGroup(context, NAME, WATCHED);
            assertThat(changes(keycloak))
                    .containsExactly(
                            "PUT /users/" + ADA + " {\"enabled\":false}",
                            "POST /users/" + ADA + "/logout",
                            "DELETE /users/" + ADA + "/credentials/o",
                            "DELETE /users/" + ADA + "/credentials/w",
                            "PUT /users/" + ADA + "/groups/" + GROUP,
                            "DELETE /users/" + ADA + "/groups/" + GROUP);
        }
    }

    @Test
    void actsInOkta() {
        try (SimulatedOrg org = SimulatedOrg.start(InstantSource.fixed(NOW))) {
            String ada = org.addUser("ada@example.org", "Ada", "Lovelace");
            String watched = org.addGroup("Watched");
            org.addFactor(ada, "push");
            CardContext context = with("okta", org.url());
            IdentityCards.User user = cards.readUser(context, NAME);
            assertThat(user.name()).isEqualTo("Ada Lovelace");
            cards.suspendUser(context, NAME);
            assertThat(cards.readUser(context, NAME).suspended()).isTrue();
            // A second time is no error, as it would be to Okta.
            cards.suspendUser(context, NAME);
            cards.unsuspendUser(context, NAME);
            cards.endSessions(context, NAME);
            cards.resetFactors(context, NAME);
            cards.addToGroup(context, NAME, WATCHED);
            assertThat(org.members(watched)).contains(ada);
            cards.removeFromGroup(context, NAME, WATCHED);
            assertThat(org.members(watched)).doesNotContain(ada);
        }
    }

    private IdentityCards.IsPrivileged privileged(String connector, URI baseUrl) {
        return cards.isPrivileged(with(connector, baseUrl), NAME);
    }

    @Test
    void whoIsPrivilegedFollowsFromTheConnection() throws IOException {
        try (TestingEndpoint keycloak = TestingEndpoint.that(IdentityCardsTest::realm);
                SimulatedOrg org = SimulatedOrg.start(InstantSource.fixed(NOW))) {
            URI url = keycloak.uri("");
            reach = defining(List.of("realm-management:realm-admin"), List.of());
            IdentityCards.IsPrivileged byClientRole = privileged("keycloak", url);
            assertThat(byClientRole.privileged()).isTrue();
            assertThat(byClientRole.reason()).contains("Role realm-management:realm-admin");
            reach = defining(List.of(), List.of("staff"));
            assertThat(privileged("keycloak", url).reason()).contains("Group staff");
            reach = defining(List.of("admin"), List.of("Admins"));
            assertThat(privileged("keycloak", url).privileged()).isFalse();

            String ada = org.addUser("ada@example.org", "Ada", "Lovelace");
            reach = defining(List.of("SUPER_ADMIN"), List.of());
            assertThat(privileged("okta", org.url()).privileged()).isFalse();
            org.addRole(ada, "SUPER_ADMIN");
            time.add(NOW.plus(Privileges.BELIEVED).minusSeconds(1));
            assertThat(privileged("okta", org.url()).privileged()).isFalse();
            time.add(NOW.plus(Privileges.BELIEVED));
            assertThat(privileged("okta", org.url()).privileged()).isTrue();
        }
    }

    @Test
    void withoutADefinitionItDoesNotSayThatNobodyIs() throws IOException {
        try (TestingEndpoint keycloak = TestingEndpoint.that(IdentityCardsTest::realm)) {
            assertThatThrownBy(() -> privileged("keycloak", keycloak.uri("")))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("does not say who is privileged");
        }
    }

    @Test
    void whomTheConnectionProtectsIsNotTouched() throws IOException {
        reach = protecting("ada@example.org");
        try (TestingEndpoint keycloak = TestingEndpoint.that(IdentityCardsTest::realm);
                SimulatedOrg org = SimulatedOrg.start(InstantSource.fixed(NOW))) {
            org.addUser("ada@example.org", "Ada", "Lovelace");
            for (CardContext context :
                    List.of(with("keycloak", keycloak.uri("")), with("okta", org.url()))) {
                assertThatThrownBy(() -> cards.suspendUser(context, NAME))
                        .isInstanceOf(CardFailure.Denied.class);
                assertThatThrownBy(() -> cards.endSessions(context, NAME))
                        .isInstanceOf(CardFailure.Denied.class);
                assertThatThrownBy(() -> cards.resetFactors(context, NAME))
                        .isInstanceOf(CardFailure.Denied.class);
            }
            assertThat(changes(keycloak)).isEmpty();
            assertThat(org.changes()).isEmpty();
            cards.addToGroup(with("keycloak", keycloak.uri("")), NAME, WATCHED);
            assertThat(changes(keycloak)).hasSize(1);
        }
    }

    @Test
    void anotherConnectionIsRefused() {
        assertThatThrownBy(
                        () -> cards.readUser(with("slack", URI.create("http://127.0.0.1:1")), NAME))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("okta or keycloak");
    }
}
