package io.hookline.server.pages;

import static io.hookline.server.pages.Html.all;
import static io.hookline.server.pages.Html.element;
import static io.hookline.server.pages.Html.name;
import static io.hookline.server.pages.Html.text;
import static io.hookline.server.pages.Views.badge;
import static io.hookline.server.pages.Views.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.access.Sessions;
import io.hookline.server.access.http.OwnHosts;
import io.hookline.server.execution.approval.ApprovalBook;
import io.hookline.server.execution.http.ApprovalApi;
import io.hookline.server.http.Admission;
import io.hookline.server.http.Problem;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.pages.Layout.Place;
import io.hookline.server.pages.Layout.Viewer;
import io.hookline.server.pages.Views.Tone;
import io.hookline.server.refusal.Refusal;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Approvals: what would be done to whom, and two buttons. Looking never decides: only the form
 * does, of a person who is signed in here. A link from elsewhere comes without the session's
 * cookie, which is why the page then leads on to itself once.
 */
final class ApprovalPages {
    private static final Admission SESSION =
            new Admission.OwnProof("session, csrf and the permission approve");
    private static final String HERE = "here";
    private static final int NEWEST = 50;

    private final ApprovalBook approvals;
    private final ApprovalApi shown;
    private final OwnHosts hosts;
    private final Supplier<Optional<String>> lift;
    private final InstantSource clock;

    /**
     * @param hosts refuses forms that come from other sites' pages
     * @param lift how a halt is ended; empty when nothing halts
     */
    ApprovalPages(
            ApprovalBook approvals,
            OwnHosts hosts,
            Supplier<Optional<String>> lift,
            InstantSource clock) {
        this.approvals = approvals;
        this.shown = new ApprovalApi(approvals);
        this.hosts = hosts;
        this.lift = lift;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/approvals", SESSION, this::list),
                Route.get("/approvals/{id}", SESSION, this::one),
                Route.post("/approvals/{id}", SESSION, this::decide));
    }

    private Response list(Request request) {
        return request.knownCaller().isEmpty()
                ? PageResponse.redirect("/signin")
                : page(request, 200, "Approvals", this::content);
    }

    private Response one(Request request) {
        Optional<UUID> id = uuid(request.path("id"));
        if (id.isEmpty()) {
            return Pages.missing(request);
        }
        String path = ApprovalBook.PAGE + id.get();
        if (request.knownCaller().isEmpty()) {
            return request.queryString().first(HERE).isPresent()
                    ? PageResponse.redirect("/signin?next=" + path)
                    : PageResponse.page(200, arriving(URI.create(path + "?" + HERE + "=1")));
        }
        return page(
                request,
                200,
                "Approval",
                () -> one(found(id.get()), request.session().map(Sessions.Session::csrf), ""));
    }

    private static String arriving(URI here) {
        return Layout.bare(
                "Approval",
                element(
                                "div",
                                Html.forward(here),
                                element("h1", text("One moment")),
                                element(
                                        "p",
                                        element("a", text("Continue"))
                                                .with("href", here.toString())))
                        .styled("card form"));
    }

    private Response decide(Request request) {
        hosts.requireOwnOrigin(request);
        Map<String, String> form = Forms.read(request);
        UUID id = uuid(request.path("id")).orElse(new UUID(0, 0));
        Optional<Sessions.Session> session =
                request.session()
                        .filter(open ->
                                new Secret(open.csrf()).matches(form.getOrDefault("csrf", "")));
        if (session.isEmpty()) {
            return PageResponse.redirect("/signin?next=" + ApprovalBook.PAGE + id);
        }
        String comment = form.getOrDefault("comment", "").strip();
        String decision = form.getOrDefault("decision", "");
        if (comment.length() > ApprovalApi.LONGEST_COMMENT || !isWord(decision)) {
            return complaint(
                    request,
                    422,
                    id,
                    "Nothing was decided: press one of the two buttons, with a comment of at most "
                            + ApprovalApi.LONGEST_COMMENT
                            + " characters.");
        }
        try {
            Caller caller = request.caller();
            approvals.decide(caller, id, decision.equals("approve"), comment);
            return PageResponse.redirect(ApprovalBook.PAGE + id);
        } catch (Refusal.Conflict late) {
            return complaint(request, 409, id, String.valueOf(late.getMessage()));
        } catch (Refusal refusal) {
            return page(
                    request,
                    200,
                    "Approval",
                    () -> {
                        throw refusal;
                    });
        }
    }

    private static boolean isWord(String decision) {
        return decision.equals("approve") || decision.equals("deny");
    }

    private Response complaint(Request request, int status, UUID id, String what) {
        return page(
                request,
                status,
                "Approval",
                () -> one(found(id), request.session().map(Sessions.Session::csrf), what));
    }

    private ObjectNode found(UUID id) {
        return shown.shown(id.toString())
                .orElseThrow(() -> new Refusal.NotFound("approval", id.toString()));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Response page(Request request, int status, String title, Supplier<Html> content) {
        Viewer viewer =
                new Viewer(
                        request.caller().name(),
                        request.session().map(Sessions.Session::csrf),
                        lift.get());
        try {
            request.caller().require(Permission.APPROVE);
            Html made = content.get();
            return PageResponse.page(status, Layout.page(title, Place.APPROVALS, viewer, made));
        } catch (Refusal refusal) {
            return PageResponse.page(
                    Problem.of(refusal).status(),
                    Layout.page(
                            refusal.title(),
                            Place.APPROVALS,
                            viewer,
                            Views.empty(
                                    refusal.title(),
                                    element("p", text(String.valueOf(refusal.getMessage()))))));
        }
    }

    private Html content() {
        List<ObjectNode> pending = shown.pending();
        List<ObjectNode> over =
                shown.newest(NEWEST).stream().filter(one -> !isPending(one)).toList();
        return all(
                Views.heading(
                        "Approvals",
                        element("span", text(Views.count(pending.size(), "waits", "wait")))
                                .styled("count")),
                pending.isEmpty()
                        ? Views.empty(
                                "Nothing waits for a decision",
                                element(
                                        "p",
                                        text(
                                                "Here stands what the card Ask for Approval asks,"
                                                        + " and what cards that destroy would do"
                                                        + " whose setting demands an approval.")))
                        : table(pending),
                over.isEmpty() ? Html.NONE : all(element("h2", text("Decided")), table(over)));
    }

    private Html table(List<ObjectNode> found) {
        List<Html> rows = new ArrayList<>();
        for (ObjectNode one : found) {
            String title =
                    one.path("title").asText("").isEmpty()
                            ? one.at("/card/title").asText()
                            : one.path("title").asText();
            rows.add(
                    element(
                            "tr",
                            element("td", state(one)),
                            element("td", element("a", name(title)).with("href", path(one))),
                            element("td", name(one.at("/flow/name").asText())),
                            element(
                                    "td",
                                    isPending(one)
                                            ? text(left(one))
                                            : name(one.path("decidedBy").asText("–"))),
                            element("td", Views.utc(one.path("askedAt")))));
        }
        return element(
                        "div",
                        element(
                                "table",
                                element(
                                        "thead",
                                        element(
                                                "tr",
                                                element("th", text("State")),
                                                element("th", text("What")),
                                                element("th", text("Flow")),
                                                element("th", text("Time left, or who decided")),
                                                element("th", text("Asked")))),
                                element("tbody", all(rows))))
                .styled("table");
    }

    private static String path(ObjectNode approval) {
        return ApprovalBook.PAGE + approval.path("id").asText().replaceAll("[^\\w-]", "");
    }

    private static boolean isPending(ObjectNode approval) {
        return approval.path("status").asText().equals("PENDING");
    }

    /**
     * One approval.
     *
     * @param csrf of the session that may press buttons; empty when there is none
     * @param complaint what went wrong before; empty text when nothing
     */
    private Html one(ObjectNode approval, Optional<String> csrf, String complaint) {
        boolean open = isPending(approval) && !until(approval).isBefore(clock.instant());
        String title =
                approval.path("title").asText("").isEmpty()
                        ? approval.at("/card/title").asText()
                        : approval.path("title").asText();
        return all(
                element("p", element("a", text("Approvals")).with("href", "/approvals"))
                        .styled("crumb"),
                Views.heading(title, state(approval)),
                SignInPages.complaint(Optional.of(complaint).filter(said -> !said.isEmpty())),
                Views.facts(facts(approval).toArray(Html[]::new)).styled("facts card"),
                element("h2", text("With these values")),
                approval.path("values").isObject()
                        ? element("div", Views.value(approval.path("values"))).styled("card")
                        : element(
                                        "p",
                                        text("It is over; "),
                                        element("a", text("the execution's history"))
                                                .with("href", execution(approval)),
                                        text(" has them as long as it is kept."))
                                .styled("note"),
                open ? form(approval, csrf) : Html.NONE);
    }

    private static String execution(ObjectNode approval) {
        return "/executions/" + approval.path("execution").asText().replaceAll("[^\\w-]", "");
    }

    private List<Html> facts(ObjectNode approval) {
        List<Html> facts = new ArrayList<>();
        boolean acts = approval.path("connection").isTextual();
        facts.add(
                fact(
                        acts ? "Would run" : "Asked by",
                        all(
                                text("the card "),
                                name(approval.at("/card/title").asText()),
                                acts
                                        ? all(
                                                text(" with the connection "),
                                                name(approval.path("connection").asText()))
                                        : Html.NONE)));
        facts.add(fact("Flow", name(approval.at("/flow/name").asText())));
        if (!approval.path("reason").asText("").isEmpty()) {
            facts.add(fact("Why", name(approval.path("reason").asText())));
        }
        facts.add(
                fact(
                        "Execution",
                        element("a", Views.code(approval.path("execution").asText()))
                                .with("href", execution(approval))));
        facts.add(fact("Asked", Views.utc(approval.path("askedAt"))));
        facts.add(
                fact(
                        "Time",
                        isPending(approval)
                                ? all(
                                        element("strong", text(left(approval))),
                                        text(", until "),
                                        Views.utc(approval.path("until")),
                                        text(". " + otherwise(approval)))
                                : Views.utc(approval.path("until"))));
        if (approval.path("decidedBy").isTextual()) {
            facts.add(
                    fact(
                            "Decided",
                            all(
                                    text("by "),
                                    name(approval.path("decidedBy").asText()),
                                    text(" at "),
                                    Views.utc(approval.path("decidedAt")))));
            if (!approval.path("comment").asText("").isEmpty()) {
                facts.add(fact("Comment", name(approval.path("comment").asText())));
            }
        } else if (approval.path("status").asText().equals("EXPIRED")) {
            facts.add(fact("Decided", text("by nobody in time. " + otherwise(approval))));
        }
        return facts;
    }

    private static String otherwise(JsonNode approval) {
        return switch (approval.path("otherwise").asText()) {
            case "approve" -> "When nobody decides, it is approved.";
            case "fail" -> "When nobody decides, the card fails.";
            default -> "When nobody decides, it is denied.";
        };
    }

    private static Html form(ObjectNode approval, Optional<String> csrf) {
        if (csrf.isEmpty()) {
            return element("p", text("Sign in to decide: a token does not.")).styled("note");
        }
        return element(
                        "form",
                        SignInPages.hidden("csrf", csrf.get()),
                        element(
                                        "div",
                                        element("label", text("Comment")).with("for", "comment"),
                                        element("textarea")
                                                .with("id", "comment")
                                                .with("name", "comment")
                                                .with("rows", "3")
                                                .with(
                                                        "maxlength",
                                                        Integer.toString(
                                                                ApprovalApi.LONGEST_COMMENT)),
                                        element(
                                                        "p",
                                                        text(
                                                                "Stands with your name in the"
                                                                        + " execution's history and"
                                                                        + " in the log."))
                                                .styled("note"))
                                .styled("field"),
                        element("div", button("approve", "Approve"), button("deny", "Deny"))
                                .styled("badges"))
                .with("method", "post")
                .with("action", path(approval))
                .styled("card form decide");
    }

    private static Html button(String decision, String label) {
        return element("button", text(label))
                .with("type", "submit")
                .with("name", "decision")
                .with("value", decision);
    }

    private Instant until(ObjectNode approval) {
        return Instant.parse(approval.path("until").asText());
    }

    /** In one or two units, as people say it. */
    private String left(ObjectNode approval) {
        Duration left = Duration.between(clock.instant(), until(approval));
        if (left.isNegative() || left.isZero()) {
            return "no time left";
        }
        if (left.toDays() > 0) {
            return Views.count((int) left.toDays(), "day", "days")
                    + " "
                    + Views.count(left.toHoursPart(), "hour", "hours")
                    + " left";
        }
        if (left.toHours() > 0) {
            return Views.count(left.toHoursPart(), "hour", "hours")
                    + " "
                    + Views.count(left.toMinutesPart(), "minute", "minutes")
                    + " left";
        }
        return left.toMinutes() > 0
                ? Views.count(left.toMinutesPart(), "minute", "minutes") + " left"
                : Views.count(left.toSecondsPart(), "second", "seconds") + " left";
    }

    private Html state(ObjectNode approval) {
        return switch (approval.path("status").asText()) {
            case "PENDING" ->
                    until(approval).isBefore(clock.instant())
                            ? badge("Time is over", Tone.WARNING)
                            : badge("Waits", Tone.BUSY);
            case "APPROVED" -> badge("Approved", Tone.GOOD);
            case "DENIED" -> badge("Denied", Tone.BAD);
            case "EXPIRED" -> badge("Nobody decided", Tone.WARNING);
            default -> badge("Cancelled", Tone.QUIET);
        };
    }
}
