package io.hookline.connectors.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;

import java.time.Duration;
import java.util.Optional;

/** What Slack's error words mean for a card, and what to do about them. */
final class SlackErrors {
    private static final int LONGEST_NOTE = 200;

    private SlackErrors() {}

    static CardFailure named(String method, ObjectNode result, Optional<Duration> retryAfter) {
        String error = word(result.path("error").asText());
        String refused = "Slack refused " + method + " with " + error + ": ";
        return switch (error) {
            case "channel_not_found" ->
                    new CardFailure.NotFound(
                            refused
                                    + "there is no such channel, or it is private and the Slack app"
                                    + " is not in it. Check the channel id, or invite the app.");
            case "user_not_found", "users_not_found", "user_not_visible" ->
                    new CardFailure.NotFound(
                            refused + "there is no such user. Check the id or address.");
            case "thread_not_found", "message_not_found" ->
                    new CardFailure.NotFound(
                            refused + "there is no such message. Check the thread timestamp.");
            case "invalid_auth",
                    "not_authed",
                    "token_revoked",
                    "token_expired",
                    "account_inactive",
                    "org_login_required" ->
                    new CardFailure.Unauthorised(
                            refused
                                    + "the token of the connection is missing, wrong or revoked."
                                    + " Enter a valid bot token.");
            case "missing_scope",
                    "no_permission",
                    "not_allowed_token_type",
                    "access_denied",
                    "ekm_access_denied" ->
                    new CardFailure.Unauthorised(
                            refused + "the Slack app lacks a permission" + needed(result) + ".");
            case "ratelimited", "rate_limited", "message_limit_exceeded" ->
                    new CardFailure.RateLimited(refused + "too many calls.", retryAfter);
            case "not_in_channel" ->
                    new CardFailure.Rejected(
                            refused
                                    + "the Slack app is not in the channel. Invite it there with"
                                    + " /invite.");
            case "is_archived" ->
                    new CardFailure.Rejected(
                            refused + "the channel is archived. Choose another one.");
            case "restricted_action",
                    "restricted_action_read_only_channel",
                    "restricted_action_thread_only_channel" ->
                    new CardFailure.Rejected(
                            refused
                                    + "a setting of the workspace does not let the app write"
                                    + " there.");
            case "cannot_dm_bot", "messages_tab_disabled" ->
                    new CardFailure.Rejected(refused + "this receiver takes no direct messages.");
            case "msg_too_long" ->
                    new CardFailure.Invalid(
                            refused + "the text is too long; 40,000 characters are the most.");
            case "no_text" -> new CardFailure.Invalid(refused + "the message has no text.");
            case "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long" ->
                    new CardFailure.Invalid(
                            refused
                                    + "the blocks are not as Slack expects them"
                                    + note(result)
                                    + ".");
            case "internal_error",
                    "fatal_error",
                    "service_unavailable",
                    "request_timeout",
                    "team_added_to_org" ->
                    new CardFailure.Unavailable(
                            refused + "it has trouble of its own. The same call may pass later.");
            default ->
                    new CardFailure.Rejected(
                            refused + "running it again changes nothing" + note(result) + ".");
        };
    }

    private static String needed(ObjectNode result) {
        String scope = result.path("needed").asText();
        return scope.matches("[a-z:._,-]{1,100}") ? ", namely " + scope : "";
    }

    /** Slack's own words on what is wrong with the arguments. */
    private static String note(ObjectNode result) {
        String text =
                result.path("response_metadata")
                        .path("messages")
                        .path(0)
                        .asText()
                        .replaceAll("[^ -~]+", " ")
                        .strip();
        if (text.isEmpty()) {
            return "";
        }
        return " ("
                + (text.length() > LONGEST_NOTE ? text.substring(0, LONGEST_NOTE) + "…" : text)
                + ")";
    }

    private static String word(String error) {
        return error.matches("[a-zA-Z0-9_.-]{1,60}") ? error : "an error without name";
    }
}
