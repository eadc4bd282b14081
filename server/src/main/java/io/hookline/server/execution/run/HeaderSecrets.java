package io.hookline.server.execution.run;

import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.Trigger;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which header values of a call are secrets that history must not show: what proves a caller
 * elsewhere is none of the readers' business.
 */
final class HeaderSecrets {
    private static final List<String> WORDS =
            List.of(
                    "auth",
                    "token",
                    "secret",
                    "password",
                    "api-key",
                    "apikey",
                    "cookie",
                    "signature");

    /** What our own hooks send beside their secret and custom headers. */
    private static final Set<String> PLAIN_IN_HOOKS =
            Set.of("accept", "content-type", "content-length", "user-agent", "host", "date");

    private HeaderSecrets() {}

    static Set<String> of(Trigger trigger, Payload payload) {
        if (!(payload instanceof Payload.Call call)) {
            return Set.of();
        }
        boolean hook = trigger == Trigger.HOOK || trigger == Trigger.PREVIEW;
        Set<String> secrets = new LinkedHashSet<>();
        for (Map.Entry<String, String> header : call.headers().entrySet()) {
            if (isSecret(header.getKey(), hook)) {
                String value = header.getValue().strip();
                secrets.add(value);
                // Behind "Bearer", "Basic" and the like.
                secrets.add(value.substring(value.indexOf(' ') + 1).strip());
            }
        }
        return secrets;
    }

    private static boolean isSecret(String name, boolean hook) {
        // Which header of a hook holds its secret is for the hook to choose.
        if (hook && !PLAIN_IN_HOOKS.contains(name) && !name.startsWith("x-hookline-")) {
            return true;
        }
        for (String word : WORDS) {
            if (name.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
