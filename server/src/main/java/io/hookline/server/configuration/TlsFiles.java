package io.hookline.server.configuration;

import java.nio.file.Path;

/**
 * What https is served with.
 *
 * @param certificate PEM file with the certificate and those between it and its root
 * @param key PEM file with the private key (PKCS #8), without a passphrase
 */
public record TlsFiles(Path certificate, Path key) {}
