package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.ChoiceList;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.TypeMismatch;

import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Cards on JSON Web Tokens. */
@Category(Category.JWT)
final class JwtCards {
    /** A day. */
    private static final long MOST_TOLERANCE = 86_400;

    private JwtCards() {}

    /** How tokens are signed. */
    static final class Algorithms implements ChoiceList {
        private static final List<String> NAMES =
                List.of(
                        "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384",
                        "ES512", "PS256", "PS384", "PS512");

        @Override
        public List<String> choices() {
            return NAMES;
        }
    }

    record Signed(@Help("The signed token") String token) {}

    @Card(
            id = "jwt.sign",
            title = "Sign",
            help =
                    "Creates a signed JSON Web Token from the claims that you add. HS algorithms"
                            + " take a secret; RS, PS and ES algorithms take a private key in PEM"
                            + " form or as a JSON Web Key. A secret should be as long as the hash,"
                            + " 32 bytes for HS256, and random.",
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
            @Field(choiceList = Algorithms.class, group = "options")
                    @Help("The signature algorithm")
                    String algorithm,
            @Field(group = "options")
                    @Help("When the token expires: seconds from now, or a span such as 10 minutes")
                    Optional<JsonNode> expiresIn,
            @Field(group = "options")
                    @Help("When it becomes valid: seconds from now, or a span such as 10 minutes")
                    Optional<JsonNode> notBefore,
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
        time(expiresIn).ifPresent(in -> payload.put("exp", JwtTime.after(now, in, "expiresIn")));
        time(notBefore).ifPresent(in -> payload.put("nbf", JwtTime.after(now, in, "notBefore")));
        audience.ifPresent(text -> payload.put("aud", text));
        subject.ifPresent(text -> payload.put("sub", text));
        issuer.ifPresent(text -> payload.put("iss", text));
        jwtid.ifPresent(text -> payload.put("jti", text));
        ObjectNode head = JsonNodeFactory.instance.objectNode();
        head.put("alg", how.getName()).put("typ", "JWT");
        header.ifPresent(text -> head.setAll(header(text)));
        return new Signed(SignedToken.of(how.getName(), key, head, payload));
    }

    private static Optional<JsonNode> time(Optional<JsonNode> given) {
        return given.filter(value -> !Conversion.isBlank(value));
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
        if (!Algorithms.NAMES.contains(wanted)) {
            throw new CardFailure.Invalid(
                    "The input \"algorithm\" is \""
                            + name
                            + "\", expected one of "
                            + String.join(", ", Algorithms.NAMES)
                            + ".");
        }
        return JWSAlgorithm.parse(wanted);
    }

    record Decoded(
            @Field(group = "header", key = "alg") @Help("The algorithm that the header names")
                    Optional<String> algorithm,
            @Field(group = "header", key = "typ") @Help("The type that the header names")
                    Optional<String> type,
            @Field(group = "header") @Help("Other fields of the header, each by its name")
                    CustomFields headers,
            @Field(group = "payload") @Help("Claims, each by its name") CustomFields claims,
            @Help("The whole header") ObjectNode header,
            @Help("All claims") ObjectNode payload) {}

    @Card(
            id = "jwt.decode",
            title = "Decode",
            help =
                    "Reads a JSON Web Token without checking its signature: the content may be"
                            + " forged. Use Verify to trust it. A claim that is missing is blank.")
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
        ObjectNode header = header(parsed);
        ObjectNode payload = payload(parsed);
        return new Decoded(
                text(header, "alg"),
                text(header, "typ"),
                claims(header),
                claims(payload),
                header,
                payload);
    }

    private static Optional<String> text(ObjectNode header, String name) {
        return Optional.of(header.path(name))
                .filter(value -> !Conversion.isBlank(value))
                .map(JsonNode::asText);
    }

    private static CustomFields claims(ObjectNode object) {
        var claims = new LinkedHashMap<String, JsonNode>();
        object.properties().forEach(claim -> claims.put(claim.getKey(), claim.getValue()));
        return new CustomFields(claims);
    }

    private static ObjectNode header(JWSObject token) {
        return (ObjectNode) JsonText.read(token.getHeader().toString());
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
            @Field(group = "decoded") @Help("Claims, each by its name") CustomFields decoded,
            @Help("The whole header") ObjectNode header,
            @Help("All claims") ObjectNode payload) {}

    @Card(
            id = "jwt.verify",
            title = "Verify",
            help =
                    "Checks the signature of a JSON Web Token with the algorithm that you choose,"
                            + " the time in which it is valid, and audience, issuer and subject"
                            + " when given, and returns its claims. A token that is not right is"
                            + " an error.",
            effect = Effect.READ)
    @Example(
            in =
                    """
                    {"token": "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ._WUDxqbmQQOMXC1oOmMzLUTcQaSLDc_Yd5dB_nPL5z4", "key": "secret", "options": {"algorithm": "HS256"}}\
                    """,
            out =
                    """
                    {"decoded": {"sub": "ada"}}\
                    """)
    static Verified verify(
            @Field(type = FieldType.MULTILINE_TEXT) @Help("The token") String token,
            @Field(type = FieldType.MULTILINE_TEXT, secret = true)
                    @Help(
                            "For HS algorithms the secret; for RS, PS and ES algorithms the public"
                                    + " key or certificate in PEM form, or a JSON Web Key or set of"
                                    + " them")
                    String key,
            @Field(group = "options") @Help("The expected audience; any when blank")
                    Optional<String> audience,
            @Field(group = "options") @Help("The expected issuer; any when blank")
                    Optional<String> issuer,
            @Field(group = "options") @Help("The expected subject; any when blank")
                    Optional<String> subject,
            @Field(group = "options", whenBlank = "false")
                    @Help("Whether a token that has expired is right too")
                    Optional<Boolean> ignoreExpiration,
            @Field(choiceList = Algorithms.class, group = "options", whenBlank = "HS256")
                    @Help(
                            "The algorithm that must have been used; what the token says of itself"
                                    + " is not trusted")
                    Optional<String> algorithm,
            @Field(group = "options", whenBlank = "0", label = "tolerance in seconds")
                    @Help("How far clocks may differ")
                    Optional<Long> tolerance,
            CardContext context) {
        JWSAlgorithm how = algorithm(algorithm.orElse("HS256"));
        var keys = new JwtKeys(how, key);
        JWSObject parsed = parsed(token);
        var expected =
                new JwtExpectation(
                        audience,
                        issuer,
                        subject,
                        ignoreExpiration.orElse(false),
                        tolerance(tolerance));
        wrong(parsed, how, keys, expected, context).ifPresent(JwtCards::refuse);
        ObjectNode payload = payload(parsed);
        return new Verified(claims(payload), header(parsed), payload);
    }

    record Checked(
            @Help("Whether signature, time, audience and issuer are right") boolean valid,
            @Help("What is wrong; blank when the token is valid") String reason,
            @Help("The header") ObjectNode header,
            @Help("The claims; empty when it is not valid") ObjectNode payload) {}

    @Card(
            id = "jwt.check",
            title = "Check Token",
            help =
                    "Says whether a JSON Web Token is right, and what is wrong otherwise, where"
                            + " Verify fails: its signature by the algorithm that you choose, the"
                            + " time in which it is valid, and audience and issuer when given.",
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
    @Example(
            in =
                    """
                    {"token": "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ._WUDxqbmQQOMXC1oOmMzLUTcQaSLDc_Yd5dB_nPL5z4", "key": "secret", "algorithm": "HS256", "issuer": "ours"}\
                    """,
            out =
                    """
                    {"valid": false, "reason": "another issuer made it", "header": {"typ": "JWT", "alg": "HS256"}, "payload": {}}\
                    """)
    static Checked check(
            @Field(type = FieldType.MULTILINE_TEXT) @Help("The token") String token,
            @Field(type = FieldType.MULTILINE_TEXT, secret = true)
                    @Help("The secret, public key, certificate or JSON Web Key, as in Verify")
                    String key,
            @Field(choiceList = Algorithms.class)
                    @Help(
                            "The algorithm that must have been used; what the token says of itself"
                                    + " is not trusted")
                    String algorithm,
            @Help("The expected audience; any when blank") Optional<String> audience,
            @Help("The expected issuer; any when blank") Optional<String> issuer,
            @Field(whenBlank = "0", label = "tolerance in seconds")
                    @Help("How far clocks may differ")
                    Optional<Long> tolerance,
            CardContext context) {
        JWSAlgorithm how = algorithm(algorithm);
        var keys = new JwtKeys(how, key);
        JWSObject parsed = parsed(token);
        var expected =
                new JwtExpectation(audience, issuer, Optional.empty(), false, tolerance(tolerance));
        Optional<String> wrong = wrong(parsed, how, keys, expected, context);
        return new Checked(
                wrong.isEmpty(),
                wrong.orElse(""),
                header(parsed),
                wrong.isEmpty() ? payload(parsed) : JsonNodeFactory.instance.objectNode());
    }

    private static long tolerance(Optional<Long> given) {
        long seconds = given.orElse(0L);
        if (seconds < 0 || seconds > MOST_TOLERANCE) {
            throw new CardFailure.Invalid(
                    "The input \"tolerance\" is "
                            + seconds
                            + ", expected 0 to "
                            + MOST_TOLERANCE
                            + " seconds.");
        }
        return seconds;
    }

    private static void refuse(String reason) {
        throw new CardFailure.Invalid("The input \"token\" is not accepted: " + reason + ".");
    }

    private static Optional<String> wrong(
            JWSObject token,
            JWSAlgorithm how,
            JwtKeys keys,
            JwtExpectation expected,
            CardContext context) {
        String id = Optional.ofNullable(token.getHeader().getKeyID()).orElse("");
        return wrongSignature(token, how, keys.verifiers(id))
                .or(() -> expected.wrong(payload(token), context.now()));
    }

    private static Optional<String> wrongSignature(
            JWSObject token, JWSAlgorithm how, List<JWSVerifier> verifiers) {
        JWSHeader header = token.getHeader();
        if (!header.getAlgorithm().equals(how)) {
            return Optional.of("it is signed with another algorithm than " + how);
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            return Optional.of("its header asks for an extension that tokens do not have here");
        }
        try {
            for (JWSVerifier verifier : verifiers) {
                if (token.verify(verifier)) {
                    return Optional.empty();
                }
            }
        } catch (JOSEException | IllegalStateException unfit) {
            return Optional.of("its signature cannot be checked with " + how);
        }
        return Optional.of(
                verifiers.isEmpty()
                        ? "the key that it names is not in the set"
                        : "its signature is wrong");
    }
}
