package io.hookline.server.store;

/** Follows a long piece of work; each call must return at once and never throw. */
@FunctionalInterface
public interface Progress {
    /** Of work that nobody watches. */
    Progress NONE = (work, done, total) -> {};

    /**
     * @param work what is being done, for a person: "copying the database"
     * @param done of {@code total}, in a unit of the work's own
     */
    void at(String work, long done, long total);
}
