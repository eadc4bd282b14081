package io.hookline.keycloak.event;

import static org.keycloak.events.admin.OperationType.ACTION;
import static org.keycloak.events.admin.OperationType.CREATE;
import static org.keycloak.events.admin.OperationType.DELETE;
import static org.keycloak.events.admin.OperationType.UPDATE;

import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which type of the catalog an admin event becomes: the first rule that fits. What fits none has a
 * type of its own, {@code keycloak.admin.RESOURCE.OPERATION}.
 *
 * @param path of the resource within its realm
 */
public record AdminRule(ResourceType resource, OperationType operation, Pattern path, String type) {
    private static final String ANY = ".*";

    /** In the order in which they are tried. */
    public static final List<AdminRule> ALL =
            List.of(
                    rule(ResourceType.USER, CREATE, "users(/[^/]+)?", "user.lifecycle.create"),
                    rule(ResourceType.USER, UPDATE, "users/[^/]+", "user.account.update_profile"),
                    rule(
                            ResourceType.USER,
                            DELETE,
                            "users/[^/]+",
                            "user.lifecycle.delete.initiated"),
                    rule(
                            ResourceType.USER,
                            ACTION,
                            "users/[^/]+/reset-password",
                            "user.account.reset_password"),
                    rule(ResourceType.USER, ACTION, "users/[^/]+/logout", "user.session.clear"),
                    rule(
                            ResourceType.USER,
                            ACTION,
                            "users/[^/]+/(credentials/[^/]+|disable-credential-types)",
                            "user.mfa.factor.deactivate"),
                    rule(
                            ResourceType.USER_LOGIN_FAILURE,
                            DELETE,
                            ANY,
                            "user.account.unlock_by_admin"),
                    rule(ResourceType.USER_SESSION, DELETE, ANY, "user.session.end"),
                    rule(ResourceType.GROUP, CREATE, ANY, "group.lifecycle.create"),
                    rule(ResourceType.GROUP, UPDATE, ANY, "group.profile.update"),
                    rule(ResourceType.GROUP, DELETE, ANY, "group.lifecycle.delete"),
                    rule(ResourceType.GROUP_MEMBERSHIP, CREATE, ANY, "group.user_membership.add"),
                    rule(
                            ResourceType.GROUP_MEMBERSHIP,
                            DELETE,
                            ANY,
                            "group.user_membership.remove"),
                    rule(
                            ResourceType.REALM_ROLE_MAPPING,
                            CREATE,
                            "groups/.*",
                            "group.privilege.grant"),
                    rule(
                            ResourceType.REALM_ROLE_MAPPING,
                            DELETE,
                            "groups/.*",
                            "group.privilege.revoke"),
                    rule(
                            ResourceType.REALM_ROLE_MAPPING,
                            CREATE,
                            ANY,
                            "user.account.privilege.grant"),
                    rule(
                            ResourceType.REALM_ROLE_MAPPING,
                            DELETE,
                            ANY,
                            "user.account.privilege.revoke"),
                    rule(
                            ResourceType.CLIENT_ROLE_MAPPING,
                            CREATE,
                            "groups/.*",
                            "group.privilege.grant"),
                    rule(
                            ResourceType.CLIENT_ROLE_MAPPING,
                            DELETE,
                            "groups/.*",
                            "group.privilege.revoke"),
                    rule(
                            ResourceType.CLIENT_ROLE_MAPPING,
                            CREATE,
                            ANY,
                            "user.account.privilege.grant"),
                    rule(
                            ResourceType.CLIENT_ROLE_MAPPING,
                            DELETE,
                            ANY,
                            "user.account.privilege.revoke"),
                    rule(
                            ResourceType.REALM_ROLE,
                            CREATE,
                            ".*/composites",
                            "iam.role.permissions.add"),
                    rule(
                            ResourceType.REALM_ROLE,
                            DELETE,
                            ".*/composites",
                            "iam.role.permissions.delete"),
                    rule(ResourceType.REALM_ROLE, CREATE, ANY, "iam.role.create"),
                    rule(ResourceType.REALM_ROLE, UPDATE, ANY, "iam.role.update"),
                    rule(ResourceType.REALM_ROLE, DELETE, ANY, "iam.role.delete"),
                    rule(
                            ResourceType.CLIENT_ROLE,
                            CREATE,
                            ".*/composites",
                            "iam.role.permissions.add"),
                    rule(
                            ResourceType.CLIENT_ROLE,
                            DELETE,
                            ".*/composites",
                            "iam.role.permissions.delete"),
                    rule(ResourceType.CLIENT_ROLE, CREATE, ANY, "iam.role.create"),
                    rule(ResourceType.CLIENT_ROLE, UPDATE, ANY, "iam.role.update"),
                    rule(ResourceType.CLIENT_ROLE, DELETE, ANY, "iam.role.delete"),
                    rule(
                            ResourceType.IDENTITY_PROVIDER,
                            CREATE,
                            ANY,
                            "system.idp.lifecycle.create"),
                    rule(
                            ResourceType.IDENTITY_PROVIDER,
                            UPDATE,
                            ANY,
                            "system.idp.lifecycle.update"),
                    rule(
                            ResourceType.IDENTITY_PROVIDER,
                            DELETE,
                            ANY,
                            "system.idp.lifecycle.delete"),
                    rule(
                            ResourceType.IDENTITY_PROVIDER_MAPPER,
                            CREATE,
                            ANY,
                            "system.idp.lifecycle.update"),
                    rule(
                            ResourceType.IDENTITY_PROVIDER_MAPPER,
                            UPDATE,
                            ANY,
                            "system.idp.lifecycle.update"),
                    rule(
                            ResourceType.IDENTITY_PROVIDER_MAPPER,
                            DELETE,
                            ANY,
                            "system.idp.lifecycle.update"),
                    rule(
                            ResourceType.CLIENT,
                            ACTION,
                            "clients/[^/]+/client-secret",
                            "app.oauth2.credentials.lifecycle.create"),
                    rule(
                            ResourceType.CLIENT,
                            CREATE,
                            "clients(/[^/]+)?",
                            "application.lifecycle.create"),
                    rule(
                            ResourceType.CLIENT,
                            UPDATE,
                            "clients/[^/]+",
                            "application.lifecycle.update"),
                    rule(
                            ResourceType.CLIENT,
                            DELETE,
                            "clients/[^/]+",
                            "application.lifecycle.delete"),
                    rule(
                            ResourceType.CLIENT_INITIAL_ACCESS_MODEL,
                            CREATE,
                            ANY,
                            "system.api_token.create"),
                    rule(
                            ResourceType.CLIENT_INITIAL_ACCESS_MODEL,
                            DELETE,
                            ANY,
                            "system.api_token.revoke"),
                    rule(ResourceType.AUTH_FLOW, CREATE, ANY, "policy.lifecycle.create"),
                    rule(ResourceType.AUTH_FLOW, UPDATE, ANY, "policy.lifecycle.update"),
                    rule(ResourceType.AUTH_FLOW, DELETE, ANY, "policy.lifecycle.delete"),
                    rule(ResourceType.AUTH_EXECUTION, CREATE, ANY, "policy.rule.add"),
                    rule(ResourceType.AUTH_EXECUTION, UPDATE, ANY, "policy.rule.update"),
                    rule(ResourceType.AUTH_EXECUTION, DELETE, ANY, "policy.rule.delete"),
                    rule(ResourceType.AUTH_EXECUTION_FLOW, CREATE, ANY, "policy.rule.add"),
                    rule(ResourceType.AUTH_EXECUTION_FLOW, UPDATE, ANY, "policy.rule.update"),
                    rule(ResourceType.AUTHENTICATOR_CONFIG, CREATE, ANY, "policy.rule.update"),
                    rule(ResourceType.AUTHENTICATOR_CONFIG, UPDATE, ANY, "policy.rule.update"),
                    rule(ResourceType.AUTHENTICATOR_CONFIG, DELETE, ANY, "policy.rule.update"));

    private static AdminRule rule(
            ResourceType resource, OperationType operation, String path, String type) {
        return new AdminRule(resource, operation, Pattern.compile(path), type);
    }

    /**
     * @param resource as Keycloak or an extension names it
     */
    static String type(String resource, OperationType operation, String path) {
        return ALL.stream()
                .filter(rule ->
                        rule.resource.name().equals(resource)
                                && rule.operation == operation
                                && rule.path.matcher(path).matches())
                .findFirst()
                .map(AdminRule::type)
                .orElse(own(resource, operation));
    }

    /**
     * What it becomes when the resource was switched on or off by it: Keycloak disables a user in
     * such a way that everything comes back, which the catalog calls suspended.
     */
    static String switched(String type, boolean on) {
        return switch (type) {
            case "user.account.update_profile" ->
                    on ? "user.lifecycle.unsuspend" : "user.lifecycle.suspend";
            case "system.idp.lifecycle.update" ->
                    on ? "system.idp.lifecycle.activate" : "system.idp.lifecycle.deactivate";
            case "application.lifecycle.update" ->
                    on ? "application.lifecycle.activate" : "application.lifecycle.deactivate";
            default -> type;
        };
    }

    /** For resources without a rule. */
    public static String own(String resource, OperationType operation) {
        return "keycloak.admin."
                + resource.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_")
                + "."
                + operation.name().toLowerCase(Locale.ROOT);
    }
}
