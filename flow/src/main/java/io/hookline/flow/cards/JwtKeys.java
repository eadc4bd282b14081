package io.hookline.flow.cards;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;

import io.hookline.flow.card.CardFailure;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys that sign and check tokens. The algorithm is the one of the card; it takes keys of its
 * own kind only, so that nothing that is public ever counts as a secret.
 */
final class JwtKeys {
    /** As RFC 7518 requires in its sections 3.3 and 3.5. */
    private static final int LEAST_RSA_BITS = 2_048;

    private final JWSAlgorithm algorithm;
    private final KeyText key;
    private final int length;

    JwtKeys(JWSAlgorithm algorithm, String key) {
        this.algorithm = algorithm;
        this.key = KeyText.of(key);
        this.length = key.length();
    }

    /** What signs. */
    JWSSigner signer() {
        try {
            return switch (key) {
                case KeyText.Plain(String text) when shared() -> new MACSigner(secret(text));
                case KeyText.OfPair(PrivateKey own) when !shared() -> signer(own);
                case KeyText.WebKeys(List<JWK> keys) when keys.size() == 1 ->
                        signer(keys.getFirst());
                default -> throw unfit(described(), signs());
            };
        } catch (JOSEException | IllegalArgumentException unfit) {
            throw unfit(described(), signs());
        }
    }

    private JWSSigner signer(JWK one) throws JOSEException {
        return switch (one) {
            case OctetSequenceKey secret when shared() ->
                    new MACSigner(padded(secret.toByteArray()));
            case AsymmetricJWK pair when !shared() && one.isPrivate() ->
                    signer(pair.toPrivateKey());
            default -> throw unfit(described(), signs());
        };
    }

    private JWSSigner signer(PrivateKey own) throws JOSEException {
        check(own, signs());
        return own instanceof ECPrivateKey curve ? new ECDSASigner(curve) : new RSASSASigner(own);
    }

    /**
     * What checks: one for each key that may have signed.
     *
     * @param id the key that a token names, else empty; counts in a set only
     */
    List<JWSVerifier> verifiers(String id) {
        try {
            return switch (key) {
                case KeyText.Plain(String text) when shared() ->
                        List.of(new MACVerifier(secret(text)));
                case KeyText.OfPair(PublicKey known) when !shared() -> List.of(verifier(known));
                case KeyText.WebKeys(List<JWK> keys) -> verifiers(keys, id);
                default -> throw unfit(described(), checks());
            };
        } catch (JOSEException | IllegalArgumentException unfit) {
            throw unfit(described(), checks());
        }
    }

    /** Of the keys of a set, those that this algorithm takes; a set may hold others too. */
    private List<JWSVerifier> verifiers(List<JWK> keys, String id) throws JOSEException {
        var verifiers = new ArrayList<JWSVerifier>();
        boolean taken = false;
        for (JWK one : keys) {
            if (!takes(one)) {
                continue;
            }
            taken = true;
            String own = one.getKeyID();
            if (id.isEmpty() || own == null || keys.size() == 1 || id.equals(own)) {
                verifiers.add(
                        one instanceof OctetSequenceKey secret
                                ? new MACVerifier(padded(secret.toByteArray()))
                                : verifier(((AsymmetricJWK) one).toPublicKey()));
            }
        }
        if (!taken) {
            throw unfit(described(), checks());
        }
        return verifiers;
    }

    private boolean takes(JWK one) throws JOSEException {
        if (KeyUse.ENCRYPTION.equals(one.getKeyUse())
                || one.getAlgorithm() != null && !one.getAlgorithm().equals(algorithm)) {
            return false;
        }
        return switch (one) {
            case OctetSequenceKey secret -> shared();
            case AsymmetricJWK pair ->
                    !shared() && !one.isPrivate() && ofItsKind(pair.toPublicKey());
            default -> false;
        };
    }

    private JWSVerifier verifier(PublicKey known) throws JOSEException {
        check(known, checks());
        return known instanceof ECPublicKey curve
                ? new ECDSAVerifier(curve)
                : new RSASSAVerifier((RSAPublicKey) known);
    }

    private void check(Key one, String wanted) {
        if (!ofItsKind(one)) {
            throw unfit(described(), wanted);
        }
        if (one instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw unfit(
                    "an RSA key of " + rsa.getModulus().bitLength() + " bits",
                    "one of at least " + LEAST_RSA_BITS);
        }
    }

    /** Whether the algorithm is made for such keys; on curves, for that one alone. */
    private boolean ofItsKind(Key one) {
        return one instanceof ECKey curve
                ? Curve.forJWSAlgorithm(algorithm) != null
                        && Curve.forJWSAlgorithm(algorithm)
                                .contains(Curve.forECParameterSpec(curve.getParams()))
                : one instanceof RSAKey && (JWSAlgorithm.Family.RSA.contains(algorithm));
    }

    private boolean shared() {
        return JWSAlgorithm.Family.HMAC_SHA.contains(algorithm);
    }

    /**
     * The secret. One that is shorter than the hash is weaker than RFC 7518 wants it (section 3.2),
     * but published flows have such secrets, and the token would be the same elsewhere.
     */
    private byte[] secret(String text) {
        if (text.isBlank()) {
            throw unfit("blank", "a secret");
        }
        return padded(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Zeros added to the length that the library asks for: a hash pads shorter keys with zeros
     * itself, so the signature is the same.
     */
    private byte[] padded(byte[] secret) {
        int least = Integer.parseInt(algorithm.getName().substring(2)) / 8;
        return secret.length >= least ? secret : Arrays.copyOf(secret, least);
    }

    private String signs() {
        return shared() ? secretWanted() : "the private key of " + pairWanted();
    }

    private String checks() {
        return shared() ? secretWanted() : "the public key of " + pairWanted();
    }

    private static String secretWanted() {
        return "a secret that only those know who sign and check";
    }

    private String pairWanted() {
        return JWSAlgorithm.Family.EC.contains(algorithm)
                ? "a pair on the curve " + Curve.forJWSAlgorithm(algorithm).iterator().next()
                : "an RSA pair";
    }

    private String described() {
        return switch (key) {
            case KeyText.Plain plain -> "a text of " + length + " characters";
            case KeyText.OfPair(Key one) -> described(one);
            case KeyText.WebKeys(List<JWK> keys) when keys.size() == 1 ->
                    "a JSON Web Key, " + described(keys.getFirst());
            case KeyText.WebKeys(List<JWK> keys) ->
                    "a set of "
                            + keys.size()
                            + " JSON Web Keys, none of which is of that kind and for signatures";
            case KeyText.Unusable(String form) -> form;
        };
    }

    private static String described(JWK one) {
        try {
            return switch (one) {
                case OctetSequenceKey secret -> "a secret";
                case AsymmetricJWK pair when one.isPrivate() -> described(pair.toPrivateKey());
                case AsymmetricJWK pair -> described(pair.toPublicKey());
                default -> "of the kind " + one.getKeyType();
            };
        } catch (JOSEException other) {
            return "of the kind " + one.getKeyType();
        }
    }

    private static String described(Key one) {
        String side = one instanceof PrivateKey ? "private" : "public";
        Curve curve = one instanceof ECKey on ? Curve.forECParameterSpec(on.getParams()) : null;
        return "a "
                + side
                + " key ("
                + one.getAlgorithm()
                + (curve == null ? "" : ", curve " + curve)
                + ")";
    }

    private CardFailure unfit(String found, String wanted) {
        return new CardFailure.Invalid(
                "The input \"key\" is " + found + ", but " + algorithm + " takes " + wanted + ".");
    }
}
