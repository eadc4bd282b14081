package io.hookline.server.access;

import io.hookline.flow.card.Secret;
import io.hookline.outbound.HttpSender;
import io.hookline.server.store.Database;

import java.time.InstantSource;
import java.util.Optional;

/** Who may come in: people with a session, API tokens, and access tokens of an issuer. */
public final class AccessControl {
    private final Database database;
    private final AccessLog log;
    private final InstantSource clock;
    private final Authority authority;
    private final Tokens tokens;
    private final Roles roles;
    private final Users users;
    private final Sessions sessions;
    private final SignIn signIn;
    private final Optional<AccessTokens> accessTokens;
    private final Optional<String> setupToken;
    private final Optional<Secret> configuredPassword;

    /**
     * What the operator configured.
     *
     * @param administratorPassword of the first administrator; without it there is a setup link
     * @param apiToken one with all permissions
     * @param issuer whose access tokens are accepted
     * @param passwordChecks how many passwords are hashed at once; empty for what suits the machine
     * @param hasSignOn whether people sign in at an identity provider
     */
    public record Configured(
            Optional<Secret> administratorPassword,
            Optional<Secret> apiToken,
            Optional<OAuthIssuer> issuer,
            Optional<Integer> passwordChecks,
            boolean hasSignOn) {}

    /**
     * @param sender fetches the keys of the issuer, in the background
     */
    public AccessControl(
            Database database,
            AccessLog log,
            Sealer sealer,
            HttpSender sender,
            Configured configured,
            InstantSource clock) {
        this.database = database;
        this.log = log;
        this.clock = clock;
        this.authority = Authority.of(database);
        this.tokens = new Tokens(database, authority, log, clock, configured.apiToken());
        this.roles = new Roles(database, authority, log, clock);
        this.users = new Users(database, authority, tokens, log, clock);
        this.sessions = new Sessions(database, authority, log, sealer, clock);
        this.signIn =
                new SignIn(
                        database,
                        authority,
                        log,
                        sessions,
                        sealer,
                        configured.passwordChecks(),
                        configured.hasSignOn(),
                        clock);
        this.setupToken = signIn.prepare(configured.administratorPassword());
        this.configuredPassword = configured.administratorPassword();
        this.accessTokens =
                configured.issuer().map(issuer -> new AccessTokens(issuer, sender, clock));
        accessTokens.ifPresent(AccessTokens::prepare);
    }

    public Tokens tokens() {
        return tokens;
    }

    public Authority authority() {
        return authority;
    }

    public Roles roles() {
        return roles;
    }

    public Users users() {
        return users;
    }

    public IssuerAccounts issuerAccounts() {
        return new IssuerAccounts(database, authority, sessions, log, clock);
    }

    public Sessions sessions() {
        return sessions;
    }

    public SignIn signIn() {
        return signIn;
    }

    /** Empty when no issuer is configured. */
    public Optional<AccessTokens> accessTokens() {
        return accessTokens;
    }

    /**
     * What is wrong with the configured password of the administrator: it counts only while there
     * is no account. Hashing takes a while; empty when it is right, or none is configured.
     */
    public Optional<String> passwordNote() {
        return configuredPassword
                .filter(given -> !signIn.isAdministrators(given))
                .map(given ->
                        "HOOKLINE_ADMIN_PASSWORD (adminPassword) is not used: it makes the"
                                + " administrator at the first start only, and "
                                + SignIn.ADMINISTRATOR
                                + " has another password by now. Sign in with that one, change it"
                                + " at /password or with './hookline password', or take the"
                                + " setting away.");
    }

    /** The token of the setup link, while nobody has an account. */
    public Optional<String> setupToken() {
        return setupToken;
    }

    public AccessLog log() {
        return log;
    }

    /** Finds out who sends a request. */
    public Authenticator authenticator() {
        return new Authenticator(tokens, accessTokens, database, log, clock);
    }

    /**
     * Checks secrets so that nobody guesses them.
     *
     * @param tried what the attempts are at, in the log, for example {@code client tokens}
     */
    public FailedAttempts failedAttempts(String tried) {
        return new FailedAttempts(tried, database, log, clock);
    }
}
