package io.hookline.server.delivery.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookline.server.execution.masking.Masker;
import io.hookline.server.hook.definition.Channel;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.Signing;
import io.hookline.server.url.QueryString;

import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What of a hook nobody may read again. A receiver may repeat it in its answer, as it is or
 * encoded: everything from outside passes one of these maskers before it is kept or shown.
 */
public final class HookSecrets {
    private HookSecrets() {}

    /** For what comes from the receiver: nothing of what was sent to prove us is shown. */
    public static Masker received(EventHook hook) {
        Set<String> secrets = secrets(hook);
        hook.channel().headers().forEach(header -> secrets.add(header.value()));
        return Masker.of(secrets);
    }

    /** For what we sent: headers that administrators set may be read, secrets may not. */
    public static Masker sent(EventHook hook) {
        return Masker.of(secrets(hook));
    }

    private static Set<String> secrets(EventHook hook) {
        Set<String> secrets = new LinkedHashSet<>();
        hook.channel()
                .authScheme()
                .map(auth -> auth.value().reveal())
                .ifPresent(value -> addCredential(secrets, value));
        addQuery(secrets, hook.channel());
        for (Signing.Key key : hook.signing().keys()) {
            String secret = key.secret().reveal();
            secrets.add(secret);
            secrets.add(secret.substring(secret.indexOf('_') + 1));
        }
        return secrets;
    }

    /** The value, what follows the scheme in it, and the password when that is Basic. */
    private static void addCredential(Set<String> secrets, String value) {
        secrets.add(value);
        int space = value.indexOf(' ');
        if (space < 0) {
            return;
        }
        String credential = value.substring(space + 1).strip();
        secrets.add(credential);
        if (value.regionMatches(true, 0, "Basic ", 0, "Basic ".length())) {
            decoded(credential)
                    .ifPresent(login -> {
                        secrets.add(login);
                        secrets.add(login.substring(login.indexOf(':') + 1));
                    });
        }
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Addresses carry tokens as parameters; which of them is one, only the receiver knows. */
    private static void addQuery(Set<String> secrets, Channel channel) {
        String query = channel.address().getRawQuery();
        if (query != null) {
            secrets.add(query);
            QueryString.parse(query).pairs().forEach(pair -> secrets.add(pair.value()));
        }
    }
}
