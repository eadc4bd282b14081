package io.hookline.server.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;

import io.hookline.outbound.Answer;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.OutboundFailure;
import io.hookline.outbound.Request;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;

/**
 * The keys that an issuer publishes. Kept for some minutes; a token with a key that is not among
 * them has them fetched again, so that a new key works at once, but only twice within half a
 * minute, whatever tokens are sent. While the issuer does not answer, the last keys stay good for
 * some hours.
 */
public final class IssuerKeys {
    private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration KEPT_IN_AN_OUTAGE = Duration.ofHours(4);
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LARGEST = 512 * 1024;

    private final URI address;
    private final HttpSender sender;
    private final JWKSource<SecurityContext> source;
    private volatile boolean known;

    /**
     * @param sender fetches them, through the address guard
     */
    public IssuerKeys(URI address, HttpSender sender) {
        this.address = address;
        this.sender = sender;
        this.source =
                JWKSourceBuilder.create(url(address), this::fetch)
                        .cache(KEPT.toMillis(), PATIENCE.multipliedBy(2).toMillis())
                        .refreshAheadCache(false)
                        .rateLimited(BETWEEN_FETCHES.toMillis())
                        .outageTolerant(KEPT_IN_AN_OUTAGE.toMillis())
                        .build();
    }

    private static URL url(URI address) {
        try {
            return address.toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("Expected an http address, got " + address, e);
        }
    }

    public JWKSource<SecurityContext> source() {
        return source;
    }

    /** Whether keys were ever fetched. */
    boolean areKnown() {
        return known;
    }

    /** Fetches the keys, and warns the operator when that fails. */
    void prepare() {
        try {
            source.get(new JWKSelector(new JWKMatcher.Builder().build()), null);
        } catch (KeySourceException e) {
            log.warn(
                    "The keys of the OAuth 2.0 issuer cannot be fetched; access tokens are refused"
                            + " until they can: {}",
                    e.getMessage());
        }
    }

    /** Over https, or where the operator trusts the way: who alters the keys lets anybody in. */
    private Resource fetch(URL unused) throws IOException {
        try {
            Answer answer =
                    sender.sendCredentials(
                            new Request(
                                    "GET",
                                    address,
                                    List.of(new Request.Header("Accept", "application/json")),
                                    new byte[0],
                                    PATIENCE,
                                    LARGEST));
            if (answer.status() != 200 || answer.truncated()) {
                throw new IOException(
                        address.getHost()
                                + " answered "
                                + answer.status()
                                + (answer.truncated() ? " with more than a set of keys" : ""));
            }
            JWKSet.parse(answer.text());
            known = true;
            return new Resource(answer.text(), answer.header("Content-Type").orElse(""));
        } catch (OutboundFailure e) {
            throw new IOException(e.getMessage(), e);
        } catch (ParseException e) {
            throw new IOException(address.getHost() + " answered something else than keys", e);
        }
    }
}
