package io.hookline.flow.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookline.flow.card.CardFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Keys and signatures that OpenSSL made, beside ours. */
class SignatureCardsTest {
    private static final String MESSAGE = "My secret message!";

    /** What {@code openssl dgst -md5 -sign rsa.pem} made of the message. */
    private static final String MD5_SIGNATURE =
            """
            160e8c8fc09da916f90839d85cb6cb934cdd53fd7f1706a62441058fb63e57a2
            86be3a46927ba9eb70eefb401fe44a77c2929a692c0a48fc77e6055fb6187ac8
            3d3453157c3d91a5b6e7246192ce5d78d1b8c412f1417323ef78659ec800ed82
            00c58270d3ab3fda651490045416d7f36e0dee498b5efb31c0d0e641750d6f4d
            ee9e587aeb653d1fdc85db8c01acda9362297c4f5ebcaa2df6c528839f886d2c
            2870d96481c45d91ab41c63633229328c55b59d30031a35603ef1a3f46d47fdc
            1cd8a971d8f9af7342a1ba13949bcf8999ee872b861706475e1c38b4c8fcfe2d
            2c41e7d37639412548e09748575d754936242163d17b33d880b284318ec96a64\
            """;

    private static String key(String name) {
        try (var in = SignatureCardsTest.class.getResourceAsStream("keys/" + name + ".pem")) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static String signed(String algorithm, String key, Optional<String> passphrase) {
        return SignatureCards.sign(algorithm, MESSAGE, Optional.empty(), key, passphrase).output();
    }

    @Test
    void signsAsOpenSslDoes() {
        String made =
                SignatureCards.sign(
                                "md5", MESSAGE, Optional.of("hex"), key("rsa"), Optional.empty())
                        .output();

        assertThat(made).isEqualTo(MD5_SIGNATURE.replace("\n", ""));
    }

    @ParameterizedTest
    @CsvSource({"rsa, ''", "enc8, secret", "trad, secret"})
    void readsThePrivateKeyInEveryFormThatOpenSslWrites(String name, String passphrase) {
        assertThat(signed("sha256", key(name), Optional.of(passphrase)))
                .isEqualTo(signed("sha256", key("rsa"), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha1", "sha256", "sha384", "sha512"})
    void anEllipticCurveSignsByItsOwnMethod(String hash) throws GeneralSecurityException {
        byte[] made = Base64.getDecoder().decode(signed(hash, key("ec8"), Optional.empty()));

        PublicKey known = (PublicKey) ((KeyText.OfPair) KeyText.of(key("ecpub"))).key();
        Signature check = Signature.getInstance(hash + "withECDSA");
        check.initVerify(known);
        check.update(MESSAGE.getBytes(UTF_8));
        assertThat(check.verify(made)).as(HexFormat.of().formatHex(made)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sha256 | enc8 | wrong | passphrase is another one",
                "sha256 | trad | wrong | passphrase is another one",
                "sha256 | enc8 | | input \"passphrase\" is blank",
                "sha256 | rsapub | | is no private key of RSA or of an elliptic curve",
                "crc32 | rsa | | expected one of md5, sha1, sha256, sha384, sha512",
                "md5 | ec8 | | cannot sign with the hash function md5",
            })
    void saysWhatIsWrong(String algorithm, String key, String passphrase, String message) {
        assertThatThrownBy(() -> signed(algorithm, key(key), Optional.ofNullable(passphrase)))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("BEGIN");
    }
}
