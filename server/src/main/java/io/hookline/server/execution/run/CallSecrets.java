package io.hookline.server.execution.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.masking.SecretAddress;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.PayloadInput;
import io.hookline.server.execution.model.Trigger;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which values of a call are secrets that history must not show: what proves a caller elsewhere is
 * none of the readers' business, nor are the addresses at which Slack lets anyone answer.
 */
final class CallSecrets {
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

    private static final String SLACK = "x-slack-request-timestamp";

    /** What our own hooks send beside their secret and custom headers. */
    private static final Set<String> PLAIN_IN_HOOKS =
            Set.of("accept", "content-type", "content-length", "user-agent", "host", "date");

    private CallSecrets() {}

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
        if (call.headers().containsKey(SLACK)) {
            ObjectNode body = PayloadInput.body(call);
            addOfSlack(body, secrets);
            addOfSlack(body.path("payload"), secrets);
            body.path("payload").path("response_urls").forEach(url -> addOfSlack(url, secrets));
        }
        return secrets;
    }

    private static void addOfSlack(JsonNode body, Set<String> secrets) {
        secrets.add(body.path("token").asText());
        secrets.addAll(SecretAddress.parts(body.path("response_url").asText()));
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
