package io.hookline.connectors;

import io.hookline.connectors.direct.FileCards;
import io.hookline.connectors.direct.RawRequestCards;
import io.hookline.connectors.files.ConnectorFiles;
import io.hookline.connectors.http.Calls;
import io.hookline.connectors.httpfunctions.ApiConnectorCards;
import io.hookline.connectors.httpfunctions.ApiPagingCards;
import io.hookline.connectors.identity.IdentityCards;
import io.hookline.connectors.mail.GmailCards;
import io.hookline.connectors.mail.MailApprovalCards;
import io.hookline.connectors.mail.MailCards;
import io.hookline.connectors.mail.MailService;
import io.hookline.connectors.mail.OfficeMailCards;
import io.hookline.connectors.okta.OktaCards;
import io.hookline.connectors.okta.OktaEvents;
import io.hookline.connectors.slack.SlackApprovalCards;
import io.hookline.connectors.slack.SlackCards;
import io.hookline.connectors.slack.SlackInteractionCards;
import io.hookline.connectors.slack.SlackMessageCards;
import io.hookline.connectors.standin.StandInService;
import io.hookline.connectors.tables.TableCards;
import io.hookline.connectors.tables.TableFileCards;
import io.hookline.connectors.tables.TableKeyCards;
import io.hookline.connectors.tables.TableRows;
import io.hookline.connectors.teams.TeamsWebhookCards;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FlowFileCards;
import io.hookline.flow.cards.FlowFiles;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.outbound.MailSender;

import java.util.List;
import java.util.Set;

/** All cards of an installation, in one readable list. */
public final class InstalledCards {
    /** What a connection of a connector that is code can protect; the others say it in files. */
    private static final Set<String> USERS_AND_GROUPS = Set.of("users", "groups");

    private InstalledCards() {}

    /** What a connection of that connector can protect, where the connector is code. */
    public static Set<String> protects(String connector) {
        return OktaCards.CONNECTORS.contains(connector) ? USERS_AND_GROUPS : Set.of();
    }

    /** The connectors that are code and can protect people. */
    public static List<String> protecting() {
        return OktaCards.CONNECTORS.stream().sorted().toList();
    }

    /** All cards that come with the product; every defect of every card is reported at once. */
    public static CardCatalog catalog(
            Calls calls, MailSender mail, TableRows rows, FlowFiles files) {
        return code(calls, mail, rows, files)
                .withAll(
                        ConnectorFiles.bundled(calls).stream()
                                .flatMap(connector -> connector.cards().stream())
                                .toList());
    }

    /** The cards that are code; connectors that are files come beside them. */
    public static CardCatalog code(Calls calls, MailSender mail, TableRows rows, FlowFiles files) {
        MailService mails = new MailService(mail, calls);
        return functions()
                .withAll(OktaEvents.cards())
                .withAll(OktaCards.all(calls))
                .withAll(MailApprovalCards.all(mails))
                .with(
                        new FlowFileCards(files),
                        new ApiConnectorCards(calls),
                        new ApiPagingCards(calls),
                        new SlackCards(calls),
                        new SlackMessageCards(calls),
                        new SlackApprovalCards(calls),
                        new SlackInteractionCards(calls),
                        new TeamsWebhookCards(calls),
                        new IdentityCards(
                                OktaCards.api(calls),
                                ConnectorFiles.api("keycloak", calls),
                                // Not a method reference: where cards are only described, there are
                                // no calls.
                                () -> calls.now()),
                        new MailCards(mails),
                        new GmailCards(mails),
                        new OfficeMailCards(mails),
                        new TableCards(rows),
                        new TableFileCards(rows),
                        new TableKeyCards(rows),
                        new FileCards(calls),
                        new RawRequestCards(calls))
                .with(new StandInService(calls));
    }

    /** The cards that need nothing but their inputs; read once. */
    public static CardCatalog functions() {
        return Functions.CATALOG;
    }

    private static final class Functions {
        static final CardCatalog CATALOG = CardCatalog.of(FunctionCards.all().toArray());
    }
}
