package io.hookline.server.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;

import io.hookline.outbound.HttpSender;
import io.hookline.server.refusal.Challenge;
import io.hookline.server.refusal.Refusal;

import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies OAuth 2.0 access tokens (RFC 9068 and its forerunners): signed by a key of the issuer,
 * issued by it, meant for us, and valid now.
 */
public final class AccessTokens {
    /** Signatures with public keys only: with a shared secret everybody who verifies could sign. */
    public static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private static final int CLOCK_SKEW_SECONDS = 30;
    private static final int MAX_SUBJECT = 255;

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final IssuerKeys keys;

    /**
     * @param sender fetches the issuer's keys, through the address guard
     */
    public AccessTokens(OAuthIssuer issuer, HttpSender sender, InstantSource clock) {
        this.keys = new IssuerKeys(issuer.keys(), sender);
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys.source()));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(
                        null,
                        JOSEObjectType.JWT,
                        new JOSEObjectType("at+jwt"),
                        new JOSEObjectType("application/at+jwt"),
                        new JOSEObjectType("application/okta-internal-at+jwt")));
        processor.setJWTClaimsSetVerifier(claims(issuer, clock));
    }

    private static DefaultJWTClaimsVerifier<SecurityContext> claims(
            OAuthIssuer issuer, InstantSource clock) {
        JWTClaimsSet exactly = new JWTClaimsSet.Builder().issuer(issuer.issuer()).build();
        var verifier =
                new DefaultJWTClaimsVerifier<SecurityContext>(
                        issuer.audience(), exactly, Set.of("exp")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        verifier.setMaxClockSkew(CLOCK_SKEW_SECONDS);
        return verifier;
    }

    /** Fetches the keys in advance, so that the first caller need not wait; returns at once. */
    public void prepare() {
        Thread.ofVirtual().name("issuer-keys").start(keys::prepare);
    }

    /**
     * What a token says, if it is right.
     *
     * @throws Refused saying what is wrong with it
     * @throws Refusal.Busy while the issuer's keys cannot be had
     */
    AccessToken verify(String token) throws Refused {
        try {
            return token(processor.process(token, null));
        } catch (ParseException e) {
            throw new Refused("it is no signed JWT", false);
        } catch (BadJWTException e) {
            throw new Refused(claim(e), true);
        } catch (BadJOSEException e) {
            throw new Refused(signature(e), false);
        } catch (KeySourceException e) {
            if (e instanceof RateLimitReachedException && keys.areKnown()) {
                throw new Refused("it is signed by a key that its issuer does not publish", false);
            }
            throw new Refusal.Busy(
                    "Keys not available",
                    "The access token cannot be verified: the keys of its issuer cannot be fetched"
                            + " at the moment. Try again in a minute.",
                    Duration.ofMinutes(1));
        } catch (JOSEException e) {
            throw new Refused("its signature cannot be verified", false);
        }
    }

    /**
     * Makes sure that a token is right and has a scope.
     *
     * @param attempts counts what is made up
     * @throws Refusal.Unauthenticated when it is not right, NotAllowed without the scope,
     *     RateLimited after too many that were made up, Busy while the issuer's keys cannot be had
     */
    public void require(String token, String scope, String address, FailedAttempts attempts) {
        AccessToken verified;
        try {
            verified = verify(token);
        } catch (Refused e) {
            Refusal refusal =
                    new Refusal.Unauthenticated(
                            "Invalid token",
                            "The access token is not accepted: " + e.getMessage() + ".",
                            new Challenge.ValidAccessToken());
            throw e.isGenuine() ? refusal : attempts.failed(address, refusal);
        }
        if (!verified.scopes().contains(scope)) {
            throw new Refusal.NotAllowed(
                    "The access token of " + verified.name() + " lacks the scope " + scope + ".",
                    new Challenge.WiderAccessToken(scope));
        }
    }

    /** What is wrong with a token that its issuer signed. */
    private static String claim(BadJWTException e) {
        String said = String.valueOf(e.getMessage());
        if (e instanceof ExpiredJWTException) {
            return "it has expired (exp)";
        }
        if (said.contains("before use")) {
            return "it is not valid before its time (nbf)";
        }
        if (said.contains("missing")) {
            return "it lacks one of the claims iss, aud and exp";
        }
        if (said.contains("aud")) {
            return "it is meant for others (aud)";
        }
        return said.contains("iss")
                ? "another issuer made it (iss)"
                : "one of its claims is not as expected";
    }

    /** What is wrong with a token that the issuer may never have seen. */
    private static String signature(BadJOSEException e) {
        String said = String.valueOf(e.getMessage());
        if (said.contains("plain")) {
            return "it is plain: nobody signed it";
        }
        if (said.contains("typ")) {
            return "its header says another type (typ) than that of an access token";
        }
        if (said.contains("algorithm") || said.contains("key")) {
            return "no key of its issuer fits its header and algorithm";
        }
        return "its signature is wrong";
    }

    private static AccessToken token(JWTClaimsSet claims) throws Refused {
        String subject =
                text(claims, "sub")
                        .or(() -> text(claims, "client_id"))
                        .or(() -> text(claims, "azp"))
                        .orElseThrow(() -> new Refused("it names no subject (sub)", true));
        return new AccessToken(
                subject, text(claims, "preferred_username").orElse(subject), scopes(claims));
    }

    private static Optional<String> text(JWTClaimsSet claims, String name) {
        return Optional.ofNullable(claims.getClaim(name))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isBlank() && text.length() <= MAX_SUBJECT)
                // It is written into events, which are JSON in UTF-8.
                .filter(text -> text.codePoints().noneMatch(AccessTokens::isUnprintable));
    }

    /** Whether it is a control character or half of a pair. */
    private static boolean isUnprintable(int character) {
        return Character.isISOControl(character)
                || Character.getType(character) == Character.SURROGATE;
    }

    /** A list in {@code scp}, as the original has it, or a line in {@code scope} (RFC 9068). */
    private static Set<String> scopes(JWTClaimsSet claims) {
        Set<String> scopes = new HashSet<>();
        for (String name : new String[] {"scp", "scope"}) {
            switch (claims.getClaim(name)) {
                case String line -> scopes.addAll(Arrays.asList(line.split(" ")));
                case Collection<?> list ->
                        list.stream()
                                .filter(String.class::isInstance)
                                .map(String.class::cast)
                                .forEach(scopes::add);
                case null, default -> {}
            }
        }
        return scopes;
    }

    /** An access token that is not accepted; the message says why. */
    static final class Refused extends Exception {
        private final boolean genuine;

        /**
         * @param genuine whether the issuer signed it, so that nobody attempts
         */
        Refused(String why, boolean genuine) {
            super(why);
            this.genuine = genuine;
        }

        boolean isGenuine() {
            return genuine;
        }
    }
}
