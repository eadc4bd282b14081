package io.hookline.keycloak.event;

import io.hookline.keycloak.event.LogEvent.Entity;

import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What people call the users, clients and groups of which an event knows the ids. */
interface Directory {
    Optional<Entity> user(String realm, String id);

    Optional<Entity> client(String realm, String id);

    Optional<Entity> group(String realm, String id);

    /** Knows nobody. */
    Directory EMPTY =
            new Directory() {
                @Override
                public Optional<Entity> user(String realm, String id) {
                    return Optional.empty();
                }

                @Override
                public Optional<Entity> client(String realm, String id) {
                    return Optional.empty();
                }

                @Override
                public Optional<Entity> group(String realm, String id) {
                    return Optional.empty();
                }
            };

    /** By Keycloak's caches, which have whoever a request is about. */
    static Directory of(KeycloakSession session) {
        return new Directory() {
            @Override
            public Optional<Entity> user(String realm, String id) {
                return realm(realm)
                        .map(model -> session.users().getUserById(model, id))
                        .map(Directory::entity);
            }

            @Override
            public Optional<Entity> client(String realm, String id) {
                return realm(realm)
                        .map(model -> session.clients().getClientById(model, id))
                        .map(Directory::entity);
            }

            @Override
            public Optional<Entity> group(String realm, String id) {
                return realm(realm)
                        .map(model -> session.groups().getGroupById(model, id))
                        .map(Directory::entity);
            }

            private Optional<RealmModel> realm(String id) {
                RealmModel current = session.getContext().getRealm();
                return current != null && current.getId().equals(id)
                        ? Optional.of(current)
                        : Optional.ofNullable(session.realms().getRealm(id));
            }
        };
    }

    private static Entity entity(UserModel user) {
        String names =
                Stream.of(user.getFirstName(), user.getLastName())
                        .filter(name -> name != null && !name.isBlank())
                        .collect(Collectors.joining(" "));
        boolean service = user.getServiceAccountClientLink() != null;
        return new Entity(
                user.getId(),
                service ? "PublicClientApp" : "User",
                user.getUsername(),
                names.isEmpty() ? user.getUsername() : names);
    }

    private static Entity entity(ClientModel client) {
        String name = client.getName();
        return new Entity(
                client.getId(),
                "AppInstance",
                client.getClientId(),
                name == null || name.isBlank() ? client.getClientId() : name);
    }

    private static Entity entity(GroupModel group) {
        return new Entity(group.getId(), "UserGroup", group.getName(), group.getName());
    }
}
