package io.hookline.server.http;

import io.hookline.flow.value.Weight;
import io.hookline.server.access.Caller;
import io.hookline.server.access.ClientAddress;
import io.hookline.server.access.Sessions;
import io.hookline.server.memory.AnswerMemory;
import io.hookline.server.memory.RequestMemory;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.url.PublicUrl;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request on its way through filters to its route, with what they found out about it, and with
 * its share of the memory for bodies until it is closed.
 */
final class RoutedRequest implements Request, AutoCloseable {
    /** A body without an announced length is read in such pieces. */
    private static final int PIECE = 16 * 1024;

    /** What reading the parts of a document makes of them beside its values. */
    private static final int VALUES_AND_MODEL = 2;

    private final Incoming in;
    private final URI baseUrl;
    private final ClientAddress addresses;
    private final RequestMemory.Share share;
    private final AnswerMemory.Share room;
    private Map<String, String> parameters = Map.of();
    private Optional<Caller> caller = Optional.empty();
    private Optional<Sessions.Session> session = Optional.empty();

    RoutedRequest(
            Incoming in,
            URI baseUrl,
            ClientAddress addresses,
            RequestMemory.Share share,
            AnswerMemory.Share room) {
        this.share = share;
        this.room = room;
        this.in = in;
        this.baseUrl = baseUrl;
        this.addresses = addresses;
    }

    /** Keeps what a filter found out; what an earlier one found stays. */
    void learn(RequestFilter.Pass pass) {
        caller = pass.caller().or(() -> caller);
        session = pass.session().or(() -> session);
    }

    /** Keeps the parameters of the path of the route that takes it. */
    void route(Map<String, String> found) {
        parameters = found;
    }

    @Override
    public String method() {
        return in.method();
    }

    @Override
    public String path() {
        return in.path();
    }

    @Override
    public String path(String parameter) {
        String value = parameters.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException(
                    "The path of the route has no parameter '" + parameter + "'.");
        }
        return value;
    }

    @Override
    public String authority() {
        return in.authority();
    }

    @Override
    public String rawQuery() {
        return in.rawQuery();
    }

    @Override
    public Optional<String> header(String name) {
        return in.header(name).stream().findFirst();
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>(in.headers());
        // What they say is no more true of the body that is read here.
        String coding = headers.remove(Coding.HEADER.toLowerCase(Locale.ROOT));
        if (coding != null && !coding.strip().equalsIgnoreCase("identity")) {
            headers.remove("content-length");
        }
        return headers;
    }

    @Override
    public Optional<String> cookie(String name) {
        return in.header("Cookie").stream()
                .flatMap(line -> Arrays.stream(line.split(";")))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> unquoted(pair.substring(name.length() + 1)))
                .findFirst();
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    @Override
    public Optional<Caller> knownCaller() {
        return caller;
    }

    @Override
    public Optional<Sessions.Session> session() {
        return session;
    }

    @Override
    public String clientAddress() {
        List<String> hops =
                in.header("X-Forwarded-For").stream()
                        .flatMap(line -> Arrays.stream(line.split(",")))
                        .toList();
        return addresses.behindProxies(in.peer(), hops);
    }

    @Override
    public URI url(String path) {
        return PublicUrl.of(baseUrl, path);
    }

    @Override
    public byte[] body(int max) {
        Coding coding = Coding.of(in.header(Coding.HEADER));
        byte[] sent = sent(max);
        if (coding == Coding.IDENTITY || sent.length == 0) {
            return sent;
        }
        try (InputStream expanding = coding.expand(sent)) {
            return inPieces(expanding, max, sent.length);
        } catch (IOException e) {
            throw coding.broken(e);
        }
    }

    /** The body as it was sent. */
    private byte[] sent(int max) {
        long announced = in.announced().orElse(-1);
        if (announced > max) {
            throw new Refusal.TooLarge(max);
        }
        try (InputStream body = in.body()) {
            return announced > RequestMemory.SMALL
                    ? announced(body, (int) announced)
                    : inPieces(body, max, 0);
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    /** Takes the room for all of it before the first byte is read. */
    private byte[] announced(InputStream body, int length) throws IOException {
        share.take(length);
        byte[] bytes = new byte[length];
        int read = body.readNBytes(bytes, 0, length);
        // Reads to the end of the body too.
        return body.read() < 0 && read == length ? bytes : Arrays.copyOf(bytes, read);
    }

    /**
     * Takes room as the body grows, so that what was not sent takes none.
     *
     * @param beside bytes of it that are in memory already, in another form
     */
    private byte[] inPieces(InputStream body, int max, int beside) throws IOException {
        List<byte[]> pieces = new ArrayList<>();
        int total = 0;
        while (true) {
            byte[] piece = body.readNBytes(Math.min(PIECE, max + 1 - total));
            total += piece.length;
            if (total > max) {
                throw new Refusal.TooLarge(max);
            }
            if (piece.length == 0) {
                return joined(pieces, total, beside);
            }
            share.take((long) beside + total);
            pieces.add(piece);
        }
    }

    private byte[] joined(List<byte[]> pieces, int total, int beside) {
        if (pieces.size() == 1) {
            return pieces.getFirst();
        }
        share.take(beside + 2L * total);
        ByteBuffer whole = ByteBuffer.allocate(total);
        pieces.forEach(whole::put);
        return whole.array();
    }

    @Override
    public byte[] document(int max) {
        byte[] body = body(max);
        share.work(VALUES_AND_MODEL * Weight.read(body));
        return body;
    }

    @Override
    public void work(long bytes) {
        share.workAtMost(bytes);
    }

    @Override
    public void workDone() {
        share.endWork();
    }

    @Override
    public boolean isLeft() {
        return in.isLeft();
    }

    @Override
    public void makes(long bytes) {
        room.reserve(bytes);
    }

    @Override
    public void takesOver(AnswerMemory.Share taken) {
        room.absorb(taken);
    }

    /** Gives back all the room that its body took; its answer keeps its own. */
    @Override
    public void close() {
        share.close();
    }
}
