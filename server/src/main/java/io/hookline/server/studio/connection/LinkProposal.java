package io.hookline.server.studio.connection;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A connection that an empty one of an import could stand for. Nobody but a person says that it
 * does.
 *
 * @param empty made by the import
 * @param there has an address and credentials
 * @param reasons why they may be the same; at least one
 */
public record LinkProposal(StoredConnection empty, StoredConnection there, Set<Reason> reasons) {
    /** What two connections have in common, beside their connector. */
    public enum Reason {
        /** Their names, whatever the case of their letters. */
        NAME,
        /** What is left on cards, in two files, of a connection that was taken off them. */
        FILE
    }

    /** Whether an empty connection of an import may stand for another one. */
    static boolean fits(StoredConnection empty, StoredConnection there) {
        return !empty.filled()
                && there.filled()
                && !empty.id().equals(there.id())
                && empty.connector().equals(there.connector());
    }

    static Optional<LinkProposal> of(StoredConnection empty, StoredConnection there) {
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        if (empty.name().strip().equalsIgnoreCase(there.name().strip())) {
            reasons.add(Reason.NAME);
        }
        if (empty.configRef().isPresent() && empty.configRef().equals(there.configRef())) {
            reasons.add(Reason.FILE);
        }
        return fits(empty, there) && !reasons.isEmpty()
                ? Optional.of(new LinkProposal(empty, there, reasons))
                : Optional.empty();
    }
}
