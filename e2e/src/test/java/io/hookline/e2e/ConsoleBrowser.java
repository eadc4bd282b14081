package io.hookline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A person at the console in a real browser, who notices everything that is wrong with a page. */
final class ConsoleBrowser implements AutoCloseable {
    private static final Path BROWSER =
            Path.of(
                    Optional.ofNullable(System.getenv("HOOKLINE_BROWSER"))
                            .orElse("/usr/bin/chromium"));

    /** Where pictures go; none are taken where nobody asked for them. */
    private static final Optional<Path> PICTURES =
            Optional.ofNullable(System.getProperty("hookline.screenshots")).map(Path::of);

    private static final boolean EVERY_LOOK = Boolean.getBoolean("hookline.everyLook");
    private static final int WIDE = 1280;
    private static final int NARROW = 390;

    /** Finds what people with disabilities cannot use; installed with the console. */
    private static final Path AXE =
            Checkout.root().resolve("console/node_modules/axe-core/axe.min.js");

    /** The rules of WCAG 2.2 at the levels A and AA; each violation in a line. */
    private static final String AUDIT =
            """
            async () => {
              const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
              const { violations } = await axe.run(document, { runOnly: tags })
              return violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ' at ' + node.target.join(' ')
                + ': ' + node.failureSummary))
            }
            """;

    private final URI home;
    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    private ConsoleBrowser(URI home, Playwright playwright, Browser browser) {
        this.home = home;
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Opens a browser beside a server; skips the test where there is none. */
    static ConsoleBrowser at(URI home) {
        assumeTrue(Files.isExecutable(BROWSER), () -> BROWSER + " is not installed");
        assumeTrue(Files.isReadable(AXE), () -> "the console was not built: " + AXE);
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(BROWSER)
                                        .setArgs(List.of("--no-sandbox")));
        return new ConsoleBrowser(home, playwright, browser);
    }

    /** A window of that width, in light or dark, on the first page of the console. */
    Page window(int width, ColorScheme scheme) {
        BrowserContext context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(width, 900)
                                .setColorScheme(scheme)
                                .setLocale("en-GB"));
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        page.onRequest(request -> {
            if (!request.url().startsWith(home.toString())) {
                complaints.add(page.url() + " asks elsewhere: " + request.url());
            }
        });
        go(page, "/");
        return page;
    }

    /** The first page of the console in a window where no script runs. */
    Page windowWithoutScripts() {
        Page page =
                browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))
                        .newPage();
        go(page, "/");
        return page;
    }

    /** An empty window that runs a script before every page; nobody listens to its complaints. */
    Page windowThatFirstRuns(String script) {
        Page page = browser.newContext().newPage();
        page.addInitScript(script);
        return page;
    }

    void go(Page page, String path) {
        page.navigate(home + "/console" + path);
    }

    void signIn(Page page) {
        page.getByLabel("Name").fill("admin");
        page.locator("input[name=password]").fill(Hookline.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
        page.waitForSelector("[data-signed-in=true]");
    }

    /**
     * Looks at pages as one who is signed in: wide and light, narrow and dark; with {@code
     * -Dhookline.everyLook=true} also wide and dark, narrow and light.
     *
     * @param name what a page's pictures are called, of its path
     * @param after looks further at each page
     */
    void visit(List<String> paths, UnaryOperator<String> name, Consumer<Page> after) {
        for (int width : List.of(WIDE, NARROW)) {
            ColorScheme usual = width == WIDE ? ColorScheme.LIGHT : ColorScheme.DARK;
            List<ColorScheme> schemes =
                    EVERY_LOOK ? List.of(ColorScheme.LIGHT, ColorScheme.DARK) : List.of(usual);
            Page page = window(width, schemes.getFirst());
            signIn(page);
            for (String path : paths) {
                go(page, path);
                page.waitForSelector("h1, h2");
                for (ColorScheme scheme : schemes) {
                    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                    page.waitForSelector(
                            "[data-mantine-color-scheme=%s]"
                                    .formatted(scheme.name().toLowerCase(Locale.ROOT)));
                    look(page, name.apply(path) + "-" + name(width, scheme));
                }
                after.accept(page);
            }
            page.context().close();
        }
    }

    /** As {@link #visit(List, UnaryOperator, Consumer)}. */
    void visit(List<String> paths, UnaryOperator<String> name) {
        visit(paths, name, page -> {});
    }

    /** What it can be called in a picture's name. */
    static String name(int width, ColorScheme scheme) {
        return width + "-" + scheme.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Takes a picture where they are wanted, and holds the page against the rules for everybody.
     */
    void look(Page page, String name) {
        page.waitForFunction("() => !document.querySelector('.mantine-Skeleton-root')");
        PICTURES.ifPresent(folder ->
                page.screenshot(
                        new Page.ScreenshotOptions()
                                .setPath(folder.resolve("console-" + name + ".png"))
                                .setFullPage(true)));
        try {
            page.evaluate(Files.readString(AXE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat((List<?>) page.evaluate(AUDIT)).as("%s at %s", name, page.url()).isEmpty();
        assertThat(page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"))
                .as("%s fits its window", name)
                .isEqualTo(true);
        assertThat(page.title()).as(name).endsWith("· Hookline");
    }

    /** Errors, warnings, violations of the policy, requests to elsewhere. */
    List<String> complaints() {
        return complaints;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
