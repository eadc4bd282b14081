package io.hookline.connectors.files;

import io.hookline.connectors.rest.Listing;

import java.util.Optional;

/**
 * How the answer of an action is a list of records.
 *
 * @param items where the records are
 * @param absent whether an answer without that place has none
 * @param size the parameter that says how many records a page has; empty when there is none
 * @param paging where the next ones are
 * @param match values at places of a record that is meant; blank ones do not count
 * @param listing what becomes of them
 * @param values the place of each record that alone is given, as a list of texts
 */
record ListSpec(
        AnswerPath items,
        boolean absent,
        Optional<Paging.Parameter> size,
        Paging paging,
        Template.Members match,
        Listing listing,
        Optional<AnswerPath> values) {}
