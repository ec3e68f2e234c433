package io.tollgate.console;

import static io.tollgate.console.Desk.idOf;
import static io.tollgate.console.Desk.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.catalog.LiveCatalog;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Choosing;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.routing.Redirect;
import io.tollgate.routing.Redirects;
import io.tollgate.routing.RoutingDefaults;
import io.tollgate.routing.Strategy;
import io.tollgate.storage.Source;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Strategies, fallbacks, tags and redirects, as they are set in the console. */
@PageTest
class RoutingControllerTests {

    private static final String PAGE = "/models/routing";

    @Autowired
    private Desk desk;

    @Autowired
    private Models models;

    @Autowired
    private Deployments deployments;

    @Autowired
    private Providers providers;

    @Autowired
    private Redirects redirects;

    @Autowired
    private RoutingDefaults defaults;

    @Autowired
    private LiveCatalog catalog;

    private Choosing inForce(String name) {
        return Objects.requireNonNull(
                        Objects.requireNonNull(catalog.current()).models().find(name))
                .model()
                .choosing();
    }

    private Redirect redirect(String name) {
        return redirects.findByLiveName(name).orElseThrow();
    }

    @Test
    void aModelSaysHowItIsChosen() {
        String other = desk.model(Source.CONSOLE).getName();
        String name = name("chosen");
        UUID id = idOf(desk.send(
                "/models",
                "name",
                name,
                "choosing.strategy",
                "least-used",
                "choosing.affinity",
                "off",
                "choosing.fallbacks",
                " " + other + "\n\n" + other));

        assertThat(inForce(name)).isEqualTo(new Choosing(Strategy.LEAST_USED, false, List.of(other)));
        assertThat(desk.open("/models/" + id)).bodyText().contains("Least used", other);
        assertThat(desk.openInChinese("/models/" + id)).bodyText().contains("最少使用", "备用模型");

        desk.send("/models/" + id, "name", name, "choosing.strategy", "", "choosing.affinity", "");
        assertThat(models.findById(id).orElseThrow())
                .returns(null, Model::getStrategy)
                .returns(null, Model::getAffinity)
                .returns(List.of(), Model::getFallbacks);
    }

    @Test
    void whatStandsInMustExist() {
        String name = name("lonely");
        assertThat(desk.send("/models", "name", name, "choosing.fallbacks", name + "\nmissing-model"))
                .hasStatusOk()
                .bodyText()
                .contains(name + " is the model itself", "There is no model missing-model");
        assertThat(desk.send("/models", "name", name, "choosing.fallbacks", "a\nb\nc\nd\ne\nf"))
                .bodyText()
                .contains("Name at most 5 models");
        assertThat(models.findByLiveName(name)).isEmpty();
    }

    @Test
    void whatIsNamedKeepsItsNamesRight() {
        Model small = desk.model(Source.CONSOLE);
        String name = name("large");
        UUID id = idOf(desk.send("/models", "name", name, "choosing.fallbacks", small.getName()));
        String old = name("old");
        desk.send(PAGE + "/redirects", "name", old, "target", small.getName());

        String renamed = name("renamed");
        desk.send("/models/" + small.getId(), "name", renamed);

        assertThat(models.findById(id).orElseThrow().getFallbacks()).containsExactly(renamed);
        assertThat(redirect(old).getTarget()).isEqualTo(renamed);

        assertThat(desk.follow(desk.send("/models/" + small.getId() + "/retire")))
                .bodyText()
                .contains("Another model falls back on this one");
        desk.send(PAGE + "/redirects/" + redirect(old).getId() + "/retire");
        desk.send("/models/" + id, "name", name);
        desk.send("/models/" + small.getId() + "/retire");
        assertThat(models.findById(small.getId()).orElseThrow().isRetired()).isTrue();
    }

    @Test
    void aNameHoldsOneStarAtMost() {
        String name = name("wild");
        assertThat(desk.send("/models", "name", name + "**")).bodyText().contains("one star at most");

        desk.send("/models", "name", name + "*");
        assertThat(inForce(name + "-anything")).isEqualTo(inForce(name));
    }

    @Test
    void redirectsAreAddedSwitchedAndRemoved() {
        String target = desk.model(Source.CONSOLE).getName();
        String name = name("alias");
        desk.send("/models/" + models.findByLiveName(target).orElseThrow().getId(), "name", target);

        assertThat(desk.follow(desk.send(PAGE + "/redirects", "name", name, "target", target)))
                .bodyText()
                .contains(name, target, "The redirect is added");
        assertThat(inForce(name)).isEqualTo(inForce(target));

        UUID id = redirect(name).getId();
        desk.send(PAGE + "/redirects/" + id + "/disable");
        assertThat(Objects.requireNonNull(catalog.current()).models().find(name))
                .isNull();
        desk.send(PAGE + "/redirects/" + id + "/enable");
        assertThat(inForce(name)).isNotNull();
        desk.send(PAGE + "/redirects/" + id + "/retire");
        assertThat(redirects.findByLiveName(name)).isEmpty();
    }

    @Test
    void aRedirectLeadsFromAFreeNameToAModel() {
        Model model = desk.model(Source.CONSOLE);
        String name = name("alias");
        desk.send(PAGE + "/redirects", "name", name, "target", model.getName());

        assertThat(desk.send(PAGE + "/redirects", "name", name, "target", model.getName()))
                .bodyText()
                .contains("This name is in use");
        assertThat(desk.send(PAGE + "/redirects", "name", model.getName(), "target", model.getName()))
                .bodyText()
                .contains("A model has this name");
        assertThat(desk.send(PAGE + "/redirects", "name", name("next"), "target", name))
                .bodyText()
                .contains("There is no such model");
        assertThat(desk.send(PAGE + "/redirects", "name", "gpt-*", "target", model.getName()))
                .bodyText()
                .contains("The name holds a star");
        assertThat(desk.send("/models", "name", name)).bodyText().contains("This name is a redirect");
    }

    @Test
    void theDefaultHoldsForAllThatSayNothing() {
        Model model = desk.model(Source.CONSOLE);
        try {
            desk.send(PAGE + "/default", "strategy", "round-robin");
            assertThat(inForce(model.getName())).isEqualTo(new Choosing(Strategy.ROUND_ROBIN, false, List.of()));
            assertThat(desk.open(PAGE)).bodyText().contains("In turn");
        } finally {
            desk.send(PAGE + "/default", "strategy", "priority", "affinity", "true");
        }
        assertThat(inForce(model.getName())).isEqualTo(Choosing.USUAL);
        assertThat(defaults.findByRetiredAtIsNull()).hasSize(1);
    }

    @Test
    void viewersLookAndChangeNothing() {
        assertThat(desk.openAsViewer(PAGE)).hasStatusOk().bodyText().doesNotContain("Add a redirect");
        assertThat(desk.sendAsViewer(PAGE + "/default", "strategy", "random")).hasStatus(403);
        assertThat(desk.sendAsViewer(PAGE + "/redirects", "name", "a", "target", "b"))
                .hasStatus(403);
    }

    @Test
    void deploymentsAndProvidersCarryTags() {
        Provider provider = desk.provider(Source.CONSOLE, "https://api.example.com");
        Model model = desk.model(Source.CONSOLE);
        String path = "/models/" + model.getId() + "/deployments";
        String id = provider.getId().toString();

        assertThat(desk.send(path, "provider", id, "providerModel", "x", "tags", "a/b"))
                .bodyText()
                .contains("Write words of letters");
        desk.send(path, "provider", id, "providerModel", "x", "tags", "EU, fast fast");
        desk.send(
                "/providers/" + id,
                "name",
                provider.getName(),
                "preset",
                "openai",
                "baseUrl",
                "https://api.example.com",
                "tags",
                "cheap");

        assertThat(deployments
                        .findByModelIdAndRetiredAtIsNullOrderByPriority(model.getId())
                        .getFirst()
                        .getTags())
                .containsExactly("eu", "fast");
        assertThat(providers.findById(provider.getId()).orElseThrow().getTags()).containsExactly("cheap");
        assertThat(desk.open("/models/" + model.getId())).bodyText().contains(">eu<", ">fast<");
        assertThat(desk.open("/providers/" + id)).bodyText().contains(">cheap<");
    }
}
