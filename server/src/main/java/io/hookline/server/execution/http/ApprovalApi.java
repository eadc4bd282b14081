package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.execution.approval.Approval;
import io.hookline.server.execution.approval.Approval.Verdict;
import io.hookline.server.execution.approval.ApprovalBook;
import io.hookline.server.http.Body;
import io.hookline.server.http.Query;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;
import io.hookline.server.refusal.Refusal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** {@code /api/hookline/v1/approvals}: what people are asked, and their decisions. */
public final class ApprovalApi {
    private static final String PATH = "/api/hookline/v1/approvals";
    private static final int USUAL = 50;
    private static final int MOST = 200;

    /** About what one takes at most. */
    private static final int SIZE = 30_000;

    /** How long a comment may be. */
    public static final int LONGEST_COMMENT = 1_000;

    private final ApprovalBook approvals;

    public ApprovalApi(ApprovalBook approvals) {
        this.approvals = approvals;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Permission.APPROVE, this::list),
                Route.get(PATH + "/{id}", Permission.APPROVE, this::get),
                Route.post(PATH + "/{id}/decision", Permission.APPROVE, this::decide));
    }

    private enum Which {
        PENDING,
        ALL
    }

    private Response list(Request request) {
        Query query = request.query();
        query.allowOnly("status", "limit", "after");
        Which which =
                query.choice(
                                "status",
                                List.of(Which.values()),
                                one -> one.name().toLowerCase(Locale.ROOT))
                        .orElse(Which.PENDING);
        int limit = query.number("limit", 1, MOST).map(Long::intValue).orElse(USUAL);
        Optional<Long> after = query.number("after", 0, Long.MAX_VALUE);
        request.makes((long) limit * SIZE);
        List<Approval> found =
                which == Which.PENDING
                        ? approvals.pending(after.orElse(0L), limit)
                        : approvals.all(after.orElse(Long.MAX_VALUE), limit);
        ArrayNode list = Json.MAPPER.createArrayNode();
        found.forEach(one -> list.add(json(one)));
        Response response = Response.json(list);
        return found.size() < limit
                ? response
                : response.header(
                        "Link",
                        "<"
                                + request.url(PATH)
                                + "?status="
                                + which.name().toLowerCase(Locale.ROOT)
                                + "&limit="
                                + limit
                                + "&after="
                                + found.getLast().place()
                                + ">; rel=\"next\"");
    }

    private Response get(Request request) {
        return Response.json(json(find(request.path("id"))));
    }

    private Approval find(String id) {
        return uuid(id).flatMap(approvals::find)
                .orElseThrow(() -> new Refusal.NotFound("approval", id));
    }

    private Response decide(Request request) {
        Body body = request.object();
        body.allowOnly("decision", "comment");
        Word word =
                body.choice(
                                "decision",
                                List.of(Word.values()),
                                one -> one.name().toLowerCase(Locale.ROOT))
                        .orElseThrow(() -> body.invalid("decision", "expected approve or deny."));
        String comment = body.text("comment", LONGEST_COMMENT).orElse("").strip();
        Approval asked = find(request.path("id"));
        return Response.json(
                json(
                        approvals.decide(
                                request.caller(), asked.id(), word == Word.APPROVE, comment)));
    }

    private enum Word {
        APPROVE,
        DENY
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text))
                    .filter(id -> id.toString().equalsIgnoreCase(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode json(Approval approval) {
        ObjectNode json = Json.object();
        json.put("id", approval.id().toString());
        json.put("status", approval.status().name());
        Optional<ObjectNode> question = approval.question();
        json.put("title", question.map(asked -> asked.path("title").asText()).orElse(null));
        json.put("reason", question.map(asked -> asked.path("reason").asText()).orElse(null));
        json.set("values", question.<JsonNode>map(asked -> asked.path("shown")).orElse(null));
        json.putObject("card").put("id", approval.card().id()).put("title", approval.card().name());
        json.putObject("flow").put("id", approval.flow().id()).put("name", approval.flow().name());
        json.put("connection", approval.connection().isEmpty() ? null : approval.connection());
        json.put("execution", approval.execution().toString());
        json.put("askedAt", Times.millis(approval.askedAt()));
        json.put("until", Times.millis(approval.until()));
        json.put("otherwise", approval.otherwise().word());
        json.put("decidedBy", approval.verdict().map(Verdict::by).orElse(null));
        json.put("decidedAt", approval.verdict().map(Verdict::at).map(Times::millis).orElse(null));
        return json.put("comment", approval.verdict().map(Verdict::comment).orElse(null));
    }
}
