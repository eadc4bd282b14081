package io.hookline.bench;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A request to be sent many times, each time with its number in place of every {@code ########}.
 *
 * @param target where to
 * @param bytes the request as it is sent
 */
record RequestTemplate(URI target, byte[] bytes) {
    static final String NUMBER = "########";
    static final int DIGITS = NUMBER.length();

    static RequestTemplate post(URI target, String token, String body) {
        String path = target.getRawPath();
        if (target.getRawQuery() != null) {
            path += "?" + target.getRawQuery();
        }
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String authorization = token.isEmpty() ? "" : "Authorization: SSWS " + token + "\r\n";
        String head =
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: "
                        + target.getAuthority()
                        + "\r\nContent-Type: application/json\r\n"
                        + authorization
                        + "Content-Length: "
                        + content.length
                        + "\r\n\r\n";
        byte[] first = head.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[first.length + content.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(content, 0, all, first.length, content.length);
        return new RequestTemplate(target, all);
    }

    int[] places() {
        return HttpMessages.places(bytes, HttpMessages.ascii(NUMBER));
    }
}
