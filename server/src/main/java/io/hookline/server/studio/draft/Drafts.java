package io.hookline.server.studio.draft;

import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.server.access.Caller;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps what people have not saved yet, as long as they work on it. It is bounded: for a document,
 * for a person, and for all together.
 */
public final class Drafts {
    /** How many bytes one document may have. */
    public static final int MAX_BYTES = 5_000_000;

    static final int MOST = 50;
    static final long MOST_BYTES = 250_000_000;

    /** One that nobody touched for so long is deleted when somebody begins another. */
    private static final Duration KEPT = Duration.ofDays(180);

    private final Database database;
    private final InstantSource clock;

    public Drafts(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What its owner gives.
     *
     * @param flow the flow that it would become a version of; empty for a new one
     * @param document as JSON, complete or not
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Content(
            Optional<String> flow, Optional<Draft.Base> base, String name, byte[] document) {}

    /** A draft with its document. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Whole(Draft draft, byte[] document) {}

    /** The caller's own, the newest first. */
    public List<Draft> own(Caller caller) {
        return database.read(transaction -> DraftRows.ofOwner(transaction, caller.id()));
    }

    /** Everybody's of a flow, the newest first. */
    public List<Draft> of(String flow) {
        return database.read(transaction -> DraftRows.ofFlow(transaction, flow, MOST));
    }

    /**
     * One of the caller's own.
     *
     * @throws Refusal.NotFound when there is none, or it is somebody else's
     */
    public Draft get(Caller caller, String id) {
        return database.read(transaction -> found(transaction, caller, id));
    }

    /** As {@link #get}, with its document. */
    public Whole whole(Caller caller, String id) {
        return database.read(transaction ->
                new Whole(found(transaction, caller, id), DraftRows.document(transaction, id)));
    }

    /** How many bytes its document has. */
    public long size(String id) {
        return database.read(transaction -> DraftRows.size(transaction, id));
    }

    private static Draft found(Transaction transaction, Caller caller, String id) {
        return DraftRows.find(transaction, caller.id(), id)
                .orElseThrow(() -> new Refusal.NotFound("draft", id));
    }

    /**
     * Begins one.
     *
     * @throws Refusal.Conflict when the caller has one of this flow, or as many as one may have
     */
    public Draft create(Caller caller, Content content) {
        return database.write(transaction -> {
            List<Draft> own = DraftRows.ofOwner(transaction, caller.id());
            own.stream()
                    .filter(one -> one.flow().isPresent() && one.flow().equals(content.flow()))
                    .findFirst()
                    .ifPresent(one -> {
                        throw new Refusal.Conflict(
                                        "Draft exists",
                                        "You have a draft of this flow already, changed at "
                                                + one.updated()
                                                + "; change that one.")
                                .with("draft", TextNode.valueOf(one.id()));
                    });
            if (own.size() >= MOST) {
                throw new Refusal.Conflict(
                        "Too many drafts",
                        "You have "
                                + MOST
                                + " drafts, which is as many as one may have. Save or delete some"
                                + " of them, then begin another.");
            }
            DraftRows.deleteOld(transaction, clock.instant().minus(KEPT));
            Draft draft = draft(UUID.randomUUID().toString(), caller, content, 1);
            requireRoom(transaction, draft, content);
            DraftRows.insert(transaction, draft, content.document());
            return draft;
        });
    }

    /**
     * Changes one.
     *
     * @param revision the one that the caller knows; empty to write over whatever is there
     * @throws Refusal.Outdated when it has another revision now
     */
    public Draft change(Caller caller, String id, Content content, Optional<Integer> revision) {
        return database.write(transaction -> {
            Draft before = found(transaction, caller, id);
            if (revision.isPresent() && revision.get() != before.revision()) {
                throw new Refusal.Outdated(
                        "Changed meanwhile",
                        "The draft \""
                                + before.name()
                                + "\" was changed in another window at "
                                + before.updated()
                                + "; read it again and repeat your change.");
            }
            Draft after = draft(id, caller, content, before.revision() + 1);
            requireRoom(transaction, after, content);
            DraftRows.update(transaction, after, content.document());
            return after;
        });
    }

    private Draft draft(String id, Caller caller, Content content, int revision) {
        return new Draft(
                id,
                caller.id(),
                caller.name(),
                content.flow(),
                content.base(),
                content.name(),
                revision,
                clock.instant());
    }

    private static void requireRoom(Transaction transaction, Draft draft, Content content) {
        if (DraftRows.bytes(transaction, draft.id()) + content.document().length > MOST_BYTES) {
            throw new Refusal.Conflict(
                    "No room for drafts",
                    "The drafts of all people take "
                            + MOST_BYTES / 1_000_000
                            + " MB, which is as much as they may. Save your flow, or ask others to"
                            + " save or delete their drafts.");
        }
    }

    /** Deletes one of the caller's own. */
    public void delete(Caller caller, String id) {
        database.write(transaction -> {
            found(transaction, caller, id);
            DraftRows.delete(transaction, id);
            return id;
        });
    }
}
