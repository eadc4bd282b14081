package io.hookline.connectors.files;

import io.hookline.connectors.http.Calls;
import io.hookline.connectors.rest.RestApi;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefects;
import io.hookline.flow.card.CardDefinition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads connector files, those that the product brings with it among them. */
public final class ConnectorFiles {
    /** The files of the folder {@code connectors} in our resources, without their ending. */
    private static final List<String> BUNDLED =
            List.of(
                    "auth0_293ca73ef2a04fe48eaa3bb7876df2e6",
                    "awslambda",
                    "awssso",
                    "box",
                    "darwinbox",
                    "github",
                    "googlecalendar",
                    "googledirectory",
                    "googledrive",
                    "googlesheets2_29",
                    "jamfproclassicapi_3d816a0a0b7a410fa88c3de81a4aeccb",
                    "jira2",
                    "kandji_edae9b89cf1e4ca6a01a1ad6d985127b",
                    "keycloak",
                    "marketo2_29",
                    "microsoftteams",
                    "office365admin",
                    "oktaprivilegedaccess",
                    "openai",
                    "opsgenie",
                    "pagerduty",
                    "pendometadataupdateconnector_6b53858a6e5e467783223497b88ce8bf",
                    "personio",
                    "salesforce2_29",
                    "sendgrid",
                    "servicenow",
                    "shopify",
                    "slack_4151667dbd1c434fb0b7dae901b00cc7",
                    "smarthr",
                    "workday",
                    "yubico");

    private static final String FOLDER = "/connectors/";

    private ConnectorFiles() {}

    /**
     * Reads a file.
     *
     * @param text YAML or JSON
     * @param calls makes the calls of its cards
     * @throws FaultyFile with everything that is wrong
     */
    public static FileConnector read(String text, Calls calls) {
        ConnectorFile file = ConnectorReader.read(text);
        ConnectorFile.About about = file.about();
        ConnectorCalls ours = new ConnectorCalls(calls, about);
        IdentityGuard guard = new IdentityGuard(about, ours);
        List<CardDefinition> cards =
                file.actions().stream()
                        .map(action -> new FileAction(about, action, ours, guard).card())
                        .toList();
        requireSound(file, cards);
        return new FileConnector(
                about.id(),
                about.name(),
                about.version(),
                about.tried(),
                about.help(),
                about.docs(),
                about.baseUrl(),
                about.auth(),
                about.authHelp(),
                about.origins(),
                about.check().map(path -> new FileConnector.Check(path, ours::check)),
                about.identity().map(IdentitySpec::protects).orElse(Set.of()),
                cards);
    }

    /**
     * How cards that are code call the API of a connector that the product brings with it.
     *
     * @param plain for requests that take nothing away
     * @param guarded keeps requests other than GET from those whom a connection protects
     */
    public record BundledApi(RestApi plain, RestApi guarded) {}

    /** The API of the bundled connector of that id. */
    public static BundledApi api(String bundled, Calls calls) {
        ConnectorFile.About about =
                ConnectorReader.read(resource(FOLDER + bundled + ".yaml")).about();
        ConnectorCalls ours = new ConnectorCalls(calls, about);
        return new BundledApi(
                new FileApi(ours, Optional.empty()),
                new FileApi(ours, Optional.of(new IdentityGuard(about, ours))));
    }

    /** What is wrong with any card, whoever declares it. */
    private static void requireSound(ConnectorFile file, List<CardDefinition> cards) {
        try {
            var unused = CardCatalog.of().withAll(cards);
        } catch (CardDefects defects) {
            Faults faults = new Faults();
            for (String defect : defects.defects()) {
                Place place =
                        file.actions().stream()
                                .filter(action ->
                                        defect.startsWith(
                                                file.about().id() + "." + action.name() + ":"))
                                .findFirst()
                                .map(ActionSpec::place)
                                .orElse(Place.START);
                faults.add(place, defect + ".");
            }
            faults.throwIfAny();
        }
    }

    /** The JSON Schema of connector files, for editors. */
    public static String schema() {
        return resource("connector-file.schema.json");
    }

    /**
     * The connectors that the product brings with it.
     *
     * @param calls makes the calls of their cards
     */
    public static List<FileConnector> bundled(Calls calls) {
        return BUNDLED.stream()
                .map(name -> read(resource(FOLDER + name + ".yaml"), calls))
                .toList();
    }

    private static String resource(String path) {
        try (InputStream file = ConnectorFiles.class.getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException("The product lacks its file " + path + ".");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
