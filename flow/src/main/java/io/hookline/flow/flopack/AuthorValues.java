package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

import io.hookline.compute.Turn;
import io.hookline.flow.card.SteeringCard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds constants that name things of the author's organisation, and placeholders the author left:
 * what must be replaced after an import. It judges by the shape of a value and the name of its
 * field, and reports nothing when in doubt.
 */
final class AuthorValues {
    private static final int MAX_TEXT = 20_000;
    private static final int OKTA_ID_LENGTH = 20;

    /** Okta's ids: twenty characters, the first three name the kind. */
    private static final Pattern OKTA_ID =
            Pattern.compile("\\b0[0-9a-z][a-z0-9][A-Za-z0-9]{17}\\b");

    private static final Pattern SLACK_ID = Pattern.compile("[CGDUWT][A-Z0-9]{8,10}");
    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})+");
    private static final Pattern OWN_HOST =
            Pattern.compile(
                    "(?i)\\b([a-z0-9-]+\\.)+(okta|oktapreview|okta-emea)\\.com\\b"
                        + "|\\b[a-z0-9-]+\\.(atlassian\\.net|service-now\\.com|zendesk\\.com|sharepoint\\.com"
                        + "|my\\.salesforce\\.com|onmicrosoft\\.com|awsapps\\.com|myshopify\\.com)\\b");
    private static final Pattern PUBLIC_HOST =
            Pattern.compile(
                    "(?i)(www|help|support|developer|developers|trust|status)\\.okta\\.com");
    private static final Pattern NO_CHOICE = Pattern.compile("-- .* --");
    private static final Pattern PLACEHOLDER =
            Pattern.compile(
                    "(?i)<[a-z][a-z0-9 _-]*>|(insert|paste|enter|put|replace) .{2,60}|your[-_"
                            + " ].{1,60}|(https?://)?your[a-z0-9.-]*(:[0-9]+)?(/.*)?");
    private static final Pattern SECRET =
            Pattern.compile("(?i)password|passwd|secret|api[ _-]?key");

    /** Fields of connector cards that choose one thing of the other system. */
    private static final Pattern CHOOSES =
            Pattern.compile(
                    "(?i)(.*["
                        + " _])?(id|channel|repo|repository|organi[sz]ation|project|queue|board|calendar|to|cc|bcc|from)");

    /** Names that authors give to the settings of their flows. */
    private static final Pattern SETTING =
            Pattern.compile(
                    "(?i).*\\b(group|channel|application|app|organi[sz]ation|org|domain|repo|repository|team|project)("
                        + " name| id)?");

    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> suppliedInputs;

    private AuthorValues(Set<String> suppliedInputs) {
        this.suppliedInputs = suppliedInputs;
    }

    /**
     * @param suppliedInputs keys of a helper's inputs that every caller supplies, so that their
     *     defaults do not matter
     */
    static List<Finding> of(FlowJson flow, Set<String> suppliedInputs) {
        AuthorValues values = new AuthorValues(suppliedInputs);
        values.flow(flow);
        return values.findings;
    }

    private void flow(FlowJson flow) {
        Set<String> pinned = pinned(flow);
        for (CardJson card : flow.cards()) {
            Turn.check();
            if (!card.module().equals("stash") && !SteeringCard.COMMENT.is(card.id())) {
                for (FieldJson input : card.inputs()) {
                    if (!pinned.contains(card.uuid() + "/" + input.id())) {
                        field(card, input);
                    }
                }
            }
            card.nested().forEach(this::flow);
        }
    }

    private static Set<String> pinned(FlowJson flow) {
        Set<String> pinned = new HashSet<>();
        for (CardJson card : flow.cards()) {
            for (JsonNode targets : card.json().path("pins")) {
                targets.properties()
                        .forEach(target ->
                                target.getValue()
                                        .forEach(link ->
                                                pinned.add(
                                                        target.getKey()
                                                                + "/"
                                                                + link.path("input").asText())));
            }
        }
        return pinned;
    }

    private void field(CardJson card, FieldJson input) {
        boolean supplied =
                SteeringCard.CALLABLE.is(card.id()) && suppliedInputs.contains(input.key());
        if (supplied || input.isFlow() || input.isFolder() || input.isTable()) {
            return;
        }
        for (String text : texts(input.literal(), 0)) {
            if (text.isBlank() || text.length() > MAX_TEXT || NO_CHOICE.matches(text)) {
                continue;
            }
            Optional<Finding> finding = judge(card, input, text.strip());
            if (finding.isPresent()) {
                findings.add(finding.get());
                return;
            }
        }
    }

    private static List<String> texts(JsonNode literal, int depth) {
        if (literal.isTextual()) {
            return List.of(literal.textValue());
        }
        List<String> texts = new ArrayList<>();
        if (depth < 5) {
            literal.forEach(item -> texts.addAll(texts(item, depth + 1)));
        }
        return texts;
    }

    private static Optional<Finding> judge(CardJson card, FieldJson input, String text) {
        if (isSecret(card, input)) {
            return Optional.of(
                    finding(
                            card,
                            input,
                            "***",
                            "is written into the flow, where whoever may read the flow can read it;"
                                    + " set your own, or leave it empty."));
        }
        return thing(card, text)
                .map(thing -> "is " + thing + " of the author's organisation; set yours.")
                .or(() -> placeholder(card, text))
                .or(() -> choice(card, input))
                .map(what -> finding(card, input, text, what));
    }

    private static Finding finding(CardJson card, FieldJson input, String value, String what) {
        String subject =
                SteeringCard.CALLABLE.is(card.id())
                        ? "The default of \"" + input.label() + "\" "
                        : "\"" + input.label() + "\" of the card \"" + card.title() + "\" ";
        return new Finding(card.uuid(), input.name(), value, subject + what);
    }

    private static boolean isSecret(CardJson card, FieldJson input) {
        boolean holdsSettings = card.isConnector() || card.id().equals("control.let");
        return holdsSettings
                && !input.isOption()
                && input.type().equals("string")
                && SECRET.matcher(input.label()).find();
    }

    private static Optional<String> placeholder(CardJson card, String text) {
        boolean freeText =
                card.module().equals("string")
                        || card.id().equals("object.construct")
                        || text.contains("\n");
        return PLACEHOLDER.matches(text) && (!freeText || text.startsWith("http"))
                ? Optional.of("is a placeholder that the author left; enter your value.")
                : Optional.empty();
    }

    private static Optional<String> choice(CardJson card, FieldJson input) {
        return isChosen(card, input) || isSetting(card, input)
                ? Optional.of("names something of the author's organisation; set yours.")
                : Optional.empty();
    }

    /** What of the author's organisation a text names. */
    private static Optional<String> thing(CardJson card, String text) {
        return oktaId(text)
                .or(() -> slackId(text))
                .or(() -> mailAddress(card, text))
                .or(() -> ownHost(text));
    }

    private static Optional<String> oktaId(String text) {
        if (text.length() < OKTA_ID_LENGTH) {
            return Optional.empty();
        }
        Matcher id = OKTA_ID.matcher(text);
        return id.find() && isMixed(id.group())
                ? Optional.of(oktaThing(id.group()))
                : Optional.empty();
    }

    private static Optional<String> slackId(String text) {
        boolean looksLikeOne =
                SLACK_ID.matches(text) && text.chars().filter(Character::isDigit).count() > 1;
        return looksLikeOne
                ? Optional.of(
                        switch (text.charAt(0)) {
                            case 'U', 'W' -> "a Slack user";
                            case 'T' -> "a Slack workspace";
                            default -> "a Slack channel";
                        })
                : Optional.empty();
    }

    private static Optional<String> mailAddress(CardJson card, String text) {
        boolean isOne =
                text.indexOf('@') >= 0
                        && (EMAIL.matches(text)
                                || card.isConnector() && EMAIL.matcher(text).find());
        return isOne ? Optional.of("a mail address") : Optional.empty();
    }

    private static Optional<String> ownHost(String text) {
        if (text.indexOf('.') < 0) {
            return Optional.empty();
        }
        Matcher host = OWN_HOST.matcher(text);
        return host.find() && !PUBLIC_HOST.matches(host.group())
                ? Optional.of("an address")
                : Optional.empty();
    }

    /** Words in small letters are no ids. */
    private static boolean isMixed(String id) {
        return id.chars().anyMatch(Character::isUpperCase)
                && id.chars().anyMatch(Character::isLowerCase);
    }

    private static String oktaThing(String id) {
        return switch (id.substring(0, 3)) {
            case "00u" -> "a user";
            case "00g" -> "a group";
            case "0oa" -> "an application";
            case "00o" -> "the org";
            case "00p", "0pr" -> "a policy or rule";
            default -> "an object";
        };
    }

    /**
     * Whether an option was chosen from a list that the other system gave, or names one thing of
     * it.
     */
    private static boolean isChosen(CardJson card, FieldJson input) {
        if (!card.isConnector() || !input.type().equals("string")) {
            return false;
        }
        boolean loaded =
                input.isOption()
                        && input.metadata().path("type").asText().equals("dynamic")
                        && !input.key().startsWith("model");
        boolean named =
                !input.group().equals("Profile")
                        && (CHOOSES.matches(input.key()) || CHOOSES.matches(input.label()));
        return loaded || named && input.metadata().path("choices").isEmpty();
    }

    private static boolean isSetting(CardJson card, FieldJson input) {
        boolean holdsSettings =
                card.id().equals("control.let") || card.id().equals("string.concat");
        return holdsSettings && input.type().equals("string") && SETTING.matches(input.key());
    }
}
