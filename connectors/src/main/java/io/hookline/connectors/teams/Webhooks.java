package io.hookline.connectors.teams;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where incoming webhooks of Microsoft Teams are: those of workflows, and those of connectors. */
public final class Webhooks {
    /** Connectors whose connections are webhooks. */
    public static final Set<String> CONNECTORS = Set.of(TeamsWebhookCards.CONNECTOR);

    /** Ends of host names, in words. */
    public static final String HOSTS =
            "logic.azure.com, powerplatform.com, powerautomate.com, flow.microsoft.com or"
                    + " webhook.office.com";

    private static final List<String> ENDS =
            List.of(
                    ".logic.azure.com",
                    ".powerplatform.com",
                    ".powerautomate.com",
                    ".flow.microsoft.com",
                    ".webhook.office.com");

    private Webhooks() {}

    /** Whether an address is one of the service. */
    public static boolean isKnown(URI url) {
        String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
        return "https".equalsIgnoreCase(url.getScheme()) && ENDS.stream().anyMatch(host::endsWith);
    }
}
