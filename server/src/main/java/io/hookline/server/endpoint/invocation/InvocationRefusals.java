package io.hookline.server.endpoint.invocation;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.hookline.server.execution.model.CallBody;
import io.hookline.server.execution.model.Status;
import io.hookline.server.refusal.Challenge;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.refusal.Refusal.Invalid;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The refusals of callers of invoke URLs, each with its {@link InvocationFault}. */
public final class InvocationRefusals {
    private InvocationRefusals() {}

    static Refusal unknownAlias() {
        return new Refusal.NotFound(
                        "Unknown address",
                        "There is no flow at this address. Copy the invoke URL from the flow's"
                                + " settings.",
                        "flow",
                        "")
                .because(InvocationFault.UNKNOWN_ALIAS);
    }

    static Refusal tokenMissing() {
        return new Refusal.Unauthenticated(
                        "Client token missing",
                        "This flow needs its client token: send it as the query parameter"
                                + " clientToken or the header x-api-client-token.")
                .because(InvocationFault.TOKEN_MISSING);
    }

    static Refusal tokenWrong() {
        return new Refusal.Unauthenticated(
                        "Client token wrong",
                        "The client token is not this flow's. Copy the invoke URL from the flow's"
                                + " settings.")
                .because(InvocationFault.TOKEN_WRONG);
    }

    static Refusal tokenTwice() {
        return new Invalid(
                        "Send the client token once: as the query parameter clientToken or as the"
                                + " header x-api-client-token, not both.")
                .because(InvocationFault.TOKEN_TWICE);
    }

    /**
     * @param configured whether access tokens of an issuer are accepted at all
     */
    static Refusal accessTokenNeeded(boolean configured) {
        Optional<String> scope =
                configured ? Optional.of(CallerCheck.SCOPE) : Optional.<String>empty();
        return new Refusal.Unauthenticated(
                        "Access token needed",
                        "This flow takes OAuth 2.0 access tokens only"
                                + (configured
                                        ? ": send the header 'Authorization: Bearer <token>'. A"
                                                + " hook of ours has none; choose another security"
                                                + " level for it."
                                        : ", and no issuer of them is configured here."),
                        new Challenge.AccessToken(scope))
                .because(InvocationFault.ACCESS_TOKEN_NEEDED);
    }

    static Refusal signatureMissing() {
        return new Refusal.Unauthenticated(
                        "Signature missing",
                        "This flow takes calls that Slack has signed only: with the headers"
                                + " X-Slack-Signature, which is v0= and 64 hexadecimal digits, and"
                                + " X-Slack-Request-Timestamp. A hook of ours has none; choose"
                                + " another security level for it.")
                .because(InvocationFault.SIGNATURE_MISSING);
    }

    /**
     * @param seconds how long ago it was made by our clock; negative when it is to come
     */
    static Refusal signatureOld(long seconds) {
        return new Refusal.Unauthenticated(
                        "Signature too old",
                        "The call was signed "
                                + Math.abs(seconds)
                                + (seconds < 0 ? " seconds from now" : " seconds ago")
                                + " by the clock of this server; 300 is the most. Set the clock if"
                                + " it is wrong.")
                .because(InvocationFault.SIGNATURE_OLD);
    }

    static Refusal signatureWrong() {
        return new Refusal.Unauthenticated(
                        "Signature wrong",
                        "The signature is not made with this flow's signing secret over this body."
                                + " Enter the Signing Secret of the Slack app again, from Basic"
                                + " Information of its settings.")
                .because(InvocationFault.SIGNATURE_WRONG);
    }

    static Refusal signatureTaken() {
        return new Refusal.Unauthenticated(
                        "Signature used",
                        "A call with this signature was taken before; each is taken once.")
                .because(InvocationFault.SIGNATURE_TAKEN);
    }

    static Refusal tooMany(String what, long millis) {
        return new Refusal.RateLimited("Too many calls", what, Duration.ofMillis(millis))
                .because(InvocationFault.TOO_MANY_CALLS);
    }

    public static Refusal malformed(JsonProcessingException e) {
        return Refusal.Malformed.of(e).because(InvocationFault.MALFORMED_BODY);
    }

    static Refusal malformed(CallBody.Unreadable e) {
        return new Refusal.Invalid(
                        "The request body is not the form that its Content-Type says: "
                                + e.getMessage()
                                + ".")
                .because(InvocationFault.MALFORMED_BODY);
    }

    static Refusal tooManyEvents(String expected) {
        return new Refusal.TooLarge(
                        "Too many events",
                        expected
                                + " Each event is an execution of its own here; send them in"
                                + " several envelopes, each with its own eventId.")
                .because(InvocationFault.TOO_MANY_EVENTS);
    }

    static Refusal flowOff() {
        return new Refusal.Off(
                        "Flow is off",
                        "The flow at this address is switched off. Switch it on, then call again.")
                .because(InvocationFault.FLOW_OFF);
    }

    static Refusal loop(int hops) {
        return new Refusal.Loop(
                        "This call comes at the end of a chain of "
                                + hops
                                + " flows that caused each other; the chain is cut here.")
                .because(InvocationFault.LOOP);
    }

    public static Refusal unknownExecution(String text) {
        return new Refusal.NotFound(
                        "Unknown execution",
                        "The flow at this address has no execution "
                                + text
                                + ". End the resume URL with the execution id that the call before"
                                + " was answered.",
                        "execution",
                        text)
                .because(InvocationFault.UNKNOWN_EXECUTION);
    }

    public static Refusal notPaused(UUID id, Status status) {
        return new Refusal.Conflict(
                        "Not paused",
                        "Expected execution "
                                + id
                                + " to be paused, but it is "
                                + status
                                + ". An execution can be resumed once at each Pause card.")
                .because(InvocationFault.NOT_PAUSED);
    }
}
