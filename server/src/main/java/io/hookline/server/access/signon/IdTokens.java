package io.hookline.server.access.signon;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;

import io.hookline.outbound.HttpSender;
import io.hookline.server.access.AccessTokens;
import io.hookline.server.access.IssuerKeys;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies ID tokens (OpenID Connect Core, 3.1.3.7): signed by a key of the provider, issued by it
 * for us, valid now, and the answer to the request that bears the nonce.
 */
final class IdTokens {
    private static final int CLOCK_SKEW_SECONDS = 30;
    private static final int MAX_SUBJECT = 255;
    private static final int MAX_NAME = 200;
    private static final int MAX_GROUPS = 10_000;

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final SignOnSettings settings;

    /**
     * @param keys where the provider publishes its keys
     * @param sender fetches them, through the address guard
     */
    IdTokens(SignOnSettings settings, URI keys, HttpSender sender, InstantSource clock) {
        this.settings = settings;
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(
                        AccessTokens.ALGORITHMS, new IssuerKeys(keys, sender).source()));
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(null, JOSEObjectType.JWT));
        JWTClaimsSet exactly = new JWTClaimsSet.Builder().issuer(settings.issuer()).build();
        var verifier =
                new DefaultJWTClaimsVerifier<SecurityContext>(
                        settings.clientId(), exactly, Set.of("exp", "iat", "sub", "nonce")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        verifier.setMaxClockSkew(CLOCK_SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(verifier);
    }

    /**
     * Whom the provider vouches for.
     *
     * @param name as people know it
     * @param email another name; empty when it is not told
     */
    record Identity(String subject, String name, Optional<String> email, Set<String> groups) {}

    /**
     * @throws SignOnFailed when the token is not right
     */
    Identity verify(String token, String nonce) throws SignOnFailed {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            boolean ours = same(String.valueOf(claims.getClaim("nonce")), nonce);
            Object party = claims.getClaim("azp");
            if (!ours
                    || party != null && !party.equals(settings.clientId())
                    || party == null && claims.getAudience().size() > 1) {
                throw notRight();
            }
            String subject = text(claims, "sub", MAX_SUBJECT).orElseThrow(IdTokens::notRight);
            Optional<String> email = text(claims, "email", MAX_NAME);
            return new Identity(
                    subject,
                    text(claims, "preferred_username", MAX_NAME).or(() -> email).orElse(subject),
                    email,
                    groups(claims));
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw notRight();
        }
    }

    private static SignOnFailed notRight() {
        return new SignOnFailed(
                "ID_TOKEN_INVALID",
                "What the identity provider said cannot be trusted: its ID token is not right.");
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> text(JWTClaimsSet claims, String name, int longest) {
        return Optional.ofNullable(claims.getClaim(name))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isBlank() && text.length() <= longest)
                .filter(text ->
                        text.codePoints()
                                .noneMatch(each ->
                                        Character.isISOControl(each)
                                                || Character.getType(each) == Character.SURROGATE));
    }

    private Set<String> groups(JWTClaimsSet claims) {
        Object found = claims.getClaim(settings.groupsClaim());
        if (found == null) {
            found = claims.getClaims();
            for (String part : settings.groupsClaim().split("\\.")) {
                found = found instanceof Map<?, ?> map ? map.get(part) : null;
            }
        }
        Set<String> groups = new LinkedHashSet<>();
        switch (found) {
            case String one -> groups.add(one);
            case Collection<?> several ->
                    several.stream()
                            .limit(MAX_GROUPS)
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .forEach(groups::add);
            case null, default -> {}
        }
        return groups;
    }

    /** Which roles somebody's groups have. */
    static List<String> roles(List<SignOnSettings.RoleOfGroup> mapping, Set<String> groups) {
        return mapping.stream()
                .filter(line -> groups.contains(line.group()))
                .map(SignOnSettings.RoleOfGroup::role)
                .toList();
    }
}
