package io.hookline.server.mirror;

/** What is a file of its own, in the order in which one may refer to another. */
enum Kind {
    CONNECTION("connections/", ".connection.json"),
    FOLDER("folders/", "/folder.json"),
    TABLE("folders/", ".table.json"),
    FLOW("folders/", ".flow.json"),
    HOOK("hooks/", ".hook.json");

    private final String room;
    private final String ending;

    Kind(String room, String ending) {
        this.room = room;
        this.ending = ending;
    }

    /** The file of something with that name, whose parts are escaped. */
    String file(String name) {
        return room + name + ending;
    }

    boolean isOf(String file) {
        return file.startsWith(room) && file.endsWith(ending);
    }

    /** The name again. */
    String name(String file) {
        return file.substring(room.length(), file.length() - ending.length());
    }

    /** As others refer to it in their files. */
    String reference(String file) {
        return "hookline://" + word() + "/" + name(file);
    }

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
