package io.hookline.server.access;

import java.net.URI;

/**
 * Whose OAuth 2.0 access tokens are taken.
 *
 * @param issuer what their claim {@code iss} must be, to the letter
 * @param audience what must be among their claim {@code aud}
 * @param keys where the issuer publishes its keys (JWKS)
 */
public record OAuthIssuer(String issuer, String audience, URI keys) {}
