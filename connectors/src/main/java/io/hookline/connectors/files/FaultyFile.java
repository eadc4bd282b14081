package io.hookline.connectors.files;

import java.util.List;
import java.util.stream.Collectors;

/** A connector file cannot be used. Says everything that is wrong with it at once. */
public final class FaultyFile extends RuntimeException {
    private final transient List<Fault> faults;

    FaultyFile(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** In the order of the file; at least one. */
    public List<Fault> faults() {
        return faults;
    }
}
