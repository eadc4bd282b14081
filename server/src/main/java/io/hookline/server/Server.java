package io.hookline.server;

import io.hookline.connectors.ConnectionTests;
import io.hookline.connectors.InstalledCards;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.engine.ValueMemory;
import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.MailSender;
import io.hookline.server.access.AccessControl;
import io.hookline.server.access.ClientAddress;
import io.hookline.server.access.Sealer;
import io.hookline.server.access.Sessions;
import io.hookline.server.access.http.ApiDescription;
import io.hookline.server.access.http.AuthenticationFilter;
import io.hookline.server.access.http.OwnHosts;
import io.hookline.server.access.http.OwnSessionApi;
import io.hookline.server.access.http.PasswordApi;
import io.hookline.server.access.http.RequestLimit;
import io.hookline.server.access.http.RoleApi;
import io.hookline.server.access.http.SessionApi;
import io.hookline.server.access.http.SetupApi;
import io.hookline.server.access.http.TokenApi;
import io.hookline.server.access.http.UserApi;
import io.hookline.server.access.signon.SignOn;
import io.hookline.server.activity.Activity;
import io.hookline.server.activity.Consequences;
import io.hookline.server.activity.http.ActivityRoutes;
import io.hookline.server.alert.Alerts;
import io.hookline.server.alert.http.AlertRuleApi;
import io.hookline.server.alert.rule.AlertSettings;
import io.hookline.server.alert.watch.Watch.Watched;
import io.hookline.server.configuration.Configuration;
import io.hookline.server.configuration.StartRefused;
import io.hookline.server.configuration.http.SettingsApi;
import io.hookline.server.console.ConsoleFiles;
import io.hookline.server.console.ConsoleRoutes;
import io.hookline.server.delivery.Deliveries;
import io.hookline.server.delivery.http.BacktestApi;
import io.hookline.server.delivery.http.DeliveryRoutes;
import io.hookline.server.delivery.http.EventStarts;
import io.hookline.server.delivery.preview.PreviewEvents;
import io.hookline.server.endpoint.http.Endpoints;
import io.hookline.server.endpoint.invocation.EndpointLimits;
import io.hookline.server.event.Events;
import io.hookline.server.event.http.EventRoutes;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.Halt;
import io.hookline.server.execution.RoomWatch;
import io.hookline.server.execution.chain.Chains;
import io.hookline.server.execution.history.RunsOfFlows;
import io.hookline.server.execution.http.CardTestApi;
import io.hookline.server.execution.http.ExecutionRoutes;
import io.hookline.server.execution.http.HaltApi;
import io.hookline.server.execution.http.TryApi;
import io.hookline.server.execution.queue.RunningMarks;
import io.hookline.server.execution.rehearsal.Backtests;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.execution.run.Processors;
import io.hookline.server.execution.trial.CardTests;
import io.hookline.server.execution.trial.FlowTrials;
import io.hookline.server.feed.EventFeed;
import io.hookline.server.hook.health.HookCheckup;
import io.hookline.server.hook.http.EventHookApi;
import io.hookline.server.hook.http.HookRoutes;
import io.hookline.server.hook.lifecycle.HookContext;
import io.hookline.server.hook.lifecycle.HookSettings;
import io.hookline.server.hook.lifecycle.Hooks;
import io.hookline.server.http.Edge;
import io.hookline.server.http.Health;
import io.hookline.server.http.KnownPaths;
import io.hookline.server.http.LowDisk;
import io.hookline.server.http.Onward;
import io.hookline.server.http.Route;
import io.hookline.server.http.Router;
import io.hookline.server.memory.AnswerMemory;
import io.hookline.server.memory.MemoryLimits;
import io.hookline.server.memory.RequestMemory;
import io.hookline.server.metrics.Metrics;
import io.hookline.server.metrics.http.MetricsApi;
import io.hookline.server.metrics.http.StatusApi;
import io.hookline.server.pages.PageRoutes;
import io.hookline.server.pages.SignOnPages;
import io.hookline.server.retention.Retention;
import io.hookline.server.retention.http.RetentionRoutes;
import io.hookline.server.schedule.Scheduler;
import io.hookline.server.schedule.http.ScheduleApi;
import io.hookline.server.store.Database;
import io.hookline.server.studio.Studio;
import io.hookline.server.studio.Workspace;
import io.hookline.server.studio.connector.LoadedConnectors;
import io.hookline.server.studio.http.AuthorizeApi;
import io.hookline.server.studio.http.StudioApi;
import io.hookline.server.task.Service;
import io.hookline.server.template.Gallery;
import io.hookline.server.template.http.TemplateApi;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Everything that runs, wired in the order in which an event passes. */
final class Server implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Server.class);

    /** The exit status of a process that could not go on. */
    private static final int BROKEN = 70;

    private static final Duration REFUSED_FOR = Duration.ofSeconds(5);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<Service> services = new ArrayList<>();
    private final Configuration configuration;
    private final InstantSource clock;

    /** What callers have not read yet. */
    private final AnswerMemory answers;

    private AccessControl access;
    private Optional<SignOn> signOn = Optional.empty();
    private Halt halt;
    private HttpServer http;
    private Edge edge;
    private Router router;

    private Server(Configuration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
        this.answers = new AnswerMemory(configuration.memory().answers());
    }

    /**
     * Starts and returns when requests are answered.
     *
     * @throws StartRefused or StoreRefused in one sentence
     */
    static Server start(Configuration configuration, InstantSource clock) {
        Server server = new Server(configuration, clock);
        try {
            server.wire();
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    /** The way of an event, from the sources to the history. */
    private void wire() {
        http = HttpServer.reserve(configuration);
        closing(http::release);
        URI baseUrl = http.baseUrl();
        OpenFolder folder = closing(OpenFolder.at(configuration.data(), Server::halt));
        Database database = folder.database();
        Sealer sealer = folder.sealer();
        AddressGuard guard =
                new AddressGuard(configuration.outboundAllow(), configuration.development());
        HttpSender sender = closing(new HttpSender(guard));

        // Events are kept in one log; whoever sends them, or asks for anything, is known.
        Events events = closing(new Events(database, sealer, configuration.log(), clock));
        EventLog log = events.log();
        access = access(database, events, sealer, sender);
        signOn =
                configuration
                        .signOn()
                        .map(settings ->
                                SignOn.at(
                                        baseUrl,
                                        SignOnPages.CALLBACK,
                                        settings,
                                        access,
                                        sender,
                                        sealer,
                                        clock));
        OwnHosts hosts = new OwnHosts(baseUrl, configuration.bind());
        router = router(folder, hosts);
        router.add(EventRoutes.of(events, access.failedAttempts("source secrets"), baseUrl));

        // Flows are built of cards.
        Workspace workspace = new Workspace(database, sealer, log, clock);
        Calls calls = new Calls(sender, clock);
        MailSender mail = new MailSender(guard);
        CardCatalog code = InstalledCards.code(calls, mail, workspace.rows(), workspace.files());
        LoadedConnectors connectors =
                running(LoadedConnectors.of(code, configuration.connectors(), calls, clock));
        ValueMemory values = new ValueMemory(configuration.memory().executions());
        CurrentInterpreter interpreter =
                new CurrentInterpreter(connectors, configuration.executions(), values);
        Studio studio = new Studio(workspace, new KnownCards(interpreter::get, clock));
        running(workspace.connections().health());
        ConnectionTests tests = new ConnectionTests(calls, mail, connectors::find);
        AuthorizeApi authorize = AuthorizeApi.of(workspace.connections(), calls, clock);
        StudioApi studioApi =
                new StudioApi(
                        studio,
                        connectors,
                        tests,
                        authorize,
                        guard::allowsPlainCredentials,
                        new RunsOfFlows(database, clock));
        router.add(studioApi.routes());

        // They run, unless halted, when the clock, an event or a caller starts them.
        halt = new Halt(database, log, configuration.halted(), clock);
        Chains chains = new Chains(database, configuration.chains(), folder.space()::requireRoom);
        Facilities facilities =
                Facilities.of(
                        database,
                        log,
                        studio,
                        sealer,
                        chains,
                        configuration.guard(),
                        baseUrl,
                        interpreter::run,
                        clock);
        Executions executions = executions(facilities, folder, values);
        EventStarts starts = new EventStarts(events.log(), baseUrl, clock);
        router.add(ExecutionRoutes.of(executions, halt, facilities, configuration.log(), starts));
        FlowTrials trials = new FlowTrials(facilities, executions::isHalted, interpreter::effect);
        router.add(new TryApi(trials, studio, executions.history(), starts).routes());
        CardTests cardTests = new CardTests(facilities, executions::isHalted, interpreter::effect);
        router.add(new CardTestApi(cardTests, studio).routes());
        running(new Scheduler(database, studio::scheduled, executions, clock));
        router.add(new ScheduleApi(studio.flows(), clock).routes());
        running(new EventFeed(database, log, studio::fedByEvents, executions));
        EndpointLimits limits = configuration.endpoints();
        Endpoints endpoints =
                Endpoints.of(facilities, executions, access, limits, baseUrl, http.port());
        router.add(endpoints.routes());

        // Hooks pick events from the log; lanes deliver them, to our own flows in the process.
        HookSettings settings = configuration.hookSettings(baseUrl);
        HookContext context = HookContext.of(facilities, endpoints.own(), sender, settings);
        Deliveries deliveries = running(new Deliveries(context));
        Hooks hooks = new Hooks(context, deliveries);
        HookCheckup checkup = new HookCheckup(context, deliveries.progress());
        EventHookApi hookApi = new EventHookApi(hooks, checkup, events.types(), context);
        router.add(HookRoutes.of(hookApi, hooks, context));
        PreviewEvents previews = PreviewEvents.of(log, events.types(), clock);
        router.add(DeliveryRoutes.of(deliveries, hooks, checkup, previews, clock));
        Backtests backtests = new Backtests(facilities, executions::isHalted, interpreter::effect);
        router.add(new BacktestApi(backtests, facilities, context).routes());

        // What is old is deleted, and people are notified of what goes wrong.
        Retention retention =
                running(
                        Retention.of(
                                events, configuration.log(), deliveries, workspace.rowSweep()));
        router.add(RetentionRoutes.of(retention));
        Watched watched = Watched.of(events, executions, deliveries, checkup, folder.space());
        AlertSettings alertSettings = configuration.alerts();
        Alerts alerts =
                new Alerts(watched, studio, facilities, sender, guard, alertSettings, baseUrl);
        running(alerts);
        router.add(new AlertRuleApi(alerts, studio, guard::allowsPlainCredentials).routes());
        Metrics metrics =
                new Metrics(
                        database,
                        log,
                        executions,
                        deliveries,
                        checkup,
                        retention.storage(),
                        connectors);
        router.add(new MetricsApi(metrics, http.connections()).routes());
        StatusApi.Running running =
                new StatusApi.Running(
                        database, folder.space(), log, executions, deliveries, checkup);
        router.add(new StatusApi(running, http.connections(), clock.instant()).routes());
        Activity activity = running(new Activity(database, log, deliveries, executions, clock));
        router.add(
                ActivityRoutes.of(
                        activity,
                        hooks,
                        new Consequences(
                                events.log(),
                                hooks,
                                deliveries,
                                executions,
                                studio::fedByEvents,
                                interpreter::effect,
                                clock),
                        studio));
        router.add(new SettingsApi(configuration.settings()).routes());

        // People see all that in the console.
        router.add(PageRoutes.of(authorize, signOn)).missingPage(PageRoutes::missing);
        router.add(ConsoleRoutes.of(ConsoleFiles.ofThisBuild()));
        Gallery gallery = new Gallery(configuration.templates());
        router.add(new TemplateApi(gallery, new Onward(() -> edge)).routes());
        begin(sender, List.of(backtests, trials));
    }

    private AccessControl access(
            Database database, Events events, Sealer sealer, HttpSender sender) {
        AccessControl.Configured configured = configuration.access();
        return new AccessControl(database, events.accessLog(), sealer, sender, configured, clock);
    }

    /** Callers can connect at once; they are answered when everything runs. */
    private void begin(HttpSender sender, List<AutoCloseable> tried) {
        KnownPaths paths = KnownPaths.read();
        router.add(new ApiDescription(paths).routes());
        closing(http);
        edge = router.edge(paths);
        http.listen(edge);
        // Ends before the HTTP server, so that those who wait for one are answered.
        tried.forEach(this::closing);
        sender.prepare();
        signOn.ifPresent(SignOn::prepare);
        services.forEach(Service::start);
        http.serve();
        // Hashing is slow, and nobody waits for it.
        Thread.ofPlatform().daemon().name("administrator-password").start(this::note);
    }

    private void note() {
        try {
            passwordNote().ifPresent(log::warn);
        } catch (RuntimeException e) {
            log.debug("The administrator's password was not compared", e);
        }
    }

    /** Knows who sends a request, limits how many they send, and refuses events on a full disk. */
    private Router router(OpenFolder folder, OwnHosts hosts) {
        ClientAddress addresses = new ClientAddress(configuration.trustedProxies());
        Database database = folder.database();
        RequestLimit limit =
                new RequestLimit(configuration.requestsPerMinute(), database, access.log(), clock);
        MemoryLimits most = configuration.memory();
        RequestMemory memory = new RequestMemory(most.requests(), most.work());
        return new Router(http.baseUrl(), addresses, memory, answers)
                .filter(
                        new AuthenticationFilter(
                                hosts, access.authenticator(), access.sessions(), limit))
                .filter(new LowDisk(folder.space()))
                .add(new Health(database, folder.space()).routes())
                .add(new TokenApi(access.tokens(), clock).routes())
                .add(new PasswordApi(access.signIn()).routes())
                .add(new UserApi(access.users(), access.sessions()).routes())
                .add(new RoleApi(access.roles()).routes())
                .add(new OwnSessionApi(access.sessions(), access.users()).routes())
                .add(new SessionApi(access.signIn(), hosts, this::farewell).routes())
                .add(new SetupApi(access.signIn(), access.tokens(), hosts, way()).routes());
    }

    private Optional<URI> farewell(Sessions.Session session) {
        return signOn.flatMap(way -> way.farewell(session));
    }

    private Optional<SetupApi.Way> way() {
        return signOn.map(way -> new SetupApi.Way(way.button(), SignOnPages.PATH));
    }

    private Executions executions(Facilities facilities, OpenFolder folder, ValueMemory values) {
        RunningMarks marks = closing(RunningMarks.in(folder.folder().path()));
        Processors processors = Processors.shared(configuration.executionComputing());
        boolean halted = halt.state().isHalted();
        Executions executions =
                running(new Executions(facilities, halted, processors, values, answers, marks));
        running(new RoomWatch(executions, folder.space(), folder.reserve()));
        return executions;
    }

    /** Starts when requests are answered, in the order of the wiring. */
    private <T extends Service> T running(T service) {
        services.add(service);
        return closing(service);
    }

    /** Ends with the server, in the reverse order of the wiring. */
    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    /** Where people and receivers reach us. */
    URI baseUrl() {
        return http.baseUrl();
    }

    /** Every route that is served. */
    List<Route> routes() {
        return router.routes();
    }

    /** What must be done so that anything runs; empty when nothing halts. */
    Optional<String> lift() {
        return HaltApi.lift(halt.state());
    }

    /** What is wrong with the configured password of the administrator; empty when it is right. */
    Optional<String> passwordNote() {
        return access.passwordNote();
    }

    /** The token of the setup link, while nobody has an account. */
    Optional<String> setupToken() {
        return access.setupToken();
    }

    /** Answers one request, as after every start. */
    void rehearse(Duration limit) {
        http.rehearse(limit);
    }

    /**
     * After a failed commit nobody knows what is on disk: only a new start can show it. Those who
     * ask meanwhile are refused.
     */
    private static void halt(Throwable cause) {
        System.err.println(
                "hookline: the database could not write ("
                        + cause
                        + "), and the process ends; start it again.");
        Thread.ofPlatform()
                .name("halt")
                .start(() -> {
                    LockSupport.parkNanos(REFUSED_FOR.toNanos());
                    Runtime.getRuntime().halt(BROKEN);
                });
    }

    /** Ends in the reverse order: no new requests, then what runs, then the store. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                log.warn("A part did not end cleanly", e);
            }
        }
    }
}
