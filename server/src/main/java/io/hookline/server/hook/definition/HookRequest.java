package io.hookline.server.hook.definition;

import io.hookline.flow.card.Secret;
import io.hookline.server.hook.definition.Channel.Header;
import io.hookline.server.refusal.FieldError;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.refusal.Refusal.Invalid.Place;

import java.util.ArrayList;
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
    public record Target(String uri, List<Header> headers, Optional<Auth> auth) {}

    /**
     * The secret header as it was sent.
     *
     * @param value empty keeps the stored one
     */
    public record Auth(String key, Optional<Secret> value) {}

    /**
     * The channel that the request stands for, with secrets taken from the stored one where the
     * caller left them out.
     *
     * @throws Refusal.Invalid when what was left out cannot be taken from there
     */
    public Channel channel(Optional<Channel> stored) {
        List<FieldError> errors = new ArrayList<>();
        String uri = address(stored, errors);
        Optional<Channel.AuthScheme> auth =
                channel.auth().map(sent -> auth(sent, uri, stored, errors));
        if (!errors.isEmpty()) {
            throw new Refusal.Invalid(
                    Place.BODY,
                    errors.size() == 1 ? errors.getFirst().field() : "eventHook",
                    errors);
        }
        return new Channel(uri, channel.headers(), auth);
    }

    private String address(Optional<Channel> stored, List<FieldError> errors) {
        if (!HookAddress.isHidden(channel.uri())) {
            return channel.uri();
        }
        if (stored.isPresent() && HookAddress.hideToken(stored.get().uri()).equals(channel.uri())) {
            return stored.get().uri();
        }
        errors.add(
                new FieldError(
                        "channel.config.uri",
                        "The client token is hidden (***) but the rest of the address is not the"
                                + " stored one; send the address with its token"));
        return channel.uri();
    }

    private static Channel.AuthScheme auth(
            Auth auth, String uri, Optional<Channel> stored, List<FieldError> errors) {
        if (auth.value().isPresent()) {
            return new Channel.AuthScheme(auth.key(), auth.value().get());
        }
        Optional<Channel.AuthScheme> kept = stored.flatMap(Channel::authScheme);
        Optional<String> fault = Optional.empty();
        if (kept.isEmpty()) {
            fault = Optional.of("The value is required: no secret is stored");
        } else if (!kept.get().key().equalsIgnoreCase(auth.key())) {
            fault =
                    Optional.of(
                            "The header's name changed, so the stored secret does not fit it; send"
                                    + " the value again");
        } else if (errors.isEmpty()
                && !HookAddress.origin(stored.get().uri()).equals(HookAddress.origin(uri))) {
            fault =
                    Optional.of(
                            "The address changed its origin, and a stored secret goes only to the"
                                    + " origin it was given for; send the value again");
        }
        fault.ifPresent(sentence ->
                errors.add(new FieldError("channel.config.authScheme.value", sentence)));
        return new Channel.AuthScheme(
                auth.key(),
                kept.map(Channel.AuthScheme::value)
                        .filter(value -> errors.isEmpty())
                        .orElse(new Secret("")));
    }
}
