package io.hookline.connectors.files;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom the requests of a connector touch, so that its connections can protect users and groups.
 *
 * @param user how a user is looked up
 * @param groups how the groups of a user are looked up
 * @param group how a group is looked up
 * @param touches requests whose path says whom they touch
 * @param nobody requests that touch nobody
 * @param destroys requests of an author's own that take something away, whatever their method
 */
record IdentitySpec(
        Optional<Lookup> user,
        Optional<Groups> groups,
        Optional<Lookup> group,
        List<PathRule> touches,
        List<PathRule> nobody,
        List<PathRule> destroys) {
    IdentitySpec {
        touches = List.copyOf(touches);
        nobody = List.copyOf(nobody);
        destroys = List.copyOf(destroys);
    }

    /** What a connection can protect: {@code users}, and {@code groups} where they can be read. */
    Set<String> protects() {
        Set<String> kinds = new LinkedHashSet<>(List.of("users"));
        if (groups.isPresent()) {
            kinds.add("groups");
        }
        return kinds;
    }

    /**
     * How somebody is looked up.
     *
     * @param request may use {@code {name}}, which is how a request names them; none where that
     *     name is all there is
     * @param id where the id stands in the answer; the name when it stands nowhere
     * @param names where all names stand by which somebody may have listed them
     */
    record Lookup(List<RequestSpec> request, Optional<AnswerPath> id, List<AnswerPath> names) {
        Lookup {
            request = List.copyOf(request);
            names = List.copyOf(names);
        }
    }

    /**
     * How the groups of a user are looked up.
     *
     * @param request may use {@code {id}} and {@code {name}} of the user
     * @param items where the groups are in the answer
     * @param names where the id and the names of each stand
     */
    record Groups(
            List<RequestSpec> request, AnswerPath items, List<AnswerPath> names, Paging paging) {
        Groups {
            request = List.copyOf(request);
            names = List.copyOf(names);
        }
    }

    /** Whom one action touches, where its path does not say so. */
    sealed interface Target {
        /** Nobody. */
        record Nobody() implements Target {}

        /** The user of that name. */
        record User(Source name) implements Target {}

        /** The group of that name. */
        record Group(Source name) implements Target {}
    }

    /**
     * Where the name of a target comes from.
     *
     * @param request asked first; none when the value needs no answer
     * @param value in whose braces {@code @target} is the answer to it
     */
    record Source(List<RequestSpec> request, Template value) {
        Source {
            request = List.copyOf(request);
        }
    }
}
