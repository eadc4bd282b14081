package io.hookline.flow.card;

import java.util.List;

/**
 * What can be chosen in several inputs alike, and what a card takes. It has a constructor without
 * parameters and keeps no state.
 */
@FunctionalInterface
public interface ChoiceList {
    /** The values, in the order of the form. */
    List<String> choices();
}
