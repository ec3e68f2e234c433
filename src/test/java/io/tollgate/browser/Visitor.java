package io.tollgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody at a browser, who uses the console and notices whatever is wrong with a page. */
final class Visitor implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /** Pictures are for people, and take time: {@code -Dtollgate.screenshots=true}. */
    private static final Set<Look> PICTURED =
            Boolean.getBoolean("tollgate.screenshots") ? Set.of(Look.EN_LIGHT, Look.ZH_DARK) : Set.of();

    private static final int WIDE = 1280;
    private static final int NARROW = 390;
    private static final String REPORT_VIOLATIONS = """
            document.addEventListener("securitypolicyviolation", event =>
              console.error("Content security policy: " + event.violatedDirective + " " + event.blockedURI));
            """;

    private final BrowserContext context;
    private final Page page;
    private final Look look;
    private final List<String> problems = new CopyOnWriteArrayList<>();

    Visitor(Browser browser, String site, Look look) {
        this.look = look;
        context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(site)
                .setLocale(look.language())
                .setViewportSize(WIDE, 800)
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
        context.addInitScript(REPORT_VIOLATIONS);
        page = context.newPage();
        page.onConsoleMessage(this::heard);
        page.onPageError(error -> problems.add("Error in a script: " + error));
        page.onRequestFailed(this::failed);
        page.onResponse(this::answered);
        page.onDialog(this::asked);
    }

    private void heard(ConsoleMessage message) {
        if (message.type().equals("error") || message.type().equals("warning")) {
            problems.add("Console: " + message.text());
        }
    }

    /** What a script was asking when its page was left has not failed. */
    private void failed(Request request) {
        Request before = request.redirectedFrom();
        boolean leftUnfollowed = before != null && before.url().endsWith("/preferences");
        boolean leftBehind =
                request.headers().containsKey("hx-request") && "net::ERR_ABORTED".equals(request.failure());
        if (!leftUnfollowed && !leftBehind) {
            problems.add("Failed: " + request.url() + " " + request.failure());
        }
    }

    private static boolean loadsPage(Request request) {
        return request.isNavigationRequest() && request.method().equals("GET");
    }

    private void answered(Response response) {
        if (response.status() >= 400) {
            problems.add(response.status() + " from " + response.url());
        }
    }

    private void asked(Dialog dialog) {
        if (!dialog.type().equals("confirm")) {
            problems.add("A page opened a dialog: " + dialog.message());
        }
        dialog.accept();
    }

    Page page() {
        return page;
    }

    Locator at(String selector) {
        return page.locator(selector);
    }

    String says(String key, Object... arguments) {
        return look.says(key, arguments);
    }

    /** The present page's path. */
    String path() {
        return URI.create(page.url()).getPath();
    }

    /** A link in the page's content. */
    Locator link(String text) {
        return at("main")
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(text).setExact(true));
    }

    /** A link or a button by a message that it says. */
    Locator button(String key) {
        return at("main, header.page-header, .bare")
                .locator("a, button")
                .filter(new Locator.FilterOptions().setHasText(look.says(key)))
                .first();
    }

    /** Opens a page, and looks at it closely. */
    void open(String path) {
        page.navigate(path);
        inspect();
    }

    void signIn(String name, String password) {
        page.navigate("/login");
        at("#username").fill(name);
        at("#password").fill(password);
        at("form[action$='/login'] button").click();
    }

    /** Chooses language and theme by their buttons. */
    void choose(Look chosen) {
        String language = chosen.language().substring(0, 2);
        Locator button = at("[data-preferences] button[name='language'][value='" + language + "']")
                .last();
        page.waitForRequestFinished(
                new Page.WaitForRequestFinishedOptions().setPredicate(Visitor::loadsPage), button::click);
        assertThat(at("html")).hasAttribute("lang", chosen.language());
        Locator theme = at("[data-preferences] button[name='theme'][value='" + chosen.theme() + "']")
                .last();
        page.waitForResponse("**/preferences", theme::click);
        assertThat(at("html")).hasAttribute("data-bs-theme", chosen.theme());
    }

    /** The page says that something was done. */
    void isTold(String key, Object... arguments) {
        assertThat(at(".alert-success")).containsText(look.says(key, arguments));
    }

    /** Looks at the page as it is, wide and narrow, keeping pictures of it. */
    void inspect(String name) {
        inspect();
        if (PICTURED.contains(look)) {
            picture(name);
            page.setViewportSize(NARROW, 844);
            picture(name + "-narrow");
            page.setViewportSize(WIDE, 800);
        }
    }

    private void picture(String name) {
        Object height = page.evaluate("() => document.documentElement.scrollHeight");
        page.setViewportSize(page.viewportSize().width, ((Number) height).intValue());
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(SCREENSHOTS.resolve(look.slug()).resolve(name + ".png")));
    }

    /** Looks at the page as it is. */
    void inspect() {
        page.waitForLoadState(LoadState.LOAD);
        assertThat(at("html")).hasAttribute("lang", look.language());
        assertThat(at("html")).hasAttribute("data-bs-theme", look.theme());
        assertThat(at("h1")).hasCount(1);
        assertThat(page.content()).as("messages of %s", page.url()).doesNotContainPattern("\\?\\?[\\w.\\-]+\\?\\?");
        assertThat(Flaws.of(page)).as("flaws of %s", page.url()).isEmpty();
        assertThat(Flaws.tooWide(page))
                .as("wider than %d px at %s", WIDE, page.url())
                .isEmpty();
        page.setViewportSize(NARROW, 844);
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> assertThat(Flaws.tooWide(page))
                        .as("wider than %d px at %s", NARROW, page.url())
                        .isEmpty());
        page.setViewportSize(WIDE, 800);
        assertThat(problems).as("what went wrong until %s", page.url()).isEmpty();
    }

    /** What went wrong so far, which is forgotten then. */
    List<String> forgive() {
        List<String> forgiven = List.copyOf(problems);
        problems.clear();
        return forgiven;
    }

    @Override
    public void close() {
        context.close();
    }
}
