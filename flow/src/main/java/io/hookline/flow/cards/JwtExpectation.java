package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.Optional;

/**
 * What the claims of a token must say.
 *
 * @param audience for whom it must be made
 * @param issuer who must have made it
 * @param subject of whom it must tell
 * @param ignoreExpiration whether it may have expired
 * @param tolerance how many seconds clocks may differ
 */
record JwtExpectation(
        Optional<String> audience,
        Optional<String> issuer,
        Optional<String> subject,
        boolean ignoreExpiration,
        long tolerance) {

    /** What is wrong; empty when nothing is. */
    Optional<String> wrong(JsonNode claims, Instant at) {
        long now = at.getEpochSecond();
        JsonNode expires = claims.path("exp");
        JsonNode begins = claims.path("nbf");
        if (isNoTime(expires) && !ignoreExpiration) {
            return Optional.of("its claim exp is no number");
        }
        if (isNoTime(begins)) {
            return Optional.of("its claim nbf is no number");
        }
        if (expires.isNumber() && !ignoreExpiration && now - tolerance >= expires.doubleValue()) {
            return Optional.of("it has expired");
        }
        if (begins.isNumber() && now + tolerance < begins.doubleValue()) {
            return Optional.of("its time has not come");
        }
        if (audience.isPresent() && !names(claims.path("aud"), audience.get())) {
            return Optional.of("it is for another audience");
        }
        if (issuer.isPresent() && !says(claims.path("iss"), issuer.get())) {
            return Optional.of("another issuer made it");
        }
        if (subject.isPresent() && !says(claims.path("sub"), subject.get())) {
            return Optional.of("it is about another subject");
        }
        return Optional.empty();
    }

    /** Whatever is there and no number would else count as no limit. */
    private static boolean isNoTime(JsonNode claim) {
        return !claim.isMissingNode() && !claim.isNumber();
    }

    /** An audience is one name or a list of them. */
    private static boolean names(JsonNode claim, String wanted) {
        if (claim.isArray()) {
            for (JsonNode one : claim) {
                if (says(one, wanted)) {
                    return true;
                }
            }
            return false;
        }
        return says(claim, wanted);
    }

    private static boolean says(JsonNode claim, String wanted) {
        return claim.isTextual() && claim.textValue().equals(wanted);
    }
}
