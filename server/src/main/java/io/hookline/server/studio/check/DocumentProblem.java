package io.hookline.server.studio.check;

import io.hookline.flow.flopack.Finding;
import io.hookline.flow.flopack.Finding.Cause;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Something to set or to know before flows can work, reported once for all places that have it in
 * common.
 *
 * @param message what it means and what to do
 * @param places where, in the order of the flows; at least one
 */
public record DocumentProblem(String message, List<Place> places) {
    /** So many places are named in the message; all of them are in the list. */
    private static final int NAMED = 3;

    public DocumentProblem {
        places = List.copyOf(places);
    }

    /**
     * Where it was found.
     *
     * @param flow the flow's id
     * @param flowName what people call the flow
     * @param title what people call the card; empty when it is about the flow as a whole
     */
    public record Place(String flow, String flowName, String title, Finding finding) {
        private String key() {
            return finding.cause().map(Cause::key).orElse(finding.message());
        }

        private String name() {
            String inFlow = "\"" + flowName + "\"";
            return title.isEmpty() ? inFlow : "\"" + title + "\" of " + inFlow;
        }
    }

    /** What was found, by what it has in common, in the order in which it was found. */
    public static List<DocumentProblem> of(List<Place> found) {
        Map<String, List<Place>> byCause = new LinkedHashMap<>();
        found.forEach(
                place -> byCause.computeIfAbsent(place.key(), key -> new ArrayList<>()).add(place));
        return byCause.values().stream().map(DocumentProblem::together).toList();
    }

    private static DocumentProblem together(List<Place> places) {
        Finding first = places.getFirst().finding();
        if (places.size() == 1) {
            return new DocumentProblem(first.message(), places);
        }
        String common = first.cause().map(Cause::message).orElse(first.message());
        String named =
                places.stream()
                        .map(Place::name)
                        .distinct()
                        .limit(NAMED)
                        .collect(Collectors.joining(", "));
        long others = places.stream().map(Place::name).distinct().count() - NAMED;
        return new DocumentProblem(
                common
                        + " It is so in "
                        + places.size()
                        + " places: "
                        + named
                        + (others > 0 ? " and " + others + " more" : "")
                        + ".",
                places);
    }
}
