package io.tollgate.console;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.account.Role;
import io.tollgate.account.User;
import io.tollgate.account.Users;
import io.tollgate.provider.BaseUrl;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Where an administrator and a viewer sit in a test: they open pages and send forms. Also makes rows to work on. */
@TestComponent
class Desk {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final MockMvcTester mvc;
    private final Users users;
    private final Providers providers;
    private final Models models;
    private final Deployments deployments;
    private final Teams teams;
    private final Ids ids;
    private final InstantSource clock;
    private final User admin;
    private final User viewer;

    Desk(
            MockMvcTester mvc,
            Users users,
            Providers providers,
            Models models,
            Deployments deployments,
            Teams teams,
            Ids ids,
            InstantSource clock) {
        this.mvc = mvc;
        this.users = users;
        this.providers = providers;
        this.models = models;
        this.deployments = deployments;
        this.teams = teams;
        this.ids = ids;
        this.clock = clock;
        this.admin = add(Role.ADMIN);
        this.viewer = add(Role.VIEWER);
    }

    private User add(Role role) {
        return users.save(new User(ids.next(), name("person"), "-", role, Source.CONSOLE, clock.instant()));
    }

    /** A name that nothing has yet. */
    static String name(String start) {
        return start + "-" + NUMBER.incrementAndGet();
    }

    MvcTestResult open(String path, Object... variables) {
        return mvc.get().uri(path, variables).with(as(admin)).exchange();
    }

    /** Opens an address that is encoded already, as in a link. */
    MvcTestResult openLink(String address) {
        return mvc.get().uri(URI.create(address)).with(as(admin)).exchange();
    }

    /** Asks for a part of a page, as a script does. */
    MvcTestResult poll(String path) {
        return mvc.get().uri(path).header("HX-Request", "true").with(as(admin)).exchange();
    }

    MvcTestResult openAsViewer(String path) {
        return mvc.get().uri(path).with(as(viewer)).exchange();
    }

    MvcTestResult openInChinese(String path) {
        return mvc.get()
                .uri(path)
                .with(as(admin))
                .locale(Locale.SIMPLIFIED_CHINESE)
                .exchange();
    }

    /** Opens the page that a form's answer leads to, in the same session. */
    MvcTestResult follow(MvcTestResult sent) {
        String target = sent.getMvcResult().getResponse().getRedirectedUrl();
        if (target == null) {
            throw new AssertionError(
                    "No redirect but " + sent.getMvcResult().getResponse().getStatus() + ": " + text(sent));
        }
        String path = target.contains("#") ? target.substring(0, target.indexOf('#')) : target;
        return mvc.get().uri(path).session(session(sent)).with(as(admin)).exchange();
    }

    /** Sends a form: names and values in turn. */
    MvcTestResult send(String path, String... fields) {
        return sendAs(admin, path, fields);
    }

    MvcTestResult sendAsViewer(String path, String... fields) {
        return sendAs(viewer, path, fields);
    }

    /** Sends a file in a form's field of that name. */
    MvcTestResult upload(String path, String fileName, String content) {
        return mvc.post()
                .uri(path)
                .multipart()
                .file(new MockMultipartFile(
                        "file", fileName, "application/json", content.getBytes(StandardCharsets.UTF_8)))
                .with(as(admin))
                .with(csrf())
                .exchange();
    }

    private MvcTestResult sendAs(User who, String path, String... fields) {
        var form = mvc.post().uri(path).with(as(who)).with(csrf());
        for (int i = 0; i < fields.length; i += 2) {
            form = form.param(fields[i], fields[i + 1]);
        }
        return form.exchange();
    }

    private static RequestPostProcessor as(User user) {
        return authentication(SignedIn.of(user).authentication());
    }

    private static MockHttpSession session(MvcTestResult result) {
        return (MockHttpSession) result.getMvcResult().getRequest().getSession();
    }

    static String text(MvcTestResult result) {
        try {
            return result.getMvcResult().getResponse().getContentAsString(StandardCharsets.UTF_8);
        } catch (UnsupportedEncodingException e) {
            throw new AssertionError(e);
        }
    }

    /** The id at the end of the address that a form's answer leads to. */
    static UUID idOf(MvcTestResult sent) {
        String target = sent.getMvcResult().getResponse().getRedirectedUrl();
        if (target == null) {
            throw new AssertionError(text(sent));
        }
        return UUID.fromString(target.substring(target.lastIndexOf('/') + 1));
    }

    Provider provider(Source source, String baseUrl) {
        return providers.save(
                new Provider(ids.next(), name("provider"), "openai", BaseUrl.parse(baseUrl), source, clock.instant()));
    }

    Model model(Source source) {
        return models.save(new Model(ids.next(), name("model"), source, clock.instant()));
    }

    Deployment deployment(Model model, Provider provider, Source source) {
        return deployments.save(
                new Deployment(ids.next(), model.getId(), provider.getId(), model.getName(), source, clock.instant()));
    }

    Team team(Source source) {
        return teams.save(new Team(ids.next(), name("team"), source, clock.instant()));
    }
}
