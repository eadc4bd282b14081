package io.hookline.connectors.identity;

import io.hookline.flow.card.CardContext;

import java.util.Optional;
import java.util.Set;

/**
 * What identity systems have in common. Users and groups are given by their ids, but for finding
 * them.
 */
interface IdentitySystem {
    /** A person as every system knows one. */
    record Person(
            String id,
            String login,
            Optional<String> email,
            String name,
            String status,
            boolean suspended) {}

    /**
     * The user of that id, login or mail address.
     *
     * @throws io.hookline.flow.card.CardFailure.NotFound when there is none
     */
    Person user(CardContext context, String name);

    /** The id of the group of that id or name. */
    String group(CardContext context, String name);

    void suspend(CardContext context, String user);

    void unsuspend(CardContext context, String user);

    void endSessions(CardContext context, String user);

    /** Removes all second factors. */
    void resetFactors(CardContext context, String user);

    void addToGroup(CardContext context, String user, String group);

    void removeFromGroup(CardContext context, String user, String group);

    /**
     * The names of the roles that a user has, however they came by them.
     *
     * @param wanted the names that the definition of the connection lists
     */
    Set<String> roles(CardContext context, String user, Set<String> wanted);

    /** The ids and names of the groups that a user is in. */
    Set<String> groups(CardContext context, String user);
}
