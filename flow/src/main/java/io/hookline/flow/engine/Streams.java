package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.Turn;
import io.hookline.flow.card.Pages;
import io.hookline.flow.engine.Helpers.Called;
import io.hookline.flow.engine.Journal.Entry;
import io.hookline.flow.engine.Journal.Kind;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.Input;
import io.hookline.flow.value.ValueType;

import java.util.Map;
import java.util.Optional;

/**
 * Passes the records of a search to a helper, one by one. The journal holds one page and how the
 * helpers of its records ended; the next page takes its place.
 */
final class Streams {
    private final Frame frame;
    private final Planned planned;
    private final Progress progress;
    private final String place;
    private final Run run;
    private final Helpers helpers;
    private final String inputs;

    Streams(Frame frame, Planned planned, Progress progress, String place) {
        this.frame = frame;
        this.planned = planned;
        this.progress = progress;
        this.place = place;
        this.run = frame.run;
        this.helpers = new Helpers(frame, planned, progress);
        this.inputs = Fingerprint.of(progress.values);
    }

    /** The input that names the helper; empty when none is chosen. */
    static Optional<Input> flow(Planned planned) {
        return planned.card.inputs().stream()
                .filter(input ->
                        input.type().kind() == ValueType.Kind.FLOW
                                && !input.forError()
                                && !input.literal().asText("").isEmpty()
                                && !input.literal().isNull())
                .findFirst();
    }

    long run(Pages pages) {
        Input flo = flow(planned).orElseThrow(Helpers::noFlow);
        Flow flow = run.host.helper(flo.literal().asText());
        ObjectNode state = state(flo);
        JsonNode page = firstPage(pages);
        progress.loops = true;
        while (true) {
            int first = page.path("first").asInt();
            progress.helpers = first;
            reportProgress();
            for (int i = 0; i < page.path("records").size(); i++) {
                Map<String, JsonNode> fields =
                        Map.of("Record", page.path("records").get(i), "State", state);
                TriggerInput input = new HelperInput(fields, helpers.context(first + i));
                record(page, i, new Called(flow, first + i, input));
            }
            int after = first + page.path("records").size();
            if (page.path("next").isMissingNode()) {
                return after;
            }
            page = fetch(pages, Optional.of(page.path("next")), after);
        }
    }

    /** The card's other fields for streaming, as one object. */
    private ObjectNode state(Input flo) {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < progress.values.length; i++) {
            Input input = planned.sources[i].input;
            boolean belongs =
                    input.group().equals(flo.group())
                            && input.type().kind() != ValueType.Kind.FLOW
                            && !input.forError();
            if (belongs) {
                state.set(input.key(), progress.values[i]);
            }
        }
        return state;
    }

    private JsonNode firstPage(Pages pages) {
        return run.effects
                .recorded(place + "/page", planned.card, inputs)
                .map(Entry::value)
                .orElseGet(() -> fetch(pages, Optional.empty(), 0));
    }

    private JsonNode fetch(Pages pages, Optional<JsonNode> after, int first) {
        Pages.Page page;
        try (CallTimeout timer = new CallTimeout(planned.card.timeout())) {
            try {
                page = Turn.waiting(() -> pages.fetch(after));
                progress.limitedSince = Optional.empty();
            } catch (RuntimeException failure) {
                throw timer.expired() ? Effects.timeout(planned.card.timeout(), failure) : failure;
            }
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("first", first);
        ArrayNode records = json.putArray("records");
        page.records().forEach(records::add);
        page.next().ifPresent(next -> json.set("next", next));
        run.journal.record(
                place + "/page", new Entry(Kind.RESULT, planned.card.id(), inputs, json));
        run.journal.flush();
        return json;
    }

    /** Runs the helper of one record, unless the journal knows how it ended. */
    private void record(JsonNode page, int index, Called called) {
        String at = place + "/record[" + index + "]";
        int first = page.path("first").asInt();
        Outcome outcome =
                run.effects
                        .recorded(at, planned.card, inputs)
                        .map(Entry::value)
                        .filter(row -> row.path("page").asInt(-1) == first)
                        .map(JournalValues::outcome)
                        .orElseGet(() -> perform(at, first, called));
        progress.helpers++;
        switch (outcome) {
            case Outcome.Completed completed -> {}
            case Outcome.Stopped stopped -> {}
            case Outcome.Failed failed ->
                    throw helpers.because(failed, place, called.flow(), called.index());
            case Outcome.Cancelled cancelled -> throw new Suspension(cancelled);
            case Outcome.Suspended suspended -> throw new Suspension(suspended);
        }
        reportProgress();
    }

    private void reportProgress() {
        run.steps.underway(
                StepWriter.underway(
                        frame, planned, progress, progress.helpers + " records have been read."));
    }

    private Outcome perform(String at, int first, Called called) {
        Child child = helpers.child(place, called);
        Host host = run.host.child(child);
        Outcome outcome = frame.interpreter.runHelper(run, child, host);
        if (!(outcome instanceof Outcome.Suspended)) {
            ObjectNode row = JournalValues.outcome(outcome);
            row.put("page", first);
            host.ended(outcome, helpers.result(at, inputs, row));
        }
        return outcome;
    }
}
