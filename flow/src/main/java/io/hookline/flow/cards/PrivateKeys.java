package io.hookline.flow.cards;

import io.hookline.flow.card.CardFailure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/** Private keys in PEM form, as OpenSSL writes them, encrypted ones too. */
final class PrivateKeys {
    /** Deriving a key in so many rounds takes about half a second. */
    private static final int MOST_ROUNDS = 1_000_000;

    private static final Set<String> SIGNING = Set.of("RSA", "EC");
    private static final int SALT = 8;
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final String KEY_INFO = "DEK-Info:";

    private PrivateKeys() {}

    /**
     * The key of a PEM text.
     *
     * @throws CardFailure.Invalid when there is none, or the passphrase does not open it
     */
    static PrivateKey read(String pem, Optional<String> passphrase) {
        return KeyText.of(decrypted(pem, passphrase)) instanceof KeyText.OfPair(PrivateKey key)
                        && SIGNING.contains(key.getAlgorithm())
                ? key
                : refuse(pem);
    }

    private static PrivateKey refuse(String pem) {
        throw new CardFailure.Invalid(
                "The input \"key\", a text of "
                        + pem.length()
                        + " characters, is no private key of RSA or of an elliptic curve in PEM"
                        + " form.");
    }

    private static String decrypted(String pem, Optional<String> passphrase) {
        boolean pkcs8 = pem.contains("-----BEGIN " + ENCRYPTED + "-----");
        if (!pkcs8 && !pem.contains(KEY_INFO)) {
            return pem;
        }
        String phrase =
                passphrase.orElseThrow(() ->
                        new CardFailure.Invalid(
                                "The private key is encrypted, but the input \"passphrase\" is"
                                        + " blank."));
        try {
            return pkcs8
                    ? block("PRIVATE KEY", pkcs8(body(pem, ENCRYPTED), phrase))
                    : traditional(pem, phrase);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException mistake) {
            throw new CardFailure.Invalid(
                    "The private key cannot be decrypted: the passphrase is another one, or the"
                            + " text is incomplete.");
        }
    }

    private static byte[] pkcs8(byte[] der, String passphrase)
            throws GeneralSecurityException, IOException {
        var info = new EncryptedPrivateKeyInfo(der);
        AlgorithmParameters parameters = info.getAlgParameters();
        int rounds = parameters.getParameterSpec(PBEParameterSpec.class).getIterationCount();
        if (rounds > MOST_ROUNDS) {
            throw new CardFailure.Invalid(
                    "The private key is encrypted with "
                            + rounds
                            + " rounds; at most "
                            + MOST_ROUNDS
                            + " are run.");
        }
        // of PBES2 only the parameters say which algorithms it is made of
        String name = info.getAlgName().equals("PBES2") ? parameters.toString() : info.getAlgName();
        Cipher cipher = Cipher.getInstance(name);
        var secret =
                SecretKeyFactory.getInstance(name)
                        .generateSecret(new PBEKeySpec(passphrase.toCharArray()));
        cipher.init(Cipher.DECRYPT_MODE, secret, parameters);
        return cipher.doFinal(info.getEncryptedData());
    }

    /** The older form: a line {@code DEK-Info: AES-256-CBC,vector} before the bytes. */
    private static String traditional(String pem, String passphrase)
            throws GeneralSecurityException {
        int begin = pem.indexOf("-----BEGIN ") + "-----BEGIN ".length();
        String label = pem.substring(begin, pem.indexOf("-----", begin));
        int from = pem.indexOf(KEY_INFO) + KEY_INFO.length();
        int line = pem.indexOf('\n', from);
        int to = pem.indexOf("-----END", from);
        if (line < 0 || to < line) {
            throw new IllegalArgumentException("no end");
        }
        String[] info = pem.substring(from, line).strip().split(",");
        byte[] vector = HexFormat.of().parseHex(info[info.length - 1].strip());
        byte[] salt = Arrays.copyOf(vector, SALT);
        byte[] bytes = Base64.getMimeDecoder().decode(pem.substring(line, to));
        byte[] phrase = passphrase.getBytes(StandardCharsets.UTF_8);
        OpenSslKey key = OpenSslKey.of(info[0].strip().toLowerCase(Locale.ROOT), phrase, salt);
        return block(label, key.with(vector).decrypt(bytes));
    }

    private static byte[] body(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int from = pem.indexOf(begin) + begin.length();
        int to = pem.indexOf("-----END " + label + "-----");
        if (to < from) {
            throw new IllegalArgumentException("no end");
        }
        return Base64.getMimeDecoder().decode(pem.substring(from, to).replace("\\n", ""));
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getEncoder().encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }
}
