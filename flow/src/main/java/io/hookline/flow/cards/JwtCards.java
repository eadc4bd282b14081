package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.TypeMismatch;

import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Cards on JSON Web Tokens. */
@Category(Category.JWT)
final class JwtCards {
    private static final List<String> ALGORITHMS =
            List.of(
                    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512",
                    "PS256", "PS384", "PS512");

    /** A hundred years. */
    private static final long FURTHEST = 3_155_760_000L;

    private JwtCards() {}

    record Signed(@Help("The signed token") String token) {}

    @Card(
            id = "jwt.sign",
            title = "Sign",
            help =
                    "Creates a signed JSON Web Token from the claims that you add. HS algorithms"
                            + " take a secret; RS, PS and ES algorithms take a private key in PEM"
                            + " form.",
            effect = Effect.READ)
    @Example(
            in =
                    """
                    {"key": "secret", "options": {"algorithm": "HS256", "noTimestamp": true}, "payload": {"sub": "ada"}}\
                    """,
            out =
                    """
                    {"token": "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ._WUDxqbmQQOMXC1oOmMzLUTcQaSLDc_Yd5dB_nPL5z4"}\
                    """)
    static Signed sign(
            @Field(type = FieldType.MULTILINE_TEXT, secret = true)
                    @Help("The secret, or the private key in PEM form")
                    String key,
            @Field(
                            choices = {
                                "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256",
                                "ES384", "ES512", "PS256", "PS384", "PS512"
                            },
                            group = "options")
                    @Help("The signature algorithm")
                    String algorithm,
            @Field(group = "options") @Help("Seconds until the token expires")
                    Optional<Long> expiresIn,
            @Field(group = "options") @Help("Seconds until the token becomes valid")
                    Optional<Long> notBefore,
            @Field(group = "options") @Help("The audience") Optional<String> audience,
            @Field(group = "options") @Help("The subject") Optional<String> subject,
            @Field(group = "options") @Help("The issuer") Optional<String> issuer,
            @Field(group = "options") @Help("The id of the token") Optional<String> jwtid,
            @Field(group = "options") @Help("Whether to omit the time of issue")
                    boolean noTimestamp,
            @Field(type = FieldType.MULTILINE_TEXT, group = "options")
                    @Help("Further header fields, as JSON")
                    Optional<String> header,
            @Field(group = "*") @Help("Claims of the token; new ones go into the group payload.")
                    CustomFields claims,
            CardContext context) {
        JWSAlgorithm how = algorithm(algorithm);
        long now = context.now().getEpochSecond();
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.setAll(claims.values());
        if (!noTimestamp && !payload.has("iat")) {
            payload.put("iat", now);
        }
        expiresIn.ifPresent(seconds -> payload.put("exp", later(now, seconds, "expiresIn")));
        notBefore.ifPresent(seconds -> payload.put("nbf", later(now, seconds, "notBefore")));
        audience.ifPresent(text -> payload.put("aud", text));
        subject.ifPresent(text -> payload.put("sub", text));
        issuer.ifPresent(text -> payload.put("iss", text));
        jwtid.ifPresent(text -> payload.put("jti", text));
        ObjectNode head = JsonNodeFactory.instance.objectNode();
        head.put("alg", how.getName()).put("typ", "JWT");
        header.ifPresent(text -> head.setAll(header(text)));
        head.put("alg", how.getName());
        try {
            var token =
                    new JWSObject(
                            JWSHeader.parse(JsonText.write(head)),
                            new Payload(JsonText.write(payload)));
            token.sign(signer(how, key));
            return new Signed(token.serialize());
        } catch (ParseException mistake) {
            throw new CardFailure.Invalid(
                    "The input \"header\" has a field that the header of a token cannot have so.");
        } catch (JOSEException | IllegalArgumentException unfit) {
            throw JwtKeys.unusable("a key for " + how, key);
        }
    }

    private static long later(long now, long seconds, String input) {
        if (Math.abs(seconds) > FURTHEST) {
            throw new CardFailure.Invalid(
                    "The input \""
                            + input
                            + "\" is "
                            + seconds
                            + ", expected at most "
                            + FURTHEST
                            + " seconds.");
        }
        return now + seconds;
    }

    private static ObjectNode header(String text) {
        try {
            if (JsonText.read(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (TypeMismatch noJson) {
            // said below
        }
        throw new CardFailure.Invalid(
                "The input \"header\", a text of "
                        + text.length()
                        + " characters, is no JSON object.");
    }

    private static JWSAlgorithm algorithm(String name) {
        String wanted = name.strip().toUpperCase(Locale.ROOT);
        if (!ALGORITHMS.contains(wanted)) {
            throw new CardFailure.Invalid(
                    "The input \"algorithm\" is \""
                            + name
                            + "\", expected one of "
                            + String.join(", ", ALGORITHMS)
                            + ".");
        }
        return JWSAlgorithm.parse(wanted);
    }

    private static JWSSigner signer(JWSAlgorithm how, String key) throws JOSEException {
        return switch (how.getName().substring(0, 2)) {
            case "HS" -> new MACSigner(JwtKeys.secret(key, how.getName()));
            case "ES" -> new ECDSASigner((ECPrivateKey) JwtKeys.privateKey(key, "EC"));
            default -> new RSASSASigner(JwtKeys.privateKey(key, "RSA"));
        };
    }

    record Decoded(@Help("The header") ObjectNode header, @Help("The claims") ObjectNode payload) {}

    @Card(
            id = "jwt.decode",
            title = "Decode",
            help =
                    "Reads a JSON Web Token without checking its signature: the content may "
                            + "be forged. Use Verify to trust it.")
    @Example(
            in =
                    """
                    {"token": "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ._WUDxqbmQQOMXC1oOmMzLUTcQaSLDc_Yd5dB_nPL5z4"}\
                    """,
            out =
                    """
                    {"header": {"typ": "JWT", "alg": "HS256"}, "payload": {"sub": "ada"}}\
                    """)
    static Decoded decode(@Field(type = FieldType.MULTILINE_TEXT) @Help("The token") String token) {
        JWSObject parsed = parsed(token);
        return new Decoded(header(parsed.getHeader().toString()), payload(parsed));
    }

    private static JWSObject parsed(String token) {
        try {
            return JWSObject.parse(token.strip());
        } catch (ParseException | IllegalArgumentException mistake) {
            throw noToken(token);
        }
    }

    private static ObjectNode payload(JWSObject token) {
        try {
            if (JsonText.read(token.getPayload().toString()) instanceof ObjectNode object) {
                return object;
            }
        } catch (TypeMismatch noJson) {
            // said below
        }
        throw noToken(token.serialize());
    }

    private static CardFailure noToken(String token) {
        return new CardFailure.Invalid(
                "The input \"token\", a text of "
                        + token.length()
                        + " characters, is no signed JSON Web Token: three parts are expected, with"
                        + " dots between them.");
    }

    record Verified(
            @Help("Whether signature, validity period, audience and issuer are right")
                    boolean valid,
            @Help("What is wrong; blank when the token is valid") String reason,
            @Help("The header") ObjectNode header,
            @Help("The claims; empty when it is not valid") ObjectNode payload) {}

    @Card(
            id = "jwt.verify",
            title = "Verify",
            help =
                    "Checks the signature of a JSON Web Token, its validity period, and "
                            + "audience and issuer when given.",
            effect = Effect.READ)
    @Example(
            in =
                    """
                    {"token": "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ._WUDxqbmQQOMXC1oOmMzLUTcQaSLDc_Yd5dB_nPL5z4", "key": "secret", "algorithm": "HS256"}\
                    """,
            out =
                    """
                    {"valid": true, "reason": "", "header": {"typ": "JWT", "alg": "HS256"}, "payload": {"sub": "ada"}}\
                    """)
    static Verified verify(
            @Help("The token") String token,
            @Field(type = FieldType.MULTILINE_TEXT, secret = true)
                    @Help(
                            "The secret, a public key or certificate in PEM form, or a JSON Web Key"
                                    + " Set")
                    String key,
            @Field(
                            choices = {
                                "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256",
                                "ES384", "ES512", "PS256", "PS384", "PS512"
                            })
                    @Help(
                            "The algorithm that must have been used; the header of the token is not"
                                    + " trusted")
                    String algorithm,
            @Help("The expected audience; any when blank") Optional<String> audience,
            @Help("The expected issuer; any when blank") Optional<String> issuer,
            @Field(whenBlank = "0", label = "tolerance in seconds")
                    @Help("How far clocks may differ")
                    Optional<Long> tolerance,
            CardContext context) {
        JWSAlgorithm how = algorithm(algorithm);
        JWSObject parsed = parsed(token);
        ObjectNode header = header(parsed.getHeader().toString());
        Optional<String> wrong =
                wrongSignature(parsed, key, how)
                        .or(() ->
                                wrongClaim(
                                        payload(parsed),
                                        audience,
                                        issuer,
                                        context.now(),
                                        tolerance.orElse(0L)));
        return new Verified(
                wrong.isEmpty(),
                wrong.orElse(""),
                header,
                wrong.isEmpty() ? payload(parsed) : JsonNodeFactory.instance.objectNode());
    }

    private static Optional<String> wrongSignature(JWSObject token, String key, JWSAlgorithm how) {
        if (!token.getHeader().getAlgorithm().equals(how)) {
            return Optional.of("signed with another algorithm than " + how);
        }
        try {
            var set = JwtKeys.keySet(key);
            if (set.isEmpty()) {
                return verified(token, verifier(how, key));
            }
            String id = token.getHeader().getKeyID();
            for (JWK candidate : set.get().getKeys()) {
                if ((id == null || id.equals(candidate.getKeyID()))
                        && verified(token, verifier(how, candidate)).isEmpty()) {
                    return Optional.empty();
                }
            }
            return Optional.of("no key of the set fits the signature");
        } catch (JOSEException | IllegalArgumentException | ClassCastException unfit) {
            throw JwtKeys.unusable("a key for " + how, key);
        }
    }

    private static Optional<String> verified(JWSObject token, JWSVerifier verifier)
            throws JOSEException {
        return token.verify(verifier) ? Optional.empty() : Optional.of("the signature is wrong");
    }

    private static JWSVerifier verifier(JWSAlgorithm how, String key) throws JOSEException {
        return switch (how.getName().substring(0, 2)) {
            case "HS" -> new MACVerifier(JwtKeys.secret(key, how.getName()));
            case "ES" -> verifier(JwtKeys.publicKey(key, "EC"));
            default -> verifier(JwtKeys.publicKey(key, "RSA"));
        };
    }

    private static JWSVerifier verifier(JWSAlgorithm how, JWK key) throws JOSEException {
        return switch (key) {
            case OctetSequenceKey secret -> new MACVerifier(secret);
            case AsymmetricJWK pair -> verifier(pair.toPublicKey());
            default -> throw new JOSEException("no key for " + how);
        };
    }

    private static JWSVerifier verifier(PublicKey key) throws JOSEException {
        return switch (key) {
            case ECPublicKey curve -> new ECDSAVerifier(curve);
            case RSAPublicKey rsa -> new RSASSAVerifier(rsa);
            default -> throw new JOSEException("a key of another kind");
        };
    }

    private static Optional<String> wrongClaim(
            JsonNode claims,
            Optional<String> audience,
            Optional<String> issuer,
            Instant now,
            long tolerance) {
        long seconds = now.getEpochSecond();
        if (claims.path("exp").isNumber() && seconds - tolerance >= claims.get("exp").longValue()) {
            return Optional.of("it has expired");
        }
        if (claims.path("nbf").isNumber() && seconds + tolerance < claims.get("nbf").longValue()) {
            return Optional.of("its time has not come");
        }
        if (audience.isPresent() && !names(claims.path("aud"), audience.get())) {
            return Optional.of("it is for another audience");
        }
        if (issuer.isPresent() && !names(claims.path("iss"), issuer.get())) {
            return Optional.of("another issuer made it");
        }
        return Optional.empty();
    }

    /** An audience is one name or a list of them. */
    private static boolean names(JsonNode claim, String wanted) {
        if (claim.isArray()) {
            for (JsonNode one : claim) {
                if (one.isTextual() && one.textValue().equals(wanted)) {
                    return true;
                }
            }
            return false;
        }
        return !Conversion.isBlank(claim) && claim.asText().equals(wanted);
    }
}
