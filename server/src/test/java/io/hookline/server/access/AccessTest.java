package io.hookline.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookline.flow.card.Secret;
import io.hookline.outbound.CidrRange;
import io.hookline.server.access.http.OwnHosts;
import io.hookline.server.store.DataFolder;
import io.hookline.server.store.StoreRefused;
import io.hookline.server.store.TestDatabase;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

class AccessTest {
    private static final Secret PASSWORD = new Secret("correct horse battery");

    @TempDir Path folder;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final AccessLog log = (transaction, event) -> {};
    private TestDatabase database;
    private Authority authority;

    @BeforeEach
    void open() {
        database = TestDatabase.open(folder.resolve("data"));
        authority = Authority.of(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theGivenPasswordMakesTheAdministratorOnceAndOnlyItSignsIn() {
        SignIn signIn = signIn();
        assertThat(signIn.prepare(Optional.of(PASSWORD))).isEmpty();
        assertThat(signIn.signIn("admin", PASSWORD, "a").session()).isPresent();
        assertThat(signIn.signIn("admin", new Secret("wrong"), "a").session()).isEmpty();
        assertThat(signIn.signIn("nobody", PASSWORD, "a").session()).isEmpty();
        assertThat(signIn.prepare(Optional.of(new Secret("another password")))).isEmpty();
        assertThat(signIn.signIn("admin", PASSWORD, "a").session()).isPresent();
    }

    @Test
    void withoutAPasswordASetupLinkChoosesItOnceWithinAQuarterOfAnHour() {
        SignIn signIn = signIn();
        String token = signIn.prepare(Optional.empty()).orElseThrow();
        assertThat(signIn.setUp("other", PASSWORD, Visit.from("a"))).isEmpty();
        assertThat(signIn.setUp(token, PASSWORD, Visit.from("a"))).isPresent();
        assertThat(signIn.setUp(token, PASSWORD, Visit.from("a"))).isEmpty();
        assertThat(signIn.signIn("admin", PASSWORD, "a").session()).isPresent();
    }

    @Test
    void aSetupLinkExpires() {
        SignIn signIn = signIn();
        String token = signIn.prepare(Optional.empty()).orElseThrow();
        now = now.plus(Duration.ofMinutes(15));
        assertThat(signIn.setUp(token, PASSWORD, Visit.from("a"))).isEmpty();
    }

    @Test
    void wrongPasswordsAreSlowedDownForThatAddressOnly() {
        SignIn signIn = signIn();
        signIn.prepare(Optional.of(PASSWORD));
        for (int i = 0; i < 6; i++) {
            signIn.signIn("admin", new Secret("wrong"), "attacker");
        }
        SignIn.Attempt early = signIn.signIn("admin", PASSWORD, "attacker");
        assertThat(early.session()).isEmpty();
        assertThat(early).isInstanceOf(SignIn.Attempt.TooEarly.class);
        assertThat(signIn.signIn("admin", PASSWORD, "elsewhere").session()).isPresent();
        now = now.plus(Duration.ofSeconds(2));
        assertThat(signIn.signIn("admin", PASSWORD, "attacker").session()).isPresent();
    }

    @Test
    void aSessionLivesTwelveHoursOrUntilItIsClosed() {
        Sessions sessions = sessions();
        Accounts accounts = new Accounts(database, authority, log, clock);
        accounts.create("admin", PASSWORD, Optional.empty());
        Accounts.Account account = accounts.verify("admin", PASSWORD).orElseThrow();
        Sessions.Opened one = sessions.open(account, Visit.from("a"));
        Sessions.Opened two = sessions.open(account, Visit.from("a"));
        assertThat(sessions.find(one.cookie()).orElseThrow().csrf()).isEqualTo(one.csrf());
        sessions.close(sessions.find(one.cookie()).orElseThrow(), "a");
        assertThat(sessions.find(one.cookie())).isEmpty();
        now = now.plus(Sessions.LIFE);
        assertThat(sessions.find(two.cookie())).isEmpty();
    }

    @Test
    void tokensSurviveARestartAndAreNotInTheFile() throws Exception {
        Caller admin = new Caller("1", "ada", Caller.Kind.USER, Set.of(), "a");
        var grant =
                new ApiToken.Grant(
                        "ci", Set.of(Permission.READ_LOG), Optional.of(now.plusSeconds(60)));
        Tokens tokens = new Tokens(database, authority, log, clock, Optional.empty());
        String value = tokens.create(admin, ApiToken.Kind.API, grant).value().reveal();
        new Accounts(database, authority, log, clock).create("admin", PASSWORD, Optional.empty());
        database.close();
        byte[] file = Files.readAllBytes(folder.resolve("data/hookline.db"));
        String text = new String(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text).doesNotContain(value).doesNotContain(PASSWORD.reveal());

        open();
        String configured = "c".repeat(32);
        Tokens restarted =
                new Tokens(database, authority, log, clock, Optional.of(new Secret(configured)));
        assertThat(valid(restarted, value).permissions()).containsExactly(Permission.READ_LOG);
        assertThat(valid(restarted, configured).permissions())
                .containsExactlyInAnyOrder(Permission.values());
        assertThat(restarted.find("hl_guess", "a")).isInstanceOf(Tokens.Presented.Unknown.class);
        now = now.plusSeconds(60);
        assertThat(restarted.find(value, "a")).isInstanceOf(Tokens.Presented.Expired.class);
    }

    private static ApiToken.Grant valid(Tokens tokens, String value) {
        return ((Tokens.Presented.Valid) tokens.find(value, "a")).token().grant();
    }

    @Test
    void tokensOfAnOlderDataFolderAreKept() throws Exception {
        database.close();
        Path older = folder.resolve("older");
        Files.createDirectories(older);
        String url = "jdbc:sqlite:" + older.resolve("hookline.db");
        Flyway.configure().dataSource(url, null, null).target("5").load().migrate();
        try (var connection = DriverManager.getConnection(url);
                var insert =
                        connection.prepareStatement(
                                "INSERT INTO api_token (id, name, hash, permissions, created)"
                                        + " VALUES ('00T1', 'ci', ?, 'INGEST READ_LOG', 1)")) {
            insert.setBytes(1, Digests.sha256("hl_old"));
            insert.executeUpdate();
        }
        database = TestDatabase.open(older);
        Tokens tokens = new Tokens(database, authority, log, clock, Optional.empty());
        assertThat(valid(tokens, "hl_old").permissions())
                .containsExactlyInAnyOrder(Permission.INGEST, Permission.READ_LOG);
        assertThat(tokens.get("00T1").kind()).isEqualTo(ApiToken.Kind.API);
    }

    @Test
    void whoWasQuietForAnHourIsReportedAnew() {
        Throttle throttle = throttle();
        assertThat(failures(throttle, 10)).containsExactly(6);
        now = now.plus(Duration.ofMinutes(30));
        assertThat(failures(throttle, 10)).isEmpty();
        now = now.plus(Duration.ofMinutes(61));
        assertThat(throttle.left("a")).isEmpty();
        assertThat(failures(throttle, 10)).containsExactly(6);
    }

    @Test
    void aNetworkOfOneHostIsOne() {
        String network = Network.of("2001:db8:1:2::1");
        assertThat(Network.of("2001:db8:1:2:ffff::1")).isEqualTo(network);
        assertThat(Network.of("2001:DB8:1:2::")).isEqualTo(network);
        assertThat(Network.of("2001:db8:1:3::1")).isNotEqualTo(network);
        assertThat(Network.of("192.0.2.1")).isNotEqualTo(Network.of("192.0.2.2"));
        assertThat(Network.of("::ffff:192.0.2.1")).isEqualTo(Network.of("192.0.2.1"));
    }

    @Test
    void aRightAttemptTakesBackItsOwnCountOnly() {
        Throttle throttle = throttle();
        failures(throttle, 5);
        throttle.count("a");
        throttle.uncount("a");
        assertThat(throttle.left("a")).isEmpty();
        assertThat(failures(throttle, 1)).containsExactly(6);
        assertThat(throttle.left("a")).isPresent();
    }

    private Throttle throttle() {
        return new Throttle(clock, 5, Duration.ofMinutes(15));
    }

    private static List<Integer> failures(Throttle throttle, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> throttle.count("a"))
                .flatMap(count -> count.stream().boxed())
                .toList();
    }

    @Test
    void sealedSecretsOpenAgainOnlyForTheirContext() throws Exception {
        try (DataFolder data = DataFolder.lock(folder.resolve("sealed"))) {
            byte[] sealed = TinkSealer.inFolder(data).seal(new Secret("xoxb-1"), "connection:1");
            assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("xoxb");
            TinkSealer restarted = TinkSealer.inFolder(data);
            assertThat(restarted.open(sealed, "connection:1").reveal()).isEqualTo("xoxb-1");
            assertThatThrownBy(() -> restarted.open(sealed, "connection:2").reveal())
                    .isInstanceOf(IllegalStateException.class);
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(
                                            data.path().resolve("hookline.key"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aDamagedKeyFileIsRefusedInOneSentence() throws Exception {
        try (DataFolder data = DataFolder.lock(folder.resolve("damaged"))) {
            Files.writeString(data.path().resolve("hookline.key"), "short");
            assertThatThrownBy(() -> TinkSealer.inFolder(data))
                    .isInstanceOf(StoreRefused.class)
                    .hasMessageContaining("256-bit key");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hooks.example.org, true",
        "hooks.example.org:443, true",
        "HOOKS.example.org, true",
        "localhost:8080, true",
        "127.0.0.1:9, true",
        "[::1]:8080, true",
        "evil.example.org, false",
        "hooks.example.org.evil.org, false",
        "127.0.0.1.evil.org, false",
        "0177.0.0.1, false",
        "127.0.0.999, false",
        "hooks.example.org., true",
    })
    void onlyOurOwnHostsAreAnswered(String authority, boolean known) {
        var hosts = new OwnHosts(URI.create("https://hooks.example.org"), "127.0.0.1");
        assertThat(hosts.isOwnHost(authority)).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, true",
        "http://localhost:8080, true",
        "http://localhost:9999, false",
        "https://localhost:8080, false",
        "http://evil.example.org, false",
        "http://[::ffff:127.0.0.1]:8080, true",
        "http://0x7f.0.0.1:8080, false",
        "http://ada@127.0.0.1:8080, false",
        "null, false",
        "'', false",
    })
    void onlyOurOwnPagesMayChangeThings(String origin, boolean own) {
        var hosts = new OwnHosts(URI.create("http://127.0.0.1:8080"), "127.0.0.1");
        assertThat(hosts.isOwnOrigin(origin)).isEqualTo(own);
    }

    private SignIn signIn() {
        return new SignIn(
                database,
                authority,
                log,
                sessions(),
                TestingSealer.in(folder.resolve("keys")),
                Optional.of(2),
                false,
                clock);
    }

    private Sessions sessions() {
        return new Sessions(
                database, authority, log, TestingSealer.in(folder.resolve("keys")), clock);
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.7, '203.0.113.9', 198.51.100.7",
        "10.0.0.1, '203.0.113.9', 203.0.113.9",
        "10.0.0.1, '203.0.113.9|10.0.0.2', 203.0.113.9",
        "10.0.0.1, '1.2.3.4|203.0.113.9', 203.0.113.9",
        "10.0.0.1, 'not an address', 10.0.0.1",
        "10.0.0.1, '', 10.0.0.1",
    })
    void forwardedAddressesCountOnlyBehindTrustedProxies(
            String peer, String hops, String expected) {
        var addresses = new ClientAddress(List.of(CidrRange.parse("10.0.0.0/8").orElseThrow()));
        assertThat(
                        addresses.behindProxies(
                                peer, hops.isEmpty() ? List.of() : List.of(hops.split("\\|"))))
                .isEqualTo(expected);
    }
}
