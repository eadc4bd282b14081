package io.hookline.server.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import io.hookline.server.http.Admission;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.http.Router;
import io.hookline.server.http.TestServer;

import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider: publishes keys over HTTP and signs access tokens. */
public final class TestingIssuer implements AutoCloseable {
    public static final String ISSUER = "https://id.example.org/oauth2/default";
    public static final String AUDIENCE = "api://hookline";

    public final AtomicInteger fetches = new AtomicInteger();
    private volatile int status = 200;
    private volatile String published = "{\"keys\": []}";
    private final TestServer web =
            TestServer.of(
                    new Router(URI.create(ISSUER), new ClientAddress(List.of()))
                            .add(
                                    List.of(
                                            Route.get(
                                                    "/keys",
                                                    new Admission.Open("keys are public"),
                                                    request -> keys()))));

    private Response keys() {
        fetches.incrementAndGet();
        return Response.text("application/json", published).status(status);
    }

    public static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    public void publish(ECKey... keys) {
        published = new JWKSet(List.of(keys)).toString();
    }

    /** From now on it answers so. */
    public void answer(int other, String body) {
        status = other;
        published = body;
    }

    public OAuthIssuer configured() {
        return new OAuthIssuer(
                ISSUER, AUDIENCE, URI.create("http://127.0.0.1:" + web.port() + "/keys"));
    }

    /** What a good token of a client says. */
    public static JWTClaimsSet.Builder claims(Instant now, String... scopes) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("0oa1")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3_600)))
                .claim("scp", List.of(scopes));
    }

    public static String signed(ECKey key, JWTClaimsSet claims) {
        return signed(key, header(key).build(), claims);
    }

    public static JWSHeader.Builder header(ECKey key) {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(key.getKeyID())
                .type(new JOSEObjectType("at+jwt"));
    }

    public static String signed(ECKey key, JWSHeader header, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        web.close();
    }
}
