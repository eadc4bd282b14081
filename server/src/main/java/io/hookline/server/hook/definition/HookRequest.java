package io.hookline.server.hook.definition;

import io.hookline.flow.card.Secret;
import io.hookline.server.hook.definition.Channel.Header;

import java.util.List;
import java.util.Optional;

/**
 * What a caller asked for, in good form; what depends on the stored hook (secrets, hidden tokens)
 * is still open.
 *
 * @param status empty when it was not sent
 * @param delivery empty when it was not sent
 */
public record HookRequest(
        String name,
        Optional<String> description,
        Optional<EventHook.Status> status,
        Subscriptions events,
        Target channel,
        Optional<DeliverySettings> delivery) {

    /**
     * The channel as it was sent.
     *
     * @param uri its token may be hidden
     */
    record Target(String uri, List<Header> headers, Optional<Auth> auth) {}

    /**
     * The secret header as it was sent.
     *
     * @param value empty keeps the stored one
     */
    record Auth(String key, Optional<Secret> value) {}

    /**
     * The channel that the request stands for, with secrets taken from the stored one where the
     * caller left them out.
     */
    public Channel channel(Optional<Channel> stored, Complaints complaints) {
        String uri = address(stored, complaints);
        return new Channel(
                uri,
                channel.headers(),
                channel.auth().map(auth -> auth(auth, uri, stored, complaints)));
    }

    private String address(Optional<Channel> stored, Complaints complaints) {
        if (!HookAddress.isHidden(channel.uri())) {
            return channel.uri();
        }
        if (stored.isPresent() && HookAddress.hideToken(stored.get().uri()).equals(channel.uri())) {
            return stored.get().uri();
        }
        complaints.add(
                "channel.config.uri",
                "The client token is hidden (***) but the rest of the address is not the stored"
                        + " one; send the address with its token");
        return channel.uri();
    }

    private static Channel.AuthScheme auth(
            Auth auth, String uri, Optional<Channel> stored, Complaints complaints) {
        if (auth.value().isPresent()) {
            return new Channel.AuthScheme(auth.key(), auth.value().get());
        }
        Optional<Channel.AuthScheme> kept = stored.flatMap(Channel::authScheme);
        String field = "channel.config.authScheme.value";
        if (kept.isEmpty()) {
            complaints.add(field, "The value is required: no secret is stored");
        } else if (!kept.get().key().equalsIgnoreCase(auth.key())) {
            complaints.add(
                    field,
                    "The header's name changed, so the stored secret does not fit it; send the"
                            + " value again");
        } else if (complaints.isEmpty()
                && !HookAddress.origin(stored.get().uri()).equals(HookAddress.origin(uri))) {
            complaints.add(
                    field,
                    "The address changed its origin, and a stored secret goes only to the origin"
                            + " it was given for; send the value again");
        } else {
            return new Channel.AuthScheme(auth.key(), kept.get().value());
        }
        return new Channel.AuthScheme(auth.key(), new Secret(""));
    }
}
