package io.hookline.flow.cards;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The card that signs a text with a private key. */
@Category(Category.ENCRYPTION)
final class SignatureCards {
    private static final List<String> HASHES = List.of("md5", "sha1", "sha256", "sha384", "sha512");

    private SignatureCards() {}

    record Signed(@Help("The signature") String output) {}

    @Card(
            id = "crypto.sign",
            title = "Sign",
            help =
                    "Signs a text with a private key, as openssl dgst -sign does: PKCS#1 version"
                            + " 1.5 with an RSA key, ECDSA with one of an elliptic curve.",
            effect = Effect.READ)
    @Example(
            in =
                    """
                    {"algorithm": "sha256", "data": "My secret message!", "digest": "base64",
                     "privateKey": {"key": "-----BEGIN PRIVATE KEY-----"}}\
                    """,
            out =
                    """
                    {"output": "jlK/110oxB7R9aHhP+QDju0="}\
                    """)
    static Signed sign(
            @Field(choices = {"md5", "sha1", "sha256", "sha384", "sha512"})
                    @Help("The hash function")
                    String algorithm,
            @Field(type = FieldType.MULTILINE_TEXT) @Help("What is signed, as UTF-8") String data,
            @Field(
                            choices = {"base64", "hex", "binary"},
                            whenBlank = "base64")
                    @Help("The encoding of the signature")
                    Optional<String> digest,
            @Field(
                            group = "privateKey",
                            key = "key",
                            secret = true,
                            type = FieldType.MULTILINE_TEXT)
                    @Help("The private key in PEM form, also an encrypted one")
                    String key,
            @Field(group = "privateKey", key = "passphrase", secret = true)
                    @Help("The passphrase of an encrypted key")
                    Optional<String> passphrase) {
        String hash = algorithm.strip().toLowerCase(Locale.ROOT);
        if (!HASHES.contains(hash)) {
            throw new CardFailure.Invalid(
                    "The input \"algorithm\" is \""
                            + algorithm
                            + "\", expected one of "
                            + String.join(", ", HASHES)
                            + ".");
        }
        PrivateKey secret = PrivateKeys.read(key, passphrase);
        String method =
                hash.toUpperCase(Locale.ROOT)
                        + "with"
                        + (secret.getAlgorithm().equals("EC") ? "ECDSA" : "RSA");
        try {
            Signature signature = Signature.getInstance(method);
            signature.initSign(secret);
            signature.update(data.getBytes(StandardCharsets.UTF_8));
            return new Signed(CryptoCards.written(signature.sign(), digest.orElse("base64")));
        } catch (GeneralSecurityException unusable) {
            throw new CardFailure.Invalid(
                    "This key cannot sign with the hash function " + hash + ".");
        }
    }
}
