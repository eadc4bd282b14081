package io.hookline.server.alert.rule;

import java.net.URI;
import java.util.List;

/** Where alerts go. */
public sealed interface Destination {
    /** As the API and the store write it. */
    String type();

    /** A channel, as a bot with a connection's token. */
    public record SlackChannel(String connection, String channel) implements Destination {
        @Override
        public String type() {
            return "slack";
        }
    }

    /** An incoming webhook of Slack, whose whole address is the rule's secret. */
    public record SlackWebhook() implements Destination {
        @Override
        public String type() {
            return "slack";
        }
    }

    /** People with an address, by the mail server of a connection. */
    public record Mailbox(String connection, String from, List<String> to) implements Destination {
        public Mailbox {
            to = List.copyOf(to);
        }

        @Override
        public String type() {
            return "mail";
        }
    }

    /** A program; what it gets is signed when the rule has a secret. */
    public record Webhook(URI url) implements Destination {
        @Override
        public String type() {
            return "webhook";
        }
    }
}
