package io.hookline.flow.flopack;

/** A file that is no flopack, or a broken one; the message says where and what was expected. */
public final class InvalidFlopack extends RuntimeException {
    private final String path;
    private final String problem;

    InvalidFlopack(String path, String problem) {
        super(path.isEmpty() ? problem : path + ": " + problem);
        this.path = path;
        this.problem = problem;
    }

    /**
     * Where in the file, for example {@code data.flos.42.data.methods[3].uuid}; empty for the file.
     */
    public String path() {
        return path;
    }

    /** What was expected there, without the path. */
    public String problem() {
        return problem;
    }
}
