package io.hookline.outbound;

import io.hookline.outbound.Exchange.Stage;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HeaderElement;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

import java.time.Duration;
import java.util.Iterator;

import javax.net.ssl.SSLContext;

/** Builds the HTTP client: everything it would do on its own account is off. */
final class ClientFactory {
    /** Nothing comes after that: a receiver cannot make us collect header lines without end. */
    private static final Http1Config HTTP =
            Http1Config.custom().setMaxHeaderCount(200).setMaxLineLength(16 * 1024).build();

    private static final Duration LONGEST_IDLE = Duration.ofSeconds(60);

    private ClientFactory() {}

    /**
     * @param names says which addresses a host name stands for; nothing else is connected
     * @param limits of the pool; requests beyond them never reach it
     * @param trust whom TLS believes
     */
    static CloseableHttpClient client(DnsResolver names, Limits limits, SSLContext trust) {
        return HttpClientBuilder.create()
                .setConnectionManager(connections(names, limits, trust))
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setConnectionRequestTimeout(Timeout.of(limits.maxWait()))
                                .setAuthenticationEnabled(false)
                                .setContentCompressionEnabled(false)
                                .setExpectContinueEnabled(false)
                                .setProtocolUpgradeEnabled(false)
                                .setRedirectsEnabled(false)
                                .build())
                .setKeepAliveStrategy((response, context) -> keepAlive(response, limits.idle()))
                .setUserAgent("Hookline")
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableConnectionState()
                .disableContentCompression()
                .disableCookieManagement()
                .disableRedirectHandling()
                .evictExpiredConnections()
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(
            DnsResolver names, Limits limits, SSLContext trust) {
        Timeout connect = Timeout.of(limits.connect());
        return new ObservedConnections()
                .setConnectionFactory(
                        ManagedHttpClientConnectionFactory.builder().http1Config(HTTP).build())
                .setDnsResolver(names)
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
                .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connect).build())
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                // The check costs a millisecond: only where a receiver may have
                                // hung up.
                                .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                                .build())
                .setMaxConnPerRoute(limits.perReceiver())
                .setMaxConnTotal(limits.total())
                .setOffLockDisposalEnabled(true)
                .build();
    }

    /** A second less than the receiver says, so that it rarely hangs up while we send. */
    private static TimeValue keepAlive(HttpResponse response, Duration usual) {
        Iterator<HeaderElement> elements = MessageSupport.iterate(response, "Keep-Alive");
        while (elements.hasNext()) {
            HeaderElement element = elements.next();
            String seconds = element.getValue();
            if (element.getName().equalsIgnoreCase("timeout")
                    && seconds != null
                    && seconds.matches("\\d{1,9}")) {
                long millis = Math.max(Long.parseLong(seconds) * 1000 - 1000, 1);
                return TimeValue.ofMilliseconds(Math.min(millis, LONGEST_IDLE.toMillis()));
            }
        }
        return TimeValue.of(usual);
    }

    /**
     * Notes on the {@link Exchange} how far connecting has come, so that a failure can be named.
     */
    private static final class ObservedConnections
            extends PoolingHttpClientConnectionManagerBuilder {
        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
            return new DefaultHttpClientConnectionOperator(
                    ports,
                    names,
                    RegistryBuilder.<TlsSocketStrategy>create()
                            .register(URIScheme.HTTPS.getId(), tls)
                            .build()) {
                @Override
                protected void onBeforeSocketConnect(HttpContext context, HttpHost host) {
                    Exchange.CURRENT.get().reached(Stage.CONNECTING);
                }

                @Override
                protected void onAfterSocketConnect(HttpContext context, HttpHost host) {
                    Exchange.CURRENT.get().reached(Stage.CONNECTED);
                }

                @Override
                protected void onBeforeTlsHandshake(HttpContext context, HttpHost host) {
                    Exchange.CURRENT.get().reached(Stage.HANDSHAKING);
                }

                @Override
                protected void onAfterTlsHandshake(HttpContext context, HttpHost host) {
                    Exchange.CURRENT.get().reached(Stage.CONNECTED);
                }
            };
        }
    }
}
