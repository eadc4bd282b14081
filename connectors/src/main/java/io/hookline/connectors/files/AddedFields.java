package io.hookline.connectors.files;

import java.util.Optional;

/**
 * Fields of a group beside those that an action names.
 *
 * @param help which they are
 * @param load asks the service for them; empty when only the author of a flow knows them
 */
record AddedFields(String group, String help, Optional<FieldLoad> load) {}
