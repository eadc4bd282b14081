package io.hookline.filter;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.filter.Compiled.Value;
import io.hookline.filter.Methods.Method;

import java.util.Optional;

/**
 * A method call.
 *
 * @param method its name
 * @param target what it is called on
 * @param ofText what to do when that is a text
 * @param ofList what to do when that is a list
 * @param first the first argument; a missing node when there is none
 * @param second the second argument
 * @param nullSafe whether a call on null yields null
 * @param site the target, for messages
 */
record Invocation(
        String method,
        Value target,
        Optional<Method> ofText,
        Optional<Method> ofList,
        Value first,
        Value second,
        boolean nullSafe,
        Source.Site site)
        implements Value {

    @Override
    public JsonNode of(Evaluation run) {
        JsonNode self = target.of(run);
        if (self.isTextual() && ofText.isPresent()) {
            return ofText.get().call(self, first.of(run), second.of(run), run);
        }
        if (self.isArray() && ofList.isPresent()) {
            return ofList.get().call(self, first.of(run), second.of(run), run);
        }
        if (self.isNull() && nullSafe) {
            return self;
        }
        throw site.error(
                self.isNull()
                        ? String.format(
                                "%s is null, so %s() cannot be called. Test for null before: %1$s"
                                        + " != null && …",
                                site.text(), method)
                        : String.format(
                                "%s is %s, which has no method %s().",
                                site.text(), Nodes.words(self), method));
    }
}
