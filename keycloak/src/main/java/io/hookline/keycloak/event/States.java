package io.hookline.keycloak.event;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.ModelToRepresentation;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The state of what an admin event is about, before and after it. After it is what the request's
 * transaction sees; before it is what everybody else still sees, as that transaction has not
 * committed. So before is read in a transaction of its own.
 */
interface States {
    Optional<ObjectNode> before(AdminEvent event);

    Optional<ObjectNode> after(AdminEvent event);

    /** The kind of the credential that was removed. */
    Optional<String> credential(AdminEvent event, String user, String id);

    /** Does not look. */
    States NONE =
            new States() {
                @Override
                public Optional<ObjectNode> before(AdminEvent event) {
                    return Optional.empty();
                }

                @Override
                public Optional<ObjectNode> after(AdminEvent event) {
                    return Optional.empty();
                }

                @Override
                public Optional<String> credential(AdminEvent event, String user, String id) {
                    return Optional.empty();
                }
            };

    static States of(KeycloakSession session) {
        return new ModelStates(session);
    }

    /** By Keycloak's model. */
    final class ModelStates implements States {
        private static final Logger LOG = System.getLogger(States.class.getName());

        /**
         * How many read what was before at a time. Each holds a second database connection beside
         * the one of its request; were there as many as connections, all would wait for each other.
         */
        private static final Semaphore READERS = new Semaphore(2);

        private static final long PATIENCE_MILLIS = 500;

        private final KeycloakSession session;

        private ModelStates(KeycloakSession session) {
            this.session = session;
        }

        @Override
        public Optional<ObjectNode> before(AdminEvent event) {
            OperationType operation = event.getOperationType();
            return operation == OperationType.UPDATE || operation == OperationType.DELETE
                    ? earlier(event, other -> read(other, event))
                    : Optional.empty();
        }

        @Override
        public Optional<ObjectNode> after(AdminEvent event) {
            OperationType operation = event.getOperationType();
            return operation == OperationType.UPDATE || operation == OperationType.CREATE
                    ? read(session, event)
                    : Optional.empty();
        }

        @Override
        public Optional<String> credential(AdminEvent event, String user, String id) {
            return earlier(
                    event,
                    other ->
                            realm(other, event)
                                    .map(realm -> other.users().getUserById(realm, user))
                                    .map(found ->
                                            found.credentialManager().getStoredCredentialById(id))
                                    .map(found -> found.getType()));
        }

        private <T> Optional<T> earlier(AdminEvent event, Reading<T> reading) {
            try {
                if (!READERS.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                    LOG.log(Level.DEBUG, "Others read; the state before an event is left out.");
                    return Optional.empty();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            try {
                return KeycloakModelUtils.runJobInTransactionWithResult(
                        session.getKeycloakSessionFactory(),
                        other -> {
                            realm(other, event).ifPresent(other.getContext()::setRealm);
                            return reading.in(other);
                        });
            } finally {
                READERS.release();
            }
        }

        private interface Reading<T> {
            Optional<T> in(KeycloakSession session);
        }

        private static Optional<RealmModel> realm(KeycloakSession session, AdminEvent event) {
            return Optional.ofNullable(session.realms().getRealm(event.getRealmId()));
        }

        private static Optional<ObjectNode> read(KeycloakSession session, AdminEvent event) {
            Optional<RealmModel> realm = realm(session, event);
            ResourcePath path = ResourcePath.of(event);
            if (realm.isEmpty() || event.getResourceType() == null) {
                return Optional.empty();
            }
            return representation(session, realm.get(), event, path).flatMap(Json.PLAIN::object);
        }

        /** Nothing for resources whose state is not read: their events have what the admin sent. */
        private static Optional<?> representation(
                KeycloakSession session, RealmModel realm, AdminEvent event, ResourcePath path) {
            String id = path.last();
            return switch (event.getResourceType()) {
                case USER ->
                        path.isResource("users")
                                ? Optional.ofNullable(session.users().getUserById(realm, id))
                                        .map(user -> user(session, realm, user))
                                : Optional.empty();
                case CLIENT ->
                        path.isResource("clients")
                                ? Optional.ofNullable(session.clients().getClientById(realm, id))
                                        .map(client -> client(session, client))
                                : Optional.empty();
                case GROUP ->
                        Optional.ofNullable(session.groups().getGroupById(realm, id))
                                .map(ModelStates::group);
                case IDENTITY_PROVIDER ->
                        Optional.ofNullable(session.identityProviders().getByAlias(id))
                                .map(provider -> provider(realm, provider));
                case REALM_ROLE, CLIENT_ROLE -> role(realm, session, path).map(ModelStates::role);
                case REALM ->
                        path.isEmpty()
                                ? Optional.of(
                                        ModelToRepresentation.toRepresentation(
                                                session, realm, true))
                                : Optional.empty();
                default -> Optional.empty();
            };
        }

        private static Object user(KeycloakSession session, RealmModel realm, UserModel user) {
            return ModelToRepresentation.toRepresentation(session, realm, user);
        }

        private static Object client(KeycloakSession session, ClientModel client) {
            return ModelToRepresentation.toRepresentation(client, session);
        }

        private static Object group(GroupModel group) {
            return ModelToRepresentation.toRepresentation(group, true);
        }

        private static Object provider(RealmModel realm, IdentityProviderModel provider) {
            return ModelToRepresentation.toRepresentation(realm, provider);
        }

        private static Object role(RoleModel role) {
            return ModelToRepresentation.toRepresentation(role);
        }

        private static Optional<RoleModel> role(
                RealmModel realm, KeycloakSession session, ResourcePath path) {
            if (path.isResource("roles-by-id")) {
                return Optional.ofNullable(session.roles().getRoleById(realm, path.last()));
            }
            if (path.isResource("roles")) {
                return Optional.ofNullable(session.roles().getRealmRole(realm, path.last()));
            }
            return path.owner("clients")
                    .filter(client -> path.isBelow("clients", "roles"))
                    .map(client -> session.clients().getClientById(realm, client))
                    .map(client -> session.roles().getClientRole(client, path.last()));
        }
    }
}
