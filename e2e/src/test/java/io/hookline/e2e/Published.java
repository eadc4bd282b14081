package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.simulate.World;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Published files, and the world in which they run. */
final class Published {
    private Published() {}

    /** What the org, Slack and other services begin with. */
    static JsonNode world() {
        return read("world.json");
    }

    /** The same, with these attributes more of its first user. */
    static JsonNode worldWith(JsonNode attributes) {
        JsonNode world = world();
        merge((ObjectNode) world.at("/okta/users/0/profile"), attributes);
        return world;
    }

    /** Puts members into an object: those of objects into objects, of lists item by item. */
    static void merge(ObjectNode into, JsonNode more) {
        more.properties()
                .forEach(member -> {
                    JsonNode there = into.path(member.getKey());
                    JsonNode given = member.getValue();
                    if (there instanceof ObjectNode inner && given.isObject()) {
                        merge(inner, given);
                    } else if (there.path(0).isObject() && given.path(0).isObject()) {
                        for (int i = 0; i < Math.min(there.size(), given.size()); i++) {
                            merge((ObjectNode) there.get(i), given.get(i));
                        }
                    } else {
                        into.set(member.getKey(), given);
                    }
                });
    }

    /** A file of {@code e2e/src/test/conformance}. */
    static JsonNode read(String name) {
        try {
            return Api.JSON.readTree(
                    Files.readAllBytes(
                            Checkout.root().resolve("e2e/src/test/conformance").resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /**
     * The file with addresses of the world in the place of hosts, as somebody who tries it would
     * write them. Slack's is its own API.
     */
    static byte[] pointedAt(World world, JsonNode hosts, byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        for (JsonNode host : hosts) {
            String name = host.asText();
            text =
                    text.replace(
                            "https://" + name,
                            world.url() + (name.equals("slack.com") ? "/slack" : "/http/" + name));
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
