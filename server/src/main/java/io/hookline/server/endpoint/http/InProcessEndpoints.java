package io.hookline.server.endpoint.http;

import io.hookline.outbound.Host;
import io.hookline.server.endpoint.invocation.EnvelopeIntake;
import io.hookline.server.endpoint.invocation.Invocation;
import io.hookline.server.endpoint.invocation.InvocationCheck;
import io.hookline.server.endpoint.invocation.InvocationRates;
import io.hookline.server.endpoint.invocation.OwnEndpoints;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.HookEnvelopes;
import io.hookline.server.execution.chain.Chains;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.http.Problem;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.flow.FlowSource;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Our invoke URLs for our own hooks: what HTTP would do, accepted in the caller's transaction. */
public final class InProcessEndpoints implements OwnEndpoints {
    private static final Pattern PATH = Pattern.compile("/api/flo/([^/]+)/invoke");

    private final FlowSource flows;
    private final Chains chains;
    private final Executions executions;
    private final InvocationCheck check;
    private final InvocationRates rates;
    private final URI baseUrl;
    private final int port;

    /**
     * @param baseUrl where people and receivers reach us
     * @param port the one we listen on
     */
    public InProcessEndpoints(
            Facilities facilities,
            Executions executions,
            InvocationRates rates,
            URI baseUrl,
            int port) {
        this.flows = facilities.flows();
        this.chains = facilities.chains();
        this.executions = executions;
        this.check = new InvocationCheck(flows, chains.limits().hops());
        this.rates = rates;
        this.baseUrl = baseUrl;
        this.port = port;
    }

    @Override
    public Optional<String> aliasOf(URI uri) {
        return isOurs(uri)
                ? alias(uri).filter(alias -> flows.byAlias(alias).isPresent())
                : Optional.empty();
    }

    private boolean isOurs(URI uri) {
        Optional<Host> host = Host.find(uri);
        if (host.isEmpty() || uri.getScheme() == null) {
            return false;
        }
        boolean samePort = port(uri) == port(baseUrl) || uri.getPort() < 0 && baseUrl.getPort() < 0;
        return host.equals(Host.find(baseUrl)) && samePort
                || host.get().isLoopback() && port(uri) == port;
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private static Optional<String> alias(URI uri) {
        String path = uri.normalize().getPath();
        Matcher matcher = PATH.matcher(path == null ? "" : path);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Override
    public Optional<String> obstacle(URI uri, Map<String, String> headers) {
        try {
            call(invocation(uri, headers, new byte[0]));
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal.getMessage());
        }
    }

    @Override
    public Prepared prepare(Submission submission) {
        try {
            InvocationCheck.Call call =
                    call(invocation(submission.uri(), submission.headers(), submission.body()));
            requireRoom();
            rates.countFlow(call.flow().id());
            EnvelopeIntake intake = intake(call, submission);
            return transaction -> accept(transaction, intake);
        } catch (Refusal refusal) {
            Problem problem = Problem.of(refusal);
            Delivered refused =
                    new Delivered(
                            problem.status(),
                            problem.body().toString(),
                            Optional.empty(),
                            false,
                            Optional.of(refusal));
            return transaction -> refused;
        }
    }

    /** As callers over HTTP, deliveries wait while the disk is nearly full. */
    private void requireRoom() {
        try {
            chains.requireRoom();
        } catch (StoreBusy lowDisk) {
            throw new Refusal.Busy("Busy", lowDisk.getMessage(), Duration.ofSeconds(1));
        }
    }

    private InvocationCheck.Call call(Invocation invocation) {
        return check.admit(check.flowOf(invocation), invocation);
    }

    private EnvelopeIntake intake(InvocationCheck.Call call, Submission submission) {
        Trigger trigger =
                switch (submission.occasion()) {
                    case DELIVERY -> Trigger.HOOK;
                    case PREVIEW -> Trigger.PREVIEW;
                };
        String eventId = submission.envelope().path("eventId").asText();
        return EnvelopeIntake.of(executions, call, trigger, eventId, submission::envelope);
    }

    private static Delivered accept(Transaction transaction, EnvelopeIntake intake) {
        HookEnvelopes.Acceptance acceptance = intake.accept(transaction);
        String id = acceptance.id().toString();
        return new Delivered(
                200,
                "{\"execution_id\":\"" + id + "\"}",
                Optional.of(id),
                acceptance.already(),
                Optional.empty());
    }

    private static Invocation invocation(URI uri, Map<String, String> headers, byte[] body) {
        Map<String, String> lower = LinkedHashMap.newLinkedHashMap(headers.size());
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return new Invocation(
                alias(uri).orElse(""),
                Optional.ofNullable(uri.getRawQuery()).orElse(""),
                lower,
                () -> body);
    }
}
