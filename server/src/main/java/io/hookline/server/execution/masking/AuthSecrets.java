package io.hookline.server.execution.masking;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Secret;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What of a connection's credentials nobody may read. */
public final class AuthSecrets {
    private AuthSecrets() {}

    public static List<String> of(Connection.Auth auth) {
        return switch (auth) {
            case Connection.Auth.None none -> List.of();
            case Connection.Auth.Token token -> List.of(token.token().reveal());
            case Connection.Auth.Basic basic -> {
                String password = basic.password().reveal();
                byte[] both = (basic.username() + ":" + password).getBytes(UTF_8);
                yield List.of(password, Base64.getEncoder().encodeToString(both));
            }
            case Connection.Auth.Header header -> List.of(header.value().reveal());
            case Connection.Auth.Address address -> SecretAddress.parts(address.url().reveal());
            case Connection.Auth.ClientCredentials client ->
                    ofClient(client.clientId(), client.secret().reveal());
            case Connection.Auth.AuthorizationCode code -> {
                List<String> secrets =
                        new ArrayList<>(ofClient(code.clientId(), code.secret().reveal()));
                code.grant()
                        .tokens()
                        .ifPresent(tokens -> {
                            secrets.add(tokens.access().reveal());
                            tokens.refresh().map(Secret::reveal).ifPresent(secrets::add);
                        });
                yield secrets;
            }
        };
    }

    private static List<String> ofClient(String id, String secret) {
        byte[] both = (id + ":" + secret).getBytes(UTF_8);
        return secret.isEmpty()
                ? List.of()
                : List.of(secret, Base64.getEncoder().encodeToString(both));
    }
}
