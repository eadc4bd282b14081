package io.hookline.server.hook.lifecycle;

import io.hookline.outbound.HttpSender;
import io.hookline.server.endpoint.invocation.OwnEndpoints;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.hook.definition.Channel;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.store.Database;

import java.time.InstantSource;
import java.util.Optional;

/**
 * What hooks and deliveries need from the rest of the server.
 *
 * @param own our own invoke URLs, which are called without a socket
 * @param sender reaches all other receivers
 */
public record HookContext(
        Database database,
        HookStore hooks,
        EventLog log,
        OwnEndpoints own,
        HttpSender sender,
        HookSettings settings,
        InstantSource clock) {
    /**
     * Why nothing is sent to an address that was plain http when {@code --dev} allowed it; empty
     * when it may be sent to.
     */
    public Optional<String> plainness(Channel channel) {
        boolean plain = "http".equalsIgnoreCase(channel.address().getScheme());
        return plain && !settings.development() && own.aliasOf(channel.address()).isEmpty()
                ? Optional.of(
                        "The receiver's address is plain http, which is for servers that run with"
                                + " --dev. Give the hook an https address.")
                : Optional.empty();
    }

    public static HookContext of(
            Facilities facilities, OwnEndpoints own, HttpSender sender, HookSettings settings) {
        return new HookContext(
                facilities.database(),
                new HookStore(facilities.sealer()),
                facilities.log(),
                own,
                sender,
                settings,
                facilities.clock());
    }
}
