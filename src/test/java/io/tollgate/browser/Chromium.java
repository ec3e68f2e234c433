package io.tollgate.browser;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The browser that this machine has; the tests need one, and are skipped where there is none. */
final class Chromium implements AutoCloseable {

    private static final double PATIENCE_MS = 20_000;

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path executable) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(FLAGS));
    }

    static Chromium start() {
        Optional<Path> executable = Stream.of(
                        System.getProperty("tollgate.chromium"),
                        System.getenv("TOLLGATE_CHROMIUM"),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome")
                .filter(Objects::nonNull)
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeThat(executable)
                .as("The browser tests need Chromium: install it, or name its executable in TOLLGATE_CHROMIUM")
                .isPresent();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        return new Chromium(executable.orElseThrow());
    }

    /** A visitor without cookies. */
    Visitor visit(String site, Look look) {
        return new Visitor(browser, site, look);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
