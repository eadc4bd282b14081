package io.hookline.connectors.files;

import io.hookline.connectors.files.Located.Mapping;
import io.hookline.connectors.files.Located.Member;
import io.hookline.connectors.files.Located.Scalar;
import io.hookline.connectors.files.Located.Sequence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** The members of an object of a file, asked for by name. What is not as expected is a fault. */
final class Members {
    private static final int LONGEST_TEXT = 2000;

    private final Mapping mapping;
    private final String what;
    private final Faults faults;

    private Members(Mapping mapping, String what, Faults faults) {
        this.mapping = mapping;
        this.what = what;
        this.faults = faults;
    }

    /**
     * The members of a value that must be an object.
     *
     * @param what it is, for sentences
     * @param known the names that it may have; all when there are none
     */
    static Members of(Located value, String what, Faults faults, Set<String> known) {
        Mapping mapping =
                value instanceof Mapping given ? given : new Mapping(value.place(), Map.of());
        if (!(value instanceof Mapping)) {
            faults.add(value.place(), what + " must be an object, not " + value.kind() + ".");
        }
        if (!known.isEmpty()) {
            mapping.members()
                    .forEach((key, member) -> {
                        if (!known.contains(key)) {
                            faults.add(member.place(), unknown(key, what, known));
                        }
                    });
        }
        return new Members(mapping, what, faults);
    }

    private static String unknown(String key, String what, Set<String> known) {
        return what
                + " has no setting \""
                + shown(key)
                + "\""
                + similar(key, known).map(name -> "; did you mean \"" + name + "\"?").orElse("; ")
                + (similar(key, known).isPresent()
                        ? ""
                        : "expected one of "
                                + String.join(", ", known.stream().sorted().toList())
                                + ".");
    }

    static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() > 60 ? plain.substring(0, 60) + "…" : plain;
    }

    /** The name that somebody may have meant. */
    static Optional<String> similar(String given, Set<String> known) {
        return known.stream()
                .filter(name -> distance(given, name) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(name -> distance(given, name)));
    }

    private static int distance(String one, String other) {
        if (one.length() > 60) {
            return Integer.MAX_VALUE;
        }
        int[] before = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                boolean same =
                        Character.toLowerCase(one.charAt(i - 1))
                                == Character.toLowerCase(other.charAt(j - 1));
                row[j] =
                        Math.min(
                                Math.min(row[j - 1], before[j]) + 1,
                                before[j - 1] + (same ? 0 : 1));
            }
            before = row;
        }
        return before[other.length()];
    }

    Place place() {
        return mapping.place();
    }

    Place place(String key) {
        return find(key).map(Located::place).orElse(mapping.place());
    }

    boolean has(String key) {
        return find(key).isPresent();
    }

    void each(BiConsumer<String, Member> action) {
        mapping.members().forEach(action);
    }

    /** The value of a member that is there and not empty. */
    Optional<Located> find(String key) {
        return Optional.ofNullable(mapping.members().get(key))
                .map(Member::value)
                .filter(value -> !(value instanceof Scalar scalar && scalar.isNothing()));
    }

    /** A text that must be there; a replacement where it is not. */
    String needed(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty() && !has(key)) {
            faults.add(mapping.place(), what + " needs the setting \"" + key + "\".");
        }
        return text.orElse("missing");
    }

    Optional<String> text(String key) {
        return find(key).flatMap(value -> text(value, key));
    }

    private Optional<String> text(Located value, String key) {
        if (value instanceof Scalar scalar && !scalar.text().isBlank()) {
            if (scalar.text().length() > LONGEST_TEXT) {
                faults.add(
                        value.place(),
                        "\"" + key + "\" is longer than " + LONGEST_TEXT + " characters.");
            }
            return Optional.of(scalar.text().strip());
        }
        faults.add(value.place(), "\"" + key + "\" must be a text, not " + value.kind() + ".");
        return Optional.empty();
    }

    /** One text or several. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        find(key)
                .ifPresent(value -> {
                    List<Located> items =
                            value instanceof Sequence list ? list.items() : List.of(value);
                    items.forEach(item -> text(item, key).ifPresent(texts::add));
                });
        return texts;
    }

    boolean isSet(String key, boolean otherwise) {
        Optional<Located> value = find(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (value.get() instanceof Scalar scalar && scalar.value().isBoolean()) {
            return scalar.value().booleanValue();
        }
        faults.add(value.get().place(), "\"" + key + "\" must be true or false.");
        return otherwise;
    }

    Optional<Integer> number(String key, int least, int most) {
        Optional<Located> value = find(key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof Scalar scalar
                && scalar.value().canConvertToInt()
                && scalar.value().isIntegralNumber()
                && scalar.value().intValue() >= least
                && scalar.value().intValue() <= most) {
            return Optional.of(scalar.value().intValue());
        }
        faults.add(
                value.get().place(),
                "\"" + key + "\" must be a whole number from " + least + " to " + most + ".");
        return Optional.empty();
    }

    /** One of these words, whatever its case. */
    Optional<String> word(String key, Set<String> words) {
        Optional<String> text = text(key);
        Optional<String> known =
                text.flatMap(given -> words.stream().filter(given::equalsIgnoreCase).findFirst());
        if (text.isPresent() && known.isEmpty()) {
            faults.add(
                    place(key),
                    "\""
                            + key
                            + "\" is \""
                            + shown(text.get())
                            + "\"; expected one of "
                            + String.join(", ", words.stream().sorted().toList())
                            + ".");
        }
        return known;
    }
}
