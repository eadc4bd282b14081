package io.hookline.server.studio.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The list of flows: which ones, in which order, in which parts, and what is said of each. */
class FlowListTest extends FlowTest {
    private static final Pattern NEXT = Pattern.compile("<[^>]*/flows(\\?[^>]*)>; rel=\"next\"");

    private String make(String name) {
        return id(studio.post("/flows", body(name)));
    }

    private List<String> names(String query) {
        Answer answer = studio.get("/flows" + query);
        assertThat(answer.status()).as(answer.raw().toString()).isEqualTo(200);
        return answer.body().valueStream().map(flow -> flow.path("name").asText()).toList();
    }

    private static Optional<String> next(Answer answer) {
        Matcher next = NEXT.matcher(answer.header("link"));
        return next.find() ? Optional.of(next.group(1)) : Optional.empty();
    }

    @Test
    void findsWordsInNameAndDescriptionWhateverTheirCase() {
        ObjectNode described = body("Suspend a user");
        described.put("description", "After a PHISHING attempt");
        studio.post("/flows", described);
        make("Phishing alert");
        make("Überwachung 日本語");
        assertThat(names("?q=phishing")).containsExactly("Suspend a user", "Phishing alert");
        assertThat(names("?q=phishing%20alert")).containsExactly("Phishing alert");
        assertThat(names("?q=%C3%BCBER")).containsExactly("Überwachung 日本語");
        assertThat(names("?q=nothing")).isEmpty();
    }

    @Test
    void isSortedByNameInPartsThatLeadOnToEachOther() {
        List.of("delta", "Alpha", "charlie", "Bravo", "echo").forEach(this::make);
        List<String> read = new ArrayList<>();
        Optional<String> query = Optional.of("?sort=name&limit=2");
        while (query.isPresent()) {
            Answer part = studio.get("/flows" + query.get());
            assertThat(part.header("x-total-count")).isEqualTo("5");
            part.body().forEach(flow -> read.add(flow.path("name").asText()));
            query = next(part);
        }
        assertThat(read).containsExactly("Alpha", "Bravo", "charlie", "delta", "echo");
        assertThat(names("?sort=name&descending=true")).isEqualTo(read.reversed());
        assertThat(names("?descending=true")).startsWith("echo", "Bravo");
    }

    @Test
    void aPartBehindAFlowThatIsGoneBeginsWhereItStoodByAgeAndIsRefusedOtherwise() {
        List<String> ids = List.of("a", "b", "c").stream().map(this::make).toList();
        String byAge = next(studio.get("/flows?limit=2")).orElseThrow();
        String byName = next(studio.get("/flows?sort=name&limit=2")).orElseThrow();
        assertThat(studio.delete("/flows/" + ids.get(1)).status()).isEqualTo(204);
        assertThat(names(byAge)).containsExactly("c");
        Answer refused = studio.get("/flows" + byName);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/field")).isEqualTo("after");
    }

    @Test
    void takesTheFoldersInAFolderInWhenAsked() {
        ObjectNode inner = Json.object().put("name", "Inner");
        inner.putObject("parent").put("id", folder.get("id").textValue());
        String innerId = studio.post("/folders", inner).text("/id");
        make("outside");
        ObjectNode inside = body("inside");
        inside.putObject("folder").put("id", innerId);
        studio.post("/flows", inside);
        String id = folder.get("id").textValue();
        assertThat(names("?folder=" + id)).containsExactly("outside");
        assertThat(names("?folder=" + id + "&within=true")).containsExactly("outside", "inside");
        assertThat(names("?folder=" + innerId + "&within=true")).containsExactly("inside");
        JsonNode counted = studio.get("/folders").body();
        assertThat(counted.at("/0/flows").asInt()).isEqualTo(1);
        assertThat(counted.at("/1/flows").asInt()).isEqualTo(1);
    }

    @Test
    void isNarrowedToASwitchAndToWhatStartsFlows() {
        String on = make("on");
        make("off");
        assertThat(studio.post("/flows/" + on + "/on", "").status()).isEqualTo(200);
        assertThat(names("?mode=on")).containsExactly("on");
        assertThat(names("?mode=off")).containsExactly("off");
        assertThat(names("?type=helper")).isEmpty();
        assertThat(studio.get("/flows?mode=maybe").status()).isEqualTo(400);
        assertThat(studio.get("/flows?sort=size").text("/field")).isEqualTo("sort");
        assertThat(studio.get("/flows?colour=red").text("/field")).isEqualTo("colour");
    }

    @Test
    void saysWhoMadeAFlowAndWhoSavedItLast() {
        String id = make("mine");
        JsonNode made = studio.get("/flows").body().get(0);
        assertThat(made.path("author").asText()).isEqualTo("ada");
        assertThat(made.path("lastEditor").asText()).isEqualTo("ada");
        assertThat(made.path("createdAt").asText()).matches("\\d{4}-.*Z");
        studio.change("UPDATE flow_version SET saved_by = 'grace'");
        assertThat(studio.get("/flows/" + id).text("/lastEditor")).isEqualTo("grace");
        assertThat(studio.put("/flows/" + id, studio.get("/flows/" + id).body()).status())
                .isEqualTo(200);
    }

    @Test
    void theFlowThatWasChangedLastComesFirst() {
        String first = make("first");
        make("second");
        studio.change("UPDATE flow SET updated = updated - 1000");
        studio.post("/flows/" + first + "/on", "");
        assertThat(names("?sort=updated&descending=true")).containsExactly("first", "second");
    }

    @Test
    void howFlowsRanIsForThoseWhoMayReadExecutions() {
        make("quiet");
        assertThat(studio.get("/flows").body().get(0).path("failures").asInt(-1)).isZero();
        studio.permissions(Set.of(Permission.READ_FLOWS));
        JsonNode flow = studio.get("/flows").body().get(0);
        assertThat(flow.path("failures").isNull()).isTrue();
        assertThat(flow.path("lastRun").isNull()).isTrue();
        assertThat(studio.get("/flows?sort=failures").text("/field")).isEqualTo("sort");
    }
}
