package io.hookline.flow.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class CardCatalogTest {
    static final class Defective {
        record Out(Thread thread) {}

        @Card(id = "noModule", title = "", help = "")
        static void bare(String text) {}

        @Card(id = "test.type", title = "T", help = "H")
        static Out type(@Help("x") java.util.Date date) {
            return new Out(Thread.currentThread());
        }

        @Card(id = "test.change", title = "T", help = "H", effect = Effect.CHANGE)
        static String change() {
            return "";
        }

        @Card(id = "test.lesser", title = "T", help = "H", effect = Effect.READ)
        @EffectWhen(key = "method", is = "GET", effect = Effect.CHANGE)
        static void lesser(@Help("x") String method) {}

        @Card(id = "test.twice", title = "T", help = "H")
        static void one() {}

        @Card(id = "test.other", title = "T", help = "H", formerly = "test.twice")
        static void two() {}

        @Card(id = "test.instance", title = "T", help = "H")
        void instance() {}
    }

    @Test
    void reportsAllDefectsAtOnce() {
        assertThatThrownBy(() -> CardCatalog.of(Defective.class))
                .isInstanceOf(CardDefects.class)
                .hasMessageContainingAll(
                        "noModule (Defective.bare): the id must be module.name",
                        "the title is missing",
                        "the help is missing",
                        "text has no help",
                        "date has the type java.util.Date, which cards cannot use",
                        "thread has the type java.lang.Thread, which cards cannot use",
                        "must return a record, a Map, CustomFields or nothing, not String",
                        "needs an example that answers for it",
                        "its effect depends on [GET] of method, which are not among the choices",
                        "its effect CHANGE for [GET] is not between NONE and READ",
                        "test.twice: two cards have this id",
                        "Defective.instance: is no static method");
    }

    @Test
    void namesTheExampleThatIsNoJsonObjectWhenItIsRead() {
        CardExample example = new CardExample("{", "[]");

        assertThatThrownBy(example::in).hasMessageContaining("The example { cannot be read");
        assertThatThrownBy(example::out).hasMessage("The example [] is no JSON object.");
    }

    static final class Renamed {
        @Card(
                id = "test.now",
                title = "T",
                help = "H",
                formerly = {"test.before", "test.earlier"})
        static Map<String, Object> card() {
            return Map.of();
        }
    }

    @Test
    void findsACardByTheIdsItHadFormerly() {
        CardCatalog catalog = CardCatalog.of(Renamed.class);

        assertThat(catalog.find("test.earlier")).isEqualTo(catalog.find("test.now")).isPresent();
        assertThat(catalog.cards()).filteredOn(card -> card.method().isPresent()).hasSize(1);
        assertThat(catalog.find("test.unknown")).isEmpty();
    }

    static final class Sharing {
        static final class Rooms implements ChoiceList {
            @Override
            public List<String> choices() {
                return List.of("hall", "attic");
            }
        }

        record Place(
                @Field(choiceList = Rooms.class) @Help("Which room") String room,
                @Help("Which floor") Optional<Integer> floor) {}

        @Card(id = "test.light", title = "T", help = "H")
        static Map<String, Object> light(Place place, @Help("How bright") int level) {
            return Map.of("seen", place.room() + place.floor().orElse(0) + level);
        }
    }

    @Test
    void theComponentsOfARecordAreInputsAndAListOfChoicesIsTheCards() throws Throwable {
        CardDefinition card = CardCatalog.of(Sharing.class).find("test.light").orElseThrow();

        assertThat(card.inputs())
                .extracting(FieldDefinition::key)
                .containsExactly("room", "floor", "level");
        assertThat(card.inputs().getFirst().form().choices()).containsExactly("hall", "attic");
        assertThat(card.method().orElseThrow().call(new Object[] {"hall", Optional.of(2), 7}))
                .isEqualTo(Map.of("seen", "hall27"));
    }

    static final class Loading {
        @Choices
        public static List<String> rooms() {
            return List.of();
        }

        @Card(id = "test.enter", title = "T", help = "H")
        static Map<String, Object> card(
                @Field(choicesFrom = "rooms") @Help("Which room") String room,
                @Field(choicesFrom = "doors") @Help("Which door") String door) {
            return Map.of();
        }
    }

    @Test
    void choicesAreLoadedByAMarkedMethodOfTheRightShape() {
        assertThatThrownBy(() -> CardCatalog.of(Loading.class))
                .isInstanceOf(CardDefects.class)
                .hasMessageContainingAll(
                        "rooms must take a ChoiceRequest and return a ChoicePage",
                        "there is no method doors marked with @Choices in its class");
    }

    @Test
    void reportsTheDefectsOfCardsThatAreNoMethodsTogetherAsWell() {
        CardDefinition first =
                CardBuilder.card("acme.made", "", "")
                        .connector("other", "", "Acme")
                        .in(FieldDefinition.of("way", FieldType.ENUM, ""))
                        .in(FieldDefinition.of("way", FieldType.TEXT, "Which way"))
                        .settings(
                                FieldDefinition.of("size", FieldType.TEXT, "How large")
                                        .oneOf(List.of("S", "L"))
                                        .whenBlank("M"),
                                FieldDefinition.of("most", FieldType.INTEGER, "How many")
                                        .whenBlank("all"))
                        .build(new CardBody.LogEvent("user.lifecycle.create"));
        CardDefinition second =
                CardBuilder.card("acme.made", "Made", "Something was made.")
                        .build(new CardBody.LogEvent("user.lifecycle.create"));

        assertThatThrownBy(() -> CardCatalog.of().withAll(List.of(first, second)))
                .isInstanceOf(CardDefects.class)
                .hasMessageContainingAll(
                        "acme.made: the id must begin with its connector, other",
                        "acme.made: the title is missing",
                        "acme.made: the help is missing",
                        "acme.made: the version is missing",
                        "acme.made: way has no help",
                        "acme.made: way has no choices",
                        "acme.made: two inputs are called way",
                        "acme.made: size takes M when it is blank, which is none of its choices",
                        "acme.made: most takes all when it is blank",
                        "acme.made: two cards have this id");
    }

    @Test
    void everyCatalogHasTheCardsThatSteer() {
        assertThat(CardCatalog.of().find("control.pause"))
                .isEqualTo(CardCatalog.of().find("http.pause"))
                .contains(SteeringCard.PAUSE.definition());
        assertThat(CardCatalog.of().cards()).hasSameSizeAs(SteeringCard.values());
    }
}
