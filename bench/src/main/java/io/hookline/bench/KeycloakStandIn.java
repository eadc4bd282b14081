package io.hookline.bench;

import org.keycloak.Config;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * As much of Keycloak as its event listener asks for at a login: a session whose user is known, and
 * its transaction. Interfaces with hundreds of methods, of which a handful are answered.
 */
final class KeycloakStandIn {
    static final String REALM = "staff-realm";

    private final List<KeycloakTransaction> completions = new ArrayList<>();

    /** What a method is called by, and what it gives; for other methods nothing. */
    private interface Answers {
        Object to(String method, Object[] arguments);
    }

    private static <T> T a(Class<T> type, Answers answers) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> answers.to(method.getName(), arguments)));
    }

    static KeycloakSessionFactory factory() {
        return a(KeycloakSessionFactory.class, (method, arguments) -> null);
    }

    /** Options that were set, as Keycloak gives them. */
    static Config.Scope options(Map<String, String> set) {
        return a(
                Config.Scope.class,
                (method, arguments) -> {
                    Object otherwise = arguments.length > 1 ? arguments[1] : null;
                    return method.equals("get")
                            ? set.getOrDefault((String) arguments[0], (String) otherwise)
                            : otherwise;
                });
    }

    KeycloakSession session() {
        RealmModel realm =
                a(RealmModel.class, (method, arguments) -> method.equals("getId") ? REALM : null);
        UserModel user =
                a(
                        UserModel.class,
                        (method, arguments) ->
                                switch (method) {
                                    case "getId" -> "0b6f2a4e-6a7e-4a53-9c2b-1f4f6d1e7c11";
                                    case "getUsername" -> "ada";
                                    case "getFirstName" -> "Ada";
                                    case "getLastName" -> "Lovelace";
                                    default -> null;
                                });
        UserProvider users =
                a(
                        UserProvider.class,
                        (method, arguments) -> method.equals("getUserById") ? user : null);
        KeycloakContext context =
                a(
                        KeycloakContext.class,
                        (method, arguments) -> method.equals("getRealm") ? realm : null);
        KeycloakTransactionManager transactions =
                a(
                        KeycloakTransactionManager.class,
                        (method, arguments) -> {
                            if (method.equals("enlistAfterCompletion")) {
                                completions.add((KeycloakTransaction) arguments[0]);
                            }
                            return method.equals("isActive") ? true : null;
                        });
        return a(
                KeycloakSession.class,
                (method, arguments) ->
                        switch (method) {
                            case "getContext" -> context;
                            case "users" -> users;
                            case "getTransactionManager" -> transactions;
                            default -> null;
                        });
    }

    /** What Keycloak does after its own transactions. */
    void commit() {
        completions.forEach(completion -> {
            completion.begin();
            completion.commit();
        });
    }
}
