package io.hookline.server.execution.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Sealer;
import io.hookline.server.json.Json;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The stored form of a payload: a kind, then texts and bytes, each after its length, sealed for the
 * one execution that it starts.
 */
public final class PayloadCodec {
    private static final byte CALL = 1;
    private static final byte INPUTS = 2;
    private static final byte HELPER = 3;
    private static final String SECRETS = "secrets";

    private PayloadCodec() {}

    public static byte[] seal(Sealer sealer, UUID execution, Payload payload) {
        return sealer.sealBytes(encode(payload), context(execution));
    }

    public static Payload open(Sealer sealer, UUID execution, byte[] sealed) {
        return decode(openBytes(sealer, execution, sealed));
    }

    /** The bytes before they were sealed: texts in them can be searched. */
    public static byte[] openBytes(Sealer sealer, UUID execution, byte[] sealed) {
        return sealer.openBytes(sealed, context(execution));
    }

    private static String context(UUID execution) {
        return "execution:" + execution;
    }

    private static byte[] encode(Payload payload) {
        return switch (payload) {
            case Payload.Call call -> encode(call);
            case Payload.Inputs inputs -> encode(INPUTS, inputs.values());
            case Payload.HelperCall call -> {
                ObjectNode both = Json.object();
                both.set("fields", call.fields());
                both.set("context", call.context());
                if (!call.secrets().isEmpty()) {
                    call.secrets().forEach(both.putArray(SECRETS)::add);
                }
                yield encode(HELPER, both);
            }
        };
    }

    private static byte[] encode(byte kind, ObjectNode values) {
        byte[] json = StoredJson.bytes(values);
        return ByteBuffer.allocate(1 + json.length).put(kind).put(json).array();
    }

    private static byte[] encode(Payload.Call call) {
        List<byte[]> texts = new ArrayList<>(2 * call.headers().size() + 1);
        call.headers()
                .forEach((name, value) -> {
                    texts.add(name.getBytes(StandardCharsets.UTF_8));
                    texts.add(value.getBytes(StandardCharsets.UTF_8));
                });
        texts.add(call.query().getBytes(StandardCharsets.UTF_8));
        int size = 1 + 4 + call.body().length;
        for (byte[] text : texts) {
            size += 4 + text.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(CALL).putInt(call.headers().size());
        for (byte[] text : texts) {
            out.putInt(text.length).put(text);
        }
        return out.put(call.body()).array();
    }

    private static Payload decode(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        return switch (in.get()) {
            case CALL -> {
                int count = in.getInt();
                Map<String, String> headers = LinkedHashMap.newLinkedHashMap(count);
                for (int i = 0; i < count; i++) {
                    headers.put(text(in), text(in));
                }
                String query = text(in);
                byte[] body = new byte[in.remaining()];
                in.get(body);
                yield new Payload.Call(headers, query, body);
            }
            case INPUTS -> new Payload.Inputs(object(stored));
            case HELPER -> {
                ObjectNode both = object(stored);
                Set<String> secrets = new LinkedHashSet<>();
                both.path(SECRETS).forEach(secret -> secrets.add(secret.textValue()));
                yield new Payload.HelperCall(
                        (ObjectNode) both.get("fields"), (ObjectNode) both.get("context"), secrets);
            }
            default -> throw new IllegalStateException("A payload of an unknown kind");
        };
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static ObjectNode object(byte[] stored) {
        return (ObjectNode) StoredJson.read(stored, 1);
    }
}
