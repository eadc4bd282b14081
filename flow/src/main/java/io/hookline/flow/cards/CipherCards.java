package io.hookline.flow.cards;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.ChoiceList;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Cards that encrypt texts with a passphrase, as OpenSSL does without a salt. */
@Category(Category.ENCRYPTION)
final class CipherCards {
    private static final String USUAL = "aes-256-cbc";
    private static final String WEAK =
            " Weak by the standard of today: the same text always gives the same result, and nobody"
                    + " notices when it is altered.";

    private CipherCards() {}

    /** What Encrypt uses. */
    static final class Ciphers implements ChoiceList {
        private static final List<String> NAMES =
                List.of(
                        "aes-128-cbc",
                        "aes-128-ecb",
                        "aes-256-cbc",
                        "aes-256-ecb",
                        "des-cbc",
                        "des-ecb");

        @Override
        public List<String> choices() {
            return NAMES;
        }
    }

    /** What AES uses. */
    static final class AesCiphers implements ChoiceList {
        private static final List<String> NAMES =
                List.of(
                        "aes-128-cbc",
                        "aes-128-ecb",
                        "aes-192-cbc",
                        "aes-192-ecb",
                        "aes-256-cbc",
                        "aes-256-ecb");

        @Override
        public List<String> choices() {
            return NAMES;
        }
    }

    /** What Decrypt reads: all that either uses. */
    static final class AllCiphers implements ChoiceList {
        private static final List<String> NAMES =
                Stream.concat(AesCiphers.NAMES.stream(), Ciphers.NAMES.stream())
                        .distinct()
                        .toList();

        @Override
        public List<String> choices() {
            return NAMES;
        }
    }

    record Encrypted(@Help("The encrypted text, in Base64") String output) {}

    record Decrypted(@Help("The text") String output) {}

    @Card(
            id = "crypto.cipher",
            title = "Encrypt",
            help = "Encrypts a text with a passphrase." + WEAK)
    @Example(
            in =
                    """
                    {"algorithm": "aes-128-cbc", "key": "my secret key", "data": "My secret message!"}\
                    """,
            out =
                    """
                    {"output": "RTOnd5dSDvH8TXF/fiHQ7JuLuxxCpk4nAAfzg/1rHTY="}\
                    """)
    @Example(
            in =
                    """
                    {"algorithm": "aes-256-cbc", "key": "my secret key", "data": "My secret message!"}\
                    """,
            out =
                    """
                    {"output": "hrDDPCtB0Cijc8EFAHhABiYEKdYBgt+e63RGV288SOI="}\
                    """)
    @Example(
            in =
                    """
                    {"algorithm": "des-ecb", "key": "my secret key", "data": "My secret message!"}\
                    """,
            out =
                    """
                    {"output": "AQfazTrfum26bfrcTI0GzhWyvTcp/mCF"}\
                    """)
    static Encrypted cipher(
            @Field(choiceList = Ciphers.class, whenBlank = USUAL) @Help("How it is encrypted")
                    Optional<String> algorithm,
            @Field(secret = true) @Help("The passphrase") String key,
            @Field(type = FieldType.MULTILINE_TEXT) @Help("The text, as UTF-8") String data) {
        return new Encrypted(encrypted(known(algorithm, Ciphers.NAMES), key, data));
    }

    @Card(
            id = "crypto.aes",
            title = "AES",
            help = "Encrypts a text with AES and a passphrase; Decrypt reads it." + WEAK)
    @Example(
            in =
                    """
                    {"algorithm": "aes-256-ecb", "key": "my secret key", "data": "My secret message!"}\
                    """,
            out =
                    """
                    {"output": "jlK/110oxB7R9aHhP+QDju0/Kb0cxZRNjzT0yihKTds="}\
                    """)
    static Encrypted aes(
            @Field(choiceList = AesCiphers.class) @Help("How it is encrypted") String algorithm,
            @Field(secret = true) @Help("The passphrase") String key,
            @Field(type = FieldType.MULTILINE_TEXT) @Help("The text, as UTF-8") String data) {
        return new Encrypted(encrypted(known(Optional.of(algorithm), AesCiphers.NAMES), key, data));
    }

    @Card(
            id = "crypto.decipher",
            title = "Decrypt",
            help =
                    "Decrypts what Encrypt or AES encrypted. Another passphrase or algorithm is an"
                            + " error.")
    @Example(
            in =
                    """
                    {"algorithm": "aes-128-cbc", "key": "my secret key", "data": "RTOnd5dSDvH8TXF/fiHQ7JuLuxxCpk4nAAfzg/1rHTY="}\
                    """,
            out =
                    """
                    {"output": "My secret message!"}\
                    """)
    @Example(
            in =
                    """
                    {"algorithm": "des-cbc", "key": "my secret key", "data": "rUWlEVnHz16xLhgajTHnmsUk2lJ0RR98"}\
                    """,
            out =
                    """
                    {"output": "My secret message!"}\
                    """)
    static Decrypted decipher(
            @Field(choiceList = AllCiphers.class, whenBlank = USUAL) @Help("How it was encrypted")
                    Optional<String> algorithm,
            @Field(secret = true) @Help("The passphrase") String key,
            @Field(type = FieldType.MULTILINE_TEXT) @Help("The encrypted text, in Base64")
                    String data) {
        String cipher = known(algorithm, AllCiphers.NAMES);
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(data);
            byte[] text = derived(cipher, key).decrypt(bytes);
            return new Decrypted(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
        } catch (GeneralSecurityException
                | IllegalArgumentException
                | CharacterCodingException mistake) {
            throw new CardFailure.Invalid(
                    "The input \"data\", a text of "
                            + data.length()
                            + " characters, cannot be decrypted with this key and the algorithm "
                            + cipher
                            + ".");
        }
    }

    private static String known(Optional<String> algorithm, List<String> names) {
        String name = algorithm.orElse(USUAL).strip().toLowerCase(Locale.ROOT);
        if (!names.contains(name)) {
            throw new CardFailure.Invalid(
                    "The input \"algorithm\" is \""
                            + algorithm.orElse("")
                            + "\", expected one of "
                            + String.join(", ", names)
                            + ".");
        }
        return name;
    }

    private static OpenSslKey derived(String cipher, String passphrase) {
        return OpenSslKey.of(cipher, passphrase.getBytes(StandardCharsets.UTF_8), new byte[0]);
    }

    private static String encrypted(String cipher, String key, String data) {
        try {
            byte[] bytes = derived(cipher, key).encrypt(data.getBytes(StandardCharsets.UTF_8));
            TextCards.checkLength((int) Math.min(Integer.MAX_VALUE, bytes.length / 3L * 4));
            return Base64.getEncoder().encodeToString(bytes);
        } catch (GeneralSecurityException unavailable) {
            throw new CardFailure.Invalid("The algorithm " + cipher + " is not available.");
        }
    }
}
