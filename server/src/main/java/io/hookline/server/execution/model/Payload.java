package io.hookline.server.execution.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.value.Plain;
import io.hookline.flow.value.Weight;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What an execution was started with; kept, sealed, until it has ended. */
public sealed interface Payload {
    /** About how much memory it takes. */
    int size();

    /**
     * A call of an endpoint, without the credential that opened it.
     *
     * @param headers by lower-case name
     * @param query the query string as it was sent; empty when there was none
     * @param body the exact bytes
     */
    record Call(Map<String, String> headers, String query, byte[] body) implements Payload {
        public Call {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }

        @Override
        public int size() {
            int size = 200 + query.length() + body.length;
            for (Map.Entry<String, String> header : headers.entrySet()) {
                size += 100 + header.getKey().length() + header.getValue().length();
            }
            return size;
        }
    }

    /**
     * What a flow gave a helper that it does not wait for.
     *
     * @param fields by key
     * @param context what the engine added
     * @param secrets what the history must not show of the values; none when they hold none
     */
    record HelperCall(ObjectNode fields, ObjectNode context, Set<String> secrets)
            implements Payload {
        public HelperCall {
            fields = plain(fields);
            context = plain(context);
            secrets = Set.copyOf(secrets);
        }

        @Override
        public int size() {
            return Payload.size(fields) + Payload.size(context);
        }
    }

    /** Values by key, or by group and key. */
    record Inputs(ObjectNode values) implements Payload {
        public Inputs {
            values = plain(values);
        }

        @Override
        public int size() {
            return Payload.size(values);
        }
    }

    /** The first run sees what every run from the store sees. */
    private static ObjectNode plain(ObjectNode values) {
        return (ObjectNode) Plain.of(values);
    }

    private static int size(ObjectNode values) {
        return (int) Math.min(200 + Weight.of(values), Integer.MAX_VALUE / 4);
    }
}
