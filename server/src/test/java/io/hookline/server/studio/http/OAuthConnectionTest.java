package io.hookline.server.studio.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Connection.Auth.ClientCredentials;
import io.hookline.flow.card.Connection.Proof;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** Connections that get tokens with OAuth 2.0. */
class OAuthConnectionTest {
    private static final String SECRET = "s3cret-of-the-client";
    private static final String TOKENS = "https://id.example.org/oauth2/token";

    @TempDir Path folder;
    private TestStudio studio;

    @BeforeEach
    void open() {
        studio = new TestStudio(folder);
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private static ObjectNode connection() {
        ObjectNode body = Json.object().put("name", "Tickets").put("connector", "httpfunctions");
        body.put("baseUrl", "https://tickets.example.org/api");
        ObjectNode auth = body.putObject("auth").put("type", "oauth2").put("clientId", "us:er");
        auth.put("clientSecret", SECRET).put("tokenUrl", TOKENS);
        return body;
    }

    private static ObjectNode auth(ObjectNode body) {
        return (ObjectNode) body.path("auth");
    }

    private ClientCredentials used(String id) {
        return (ClientCredentials) studio.studio.connections().connection(id).orElseThrow().auth();
    }

    @Test
    void aSecretGoesInAndNeverComesOut() {
        ObjectNode body = connection();
        auth(body).put("scope", "a b").put("audience", "https://api.example.org");
        auth(body).put("clientAuthentication", "post").put("grant", "client_credentials");
        Answer created = studio.post("/connections", body);
        assertThat(created.status()).as(created.body().toString()).isEqualTo(201);
        ObjectNode shown = auth(body).deepCopy();
        shown.remove("clientSecret");
        assertThat(created.body().path("auth")).isEqualTo(shown);
        assertThat(used(created.text("/id")))
                .isEqualTo(
                        new ClientCredentials(
                                "us:er",
                                new io.hookline.flow.card.Secret(SECRET),
                                new Proof.Form(),
                                java.net.URI.create(TOKENS),
                                "a b",
                                "https://api.example.org"));
    }

    @Test
    void itIsTheSameAfterARestartAndWhenItIsSavedAsItWasRead() throws GeneralSecurityException {
        ObjectNode body = connection();
        auth(body).remove("clientSecret");
        auth(body).put("privateKey", key()).put("keyId", "k1").put("scope", "okta.users.read");
        Answer created = studio.post("/connections", body);
        assertThat(created.status()).as(created.body().toString()).isEqualTo(201);
        String id = created.text("/id");
        ClientCredentials before = used(id);
        assertThat(before.proof()).isEqualTo(new Proof.Signed("RS256", "k1"));

        Answer put = studio.put("/connections/" + id, (ObjectNode) created.body());
        assertThat(put.body()).isEqualTo(created.body());
        studio.close();
        studio = new TestStudio(folder);

        assertThat(used(id)).isEqualTo(before);
        assertThat(studio.get("/connections/" + id).body()).isEqualTo(created.body());
    }

    @ParameterizedTest
    @CsvSource({
        "tokenUrl, https://elsewhere.example.org/token",
        "clientAuthentication, post",
        "clientAuthentication, private_key_jwt",
    })
    void theSecretIsDroppedWithWhomItWasEnteredFor(String field, String value) {
        Answer created = studio.post("/connections", connection());
        ObjectNode changed = ((ObjectNode) created.body()).deepCopy();
        auth(changed).put(field, value);

        Answer put = studio.put("/connections/" + created.text("/id"), changed);

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.body().path("filled").asBoolean()).isFalse();
        assertThat(studio.studio.connections().connection(created.text("/id"))).isEmpty();
    }

    @Test
    void theSecretStaysWithAnotherScopeAndPathOfTheTokenAddress() {
        Answer created = studio.post("/connections", connection());
        ObjectNode changed = ((ObjectNode) created.body()).deepCopy();
        auth(changed).put("scope", "more").put("tokenUrl", TOKENS + "/v2?tenant=1");

        studio.put("/connections/" + created.text("/id"), changed);

        ClientCredentials used = used(created.text("/id"));
        assertThat(used.secret().reveal()).isEqualTo(SECRET);
        assertThat(used.scope()).isEqualTo("more");
        assertThat(used.tokenUrl()).hasToString(TOKENS + "/v2?tenant=1");
    }

    @ParameterizedTest
    @CsvSource({
        "clientId, ' ', auth.clientId",
        "clientId, 'a\nb', auth.clientId",
        "tokenUrl, tokens, auth.tokenUrl",
        "tokenUrl, ftp://id.example.org, auth.tokenUrl",
        "tokenUrl, http://id.example.org/token, auth.tokenUrl",
        "tokenUrl, https://user@id.example.org/token, auth.tokenUrl",
        "clientAuthentication, none, auth.clientAuthentication",
        "grant, password, auth.grant",
        "scope, 'a\nb', auth.scope",
        "clientSecret, 'a\nb', auth.clientSecret",
        "clientSecret, '', auth.clientSecret",
    })
    void aBadFieldIsNamedAndNotRepeated(String field, String value, String named) {
        ObjectNode body = connection();
        auth(body).put(field, value.replace("\\n", "\n"));

        Answer refused = studio.post("/connections", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field")).isEqualTo(named);
        assertThat(refused.body().toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({"RS256, no key", "ES256, rsa", "HS256, rsa"})
    void aKeyMustFitItsAlgorithm(String algorithm, String key) throws GeneralSecurityException {
        ObjectNode body = connection();
        auth(body).remove("clientSecret");
        auth(body).put("privateKey", key.equals("rsa") ? key() : key).put("algorithm", algorithm);

        Answer refused = studio.post("/connections", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field"))
                .isEqualTo(algorithm.equals("HS256") ? "auth.algorithm" : "auth.privateKey");
        assertThat(refused.body().toString()).doesNotContain("no key").doesNotContain("BEGIN");
    }

    @Test
    void aNewConnectionNeedsItsSecret() {
        ObjectNode body = connection();
        auth(body).remove("clientSecret");

        assertThat(studio.post("/connections", body).text("/field")).isEqualTo("auth.clientSecret");
    }

    private static String key() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
