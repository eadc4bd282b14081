package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.value.JsonText;

import java.text.ParseException;

/** Signs JSON Web Tokens, for cards and for connections that prove themselves with one. */
public final class SignedToken {
    private SignedToken() {}

    /**
     * A token in its compact form.
     *
     * @param algorithm for example {@code RS256}
     * @param key a secret, a private key in PEM form, or a JSON Web Key
     * @param header fields of the header beside the algorithm
     * @throws CardFailure.Invalid when the key is none for the algorithm
     */
    public static String of(String algorithm, String key, ObjectNode header, ObjectNode claims) {
        JWSAlgorithm how = JWSAlgorithm.parse(algorithm);
        JWSSigner signer = new JwtKeys(how, key).signer();
        ObjectNode head = header.deepCopy();
        head.put("alg", how.getName());
        try {
            var token =
                    new JWSObject(
                            JWSHeader.parse(JsonText.write(head)),
                            new Payload(JsonText.write(claims)));
            token.sign(signer);
            return token.serialize();
        } catch (ParseException mistake) {
            throw new CardFailure.Invalid(
                    "The input \"header\" has a field that the header of a token cannot have so.");
        } catch (JOSEException | IllegalStateException unfit) {
            throw new CardFailure.Invalid(
                    "The token cannot be signed with "
                            + how
                            + " and the key and header that the card has.");
        }
    }
}
