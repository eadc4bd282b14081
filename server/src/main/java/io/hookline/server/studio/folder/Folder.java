package io.hookline.server.studio.folder;

import java.util.Optional;

/**
 * A folder.
 *
 * @param place among all folders, by age
 * @param parent the folder that it lies in; empty at the top
 */
public record Folder(
        long place, String id, Optional<Name> parent, String name, String description) {
    /** A folder as lists name it. */
    public record Name(String id, String name) {}

    /**
     * What a person says about a folder.
     *
     * @param parent the id of the folder that it lies in
     */
    public record Draft(String name, String description, Optional<String> parent) {}

    /** The id of the folder that it lies in. */
    public Optional<String> parentId() {
        return parent.map(Name::id);
    }
}
