package io.hookline.server.studio.flow;

import io.hookline.server.access.Caller;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.audit.StudioAudit;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;

import java.util.Map;

/** The events about flows, each appended in the transaction of its change. */
record FlowAudit(StudioAudit audit) {
    void created(Transaction transaction, Caller caller, FlowRow flow) {
        append(transaction, caller, "create", "Create flow", flow, Map.of());
    }

    void saved(Transaction transaction, Caller caller, FlowRow before, FlowRow after) {
        append(
                transaction,
                caller,
                "save",
                "Save flow",
                after,
                Map.of(
                        "versionFrom", String.valueOf(before.version()),
                        "versionTo", String.valueOf(after.version())));
    }

    void deleted(Transaction transaction, Caller caller, FlowRow flow) {
        append(transaction, caller, "delete", "Delete flow", flow, Map.of());
    }

    /** Which settings were changed. */
    void changed(Transaction transaction, Caller caller, FlowRow before, FlowRow after) {
        if (!before.folder().equals(after.folder())) {
            append(transaction, caller, "move", "Move flow", after, Map.of());
        }
        savingChanged(transaction, caller, before, after);
        if (!before.name().equals(after.name())
                || !before.description().equals(after.description())
                || before.security() != after.security()
                || hasOtherSecret(before, after)
                || before.oneExecutionPerEvent() != after.oneExecutionPerEvent()) {
            append(
                    transaction,
                    caller,
                    "save",
                    "Change flow",
                    after,
                    Map.of(
                            "securityLevelFrom",
                            before.security().word(),
                            "securityLevelTo",
                            after.security().word(),
                            "oneExecutionPerEvent",
                            String.valueOf(after.oneExecutionPerEvent()),
                            "signingSecretChanged",
                            String.valueOf(hasOtherSecret(before, after))));
        }
    }

    private static boolean hasOtherSecret(FlowRow before, FlowRow after) {
        return !before.settings().signingSecret().equals(after.settings().signingSecret());
    }

    void switched(Transaction transaction, Caller caller, FlowRow before, FlowRow after) {
        if (before.mode() != after.mode()) {
            boolean off = after.mode() == FlowMode.OFF;
            append(
                    transaction,
                    caller,
                    off ? "deactivate" : "activate",
                    off ? "Switch flow off" : "Switch flow on",
                    after,
                    Map.of("modeFrom", before.mode().word(), "modeTo", after.mode().word()));
        }
        savingChanged(transaction, caller, before, after);
    }

    private void savingChanged(
            Transaction transaction, Caller caller, FlowRow before, FlowRow after) {
        if (before.saveData() != after.saveData()) {
            append(
                    transaction,
                    caller,
                    after.saveData()
                            ? "execution_history.activate"
                            : "execution_history.deactivate",
                    after.saveData() ? "Save data of a flow" : "Do not save data of a flow",
                    after,
                    Map.of());
        }
    }

    void tokenRotated(Transaction transaction, Caller caller, FlowRow flow) {
        audit.append(
                transaction,
                caller,
                "hookline.flow.client_token.rotate",
                "New client token for a flow",
                target(flow));
    }

    void tokenRead(Transaction transaction, Caller caller, FlowRow flow) {
        audit.append(
                transaction,
                caller,
                "hookline.flow.client_token.read",
                "Client token of a flow was read",
                target(flow));
    }

    private void append(
            Transaction transaction,
            Caller caller,
            String verb,
            String message,
            FlowRow flow,
            Map<String, String> details) {
        audit.append(
                transaction, caller, "workflows.user.flow." + verb, message, target(flow), details);
    }

    private static StudioAudit.Target target(FlowRow flow) {
        return new StudioAudit.Target("Flow", flow.id(), flow.name());
    }
}
