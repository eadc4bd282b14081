package io.hookline.server.access.http;

import static io.hookline.server.access.TestingIssuer.claims;
import static io.hookline.server.access.TestingIssuer.header;
import static io.hookline.server.access.TestingIssuer.signed;
import static io.hookline.server.access.http.TestingAccess.HOOKS;
import static io.hookline.server.access.http.TestingAccess.TOKENS;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import io.hookline.server.access.TestingIssuer;
import io.hookline.server.access.http.TestingAccess.Reply;
import io.hookline.server.json.Json;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Access tokens of an identity provider, through the filter. */
class AccessTokensTest {
    private static final String LOGS = "/api/v1/logs";
    private static final ECKey KEY = TestingIssuer.key("first");
    private static final ECKey OTHER = TestingIssuer.key("second");

    @TempDir Path folder;
    private TestingIssuer issuer;
    private TestingAccess access;

    @BeforeEach
    void start() {
        issuer = new TestingIssuer();
        issuer.publish(KEY);
        access = new TestingAccess(folder, OptionalInt.empty(), Optional.of(issuer.configured()));
    }

    @AfterEach
    void stop() {
        access.close();
        issuer.close();
    }

    private Instant now() {
        return access.clock.instant();
    }

    private Reply get(String path, String token) {
        return access.send("GET", path, "Bearer " + token, "");
    }

    private void assertRefused(String token, String why) {
        Reply refused = get(LOGS, token);
        assertThat(refused.status()).as("%s", refused.body()).isEqualTo(401);
        assertThat(refused.text("errorCode")).isEqualTo("E0000011");
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(refused.body().at("/errorCauses/0/errorSummary").asText()).contains(why);
    }

    @Test
    void scopesAllowWhatTheyAllowAtTheOriginal() {
        String reads = signed(KEY, claims(now(), "okta.eventHooks.read").build());
        assertThat(get(HOOKS, reads).status()).isEqualTo(200);
        Reply lacking = access.send("POST", HOOKS, "Bearer " + reads, "");
        assertThat(lacking.status()).isEqualTo(403);
        assertThat(lacking.text("errorCode")).isEqualTo("E0000006");
        assertThat(lacking.header("WWW-Authenticate"))
                .isEqualTo("Bearer error=\"insufficient_scope\", scope=\"okta.eventHooks.manage\"");
        assertThat(get(LOGS, reads).header("WWW-Authenticate")).contains("\"okta.logs.read\"");

        String manages = signed(KEY, claims(now(), "okta.eventHooks.manage", "openid").build());
        Reply made = access.send("POST", HOOKS, "Bearer " + manages, "");
        assertThat(made.text("id")).isEqualTo("0oa1");
        assertThat(get(HOOKS, manages).status()).isEqualTo(200);

        String logs = signed(KEY, claims(now(), "okta.logs.read").build());
        assertThat(get(LOGS, logs).status()).isEqualTo(200);
        assertThat(get(LOGS, logs).header("X-Rate-Limit-Limit")).isNotEmpty();
        Reply none = get(TOKENS, logs);
        assertThat(none.status()).isEqualTo(403);
        assertThat(none.text("detail")).contains("manage_users");
        assertThat(access.send("POST", LOGS, "Bearer " + logs, "{}").status()).isEqualTo(403);
    }

    @Test
    void scopesMayStandInALineAndPeopleMayBeNamed() {
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .issuer(TestingIssuer.ISSUER)
                        .audience(List.of("other", TestingIssuer.AUDIENCE))
                        .subject("4711")
                        .claim("preferred_username", "ada")
                        .expirationTime(Date.from(now().plusSeconds(60)))
                        .claim("scope", "openid okta.eventHooks.manage")
                        .build();
        Reply made = access.send("POST", HOOKS, "bearer " + signed(KEY, claims), "");
        assertThat(made.text("id")).isEqualTo("4711");
        assertThat(made.text("name")).isEqualTo("ada");
    }

    @Test
    void whatIsNotForUsOrNotNowIsRefused() {
        assertRefused(
                signed(KEY, claims(now(), "okta.logs.read").issuer("https://evil").build()), "iss");
        assertRefused(
                signed(KEY, claims(now(), "okta.logs.read").audience("other").build()), "aud");
        assertRefused(
                signed(KEY, claims(now(), "okta.logs.read").expirationTime(null).build()), "exp");
        assertRefused(
                signed(
                        KEY,
                        claims(now(), "okta.logs.read")
                                .notBeforeTime(Date.from(now().plusSeconds(31)))
                                .build()),
                "before");
        assertRefused(signed(KEY, claims(now(), "okta.logs.read").subject(" ").build()), "sub");
        String good = signed(KEY, claims(now(), "okta.logs.read").build());
        assertThat(get(LOGS, good).status()).isEqualTo(200);
        access.advance(Duration.ofHours(1).plusSeconds(29));
        assertThat(get(LOGS, good).status()).as("clocks differ a little").isEqualTo(200);
        access.advance(Duration.ofSeconds(2));
        for (int i = 0; i < 10; i++) {
            assertRefused(good, "expired");
        }
        assertThat(access.events("hookline.access.slowed"))
                .as("who holds what the issuer signed does not guess")
                .isEmpty();
    }

    @Test
    void whatTheIssuerDidNotSignIsRefusedAndSlowed() throws JOSEException {
        JWTClaimsSet claims = claims(now(), "okta.logs.read").build();
        String good = signed(KEY, claims);
        assertThat(get(LOGS, good).status()).isEqualTo(200);

        assertRefused(new PlainJWT(claims).serialize(), "plain");
        SignedJWT shared =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), claims);
        shared.sign(new MACSigner(KEY.toPublicJWK().toJSONString()));
        assertRefused(shared.serialize(), "algorithm");
        assertRefused(
                signed(OTHER, header(KEY).jwk(OTHER.toPublicJWK()).build(), claims), "signature");
        assertRefused(
                signed(KEY, header(KEY).type(new JOSEObjectType("dpop+jwt")).build(), claims),
                "typ");
        assertRefused(good.substring(0, good.length() - 4) + "AAAA", "signature");
        assertRefused("not.a.jwt", "no signed JWT");
        assertThat(get(LOGS, "x").status()).isEqualTo(429);
        assertThat(access.events("hookline.access.slowed")).hasSize(1);
        assertThat(get(LOGS, good).status()).as("the right one passes").isEqualTo(200);
    }

    @Test
    void nothingThatAnIssuerMaySignMakesItFail() throws Exception {
        List<String> odd =
                List.of(
                        "null",
                        "true",
                        "7",
                        "-1e99",
                        "\"\"",
                        "\"x\"",
                        "\"\\ud800\"",
                        "{}",
                        "[]",
                        "[null, [1]]");
        SoftAssertions softly = new SoftAssertions();
        for (String claim :
                List.of(
                        "iss",
                        "aud",
                        "exp",
                        "nbf",
                        "iat",
                        "sub",
                        "scp",
                        "scope",
                        "azp",
                        "client_id",
                        "preferred_username")) {
            for (String value : odd) {
                ObjectNode claims =
                        (ObjectNode)
                                Json.MAPPER.readTree(
                                        claims(now(), "okta.logs.read").build().toString());
                claims.set(claim, Json.MAPPER.readTree(value));
                JWSObject token =
                        new JWSObject(header(KEY).build(), new Payload(claims.toString()));
                token.sign(new ECDSASigner(KEY));
                softly.assertThat(get(LOGS, token.serialize()).status())
                        .as("%s: %s", claim, value)
                        .isIn(200, 401, 403, 429);
            }
        }
        softly.assertAll();
    }

    @Test
    void aNewKeyWorksAtOnceButUnknownOnesFetchOnlyTwice() {
        String first = signed(KEY, claims(now(), "okta.logs.read").build());
        String second = signed(OTHER, claims(now(), "okta.logs.read").build());
        assertThat(get(LOGS, first).status()).isEqualTo(200);
        assertThat(get(LOGS, first).status()).isEqualTo(200);
        assertThat(issuer.fetches).hasValue(1);
        issuer.publish(OTHER);
        assertThat(get(LOGS, second).status()).isEqualTo(200);
        assertThat(issuer.fetches).hasValue(2);
        assertRefused(first, "");
        for (int i = 0; i < 20; i++) {
            get(LOGS, signed(KEY, header(KEY).keyID("k" + i).build(), claims(now()).build()));
        }
        assertThat(get(LOGS, second).status()).isEqualTo(200);
        assertThat(issuer.fetches).hasValue(2);
    }

    @Test
    void whileTheKeysCannotBeFetchedNoTokenIsCalledWrong() {
        issuer.answer(500, "");
        assertUnavailable();
    }

    @Test
    void whatIsNoSetOfKeysIsNoneToRefuseTokensBy() {
        issuer.answer(200, "<html>Sign in</html>");
        assertUnavailable();
    }

    private void assertUnavailable() {
        String token = signed(KEY, claims(now(), "okta.logs.read").build());
        for (int i = 0; i < 3; i++) {
            Reply unavailable = get(LOGS, token);
            assertThat(unavailable.status()).isEqualTo(503);
            assertThat(unavailable.header("Retry-After")).isEqualTo("60");
        }
        assertThat(issuer.fetches).hasValue(2);
    }

    @Test
    void withoutCredentialsBothKindsAreAskedFor() {
        Reply refused = access.send("GET", LOGS, "", "");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("SSWS, Bearer");
    }
}
