package io.hookline.server.delivery.attempt;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Ascending positions of the log as bytes: the distances between neighbours, seven bits a byte. */
public final class Positions {
    private Positions() {}

    public static byte[] encode(List<Long> positions) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(positions.size() + 8);
        long previous = 0;
        for (long position : positions) {
            long distance = position - previous;
            while (distance >= 0x80) {
                bytes.write((int) (distance & 0x7f) | 0x80);
                distance >>>= 7;
            }
            bytes.write((int) distance);
            previous = position;
        }
        return bytes.toByteArray();
    }

    public static List<Long> decode(byte[] bytes) {
        List<Long> positions = new ArrayList<>();
        long previous = 0;
        long distance = 0;
        int shift = 0;
        for (byte b : bytes) {
            distance |= (long) (b & 0x7f) << shift;
            shift += 7;
            if (b >= 0) {
                previous += distance;
                positions.add(previous);
                distance = 0;
                shift = 0;
            }
        }
        return positions;
    }
}
