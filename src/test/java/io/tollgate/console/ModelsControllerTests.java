package io.tollgate.console;

import static io.tollgate.console.Desk.idOf;
import static io.tollgate.console.Desk.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.catalog.Catalog;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.pricing.Part;
import io.tollgate.pricing.PriceOwner;
import io.tollgate.pricing.Prices;
import io.tollgate.pricing.Rate;
import io.tollgate.pricing.Rates;
import io.tollgate.provider.Provider;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.storage.Source;
import java.math.BigDecimal;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@PageTest
class ModelsControllerTests {

    private static final Rates PRICE =
            Rates.ofDollars(new BigDecimal("0.15"), new BigDecimal("0.075"), new BigDecimal("0.6"), null);

    @Autowired
    private Desk desk;

    @Autowired
    private Models models;

    @Autowired
    private Deployments deployments;

    @Autowired
    private Prices prices;

    @Autowired
    private LiveCatalog catalog;

    private Rates rates(PriceOwner owner) {
        return prices.of(owner).getFirst().terms().schedule().rates();
    }

    @Test
    void addsAModelWithItsPriceAndFirstDeployment() {
        Provider provider = desk.provider(Source.CONSOLE, "https://api.example.com");
        String name = name("gpt");

        UUID id = idOf(desk.send(
                "/models",
                "name",
                name,
                "provider",
                provider.getId().toString(),
                "price.input",
                "0.15",
                "price.cachedInput",
                "0.075",
                "price.output",
                "0.60"));

        assertThat(rates(PriceOwner.model(id))).isEqualTo(PRICE);
        assertThat(deployments.findByModelIdAndRetiredAtIsNullOrderByPriority(id))
                .singleElement()
                .returns(name, Deployment::getProviderModel)
                .returns(provider.getId(), Deployment::getProviderId);
        assertThat(desk.open("/models")).bodyText().contains(name, "$0.15", "$0.60");
        assertThat(desk.open("/models/" + id)).bodyText().contains("value=\"0.075\"", provider.getName());
    }

    @Test
    void everyChangeIsInForceAtOnce() {
        Catalog before = catalog.current();

        desk.send("/models", "name", name("published"));

        assertThat(catalog.current()).isNotNull().isNotSameAs(before);
    }

    @Test
    void saysWhatIsWrong() {
        Model other = desk.model(Source.CONSOLE);

        assertThat(desk.send("/models", "name", other.getName())).bodyText().contains("This name is in use");
        assertThat(desk.send("/models", "name", "")).bodyText().contains("Fill this in.");
        assertThat(desk.send("/models", "name", name("wrong"), "price.input", "cheap"))
                .bodyText()
                .containsOnlyOnce("Write an amount in US dollars")
                .contains("value=\"cheap\"");
        assertThat(desk.send("/models", "name", "m".repeat(201))).bodyText().contains("At most 200 characters.");
        assertThat(desk.send("/models", "name", name("wrong"), "price.input", "-1", "price.output", "0.0000000001"))
                .bodyText()
                .contains("Write an amount in US dollars");
    }

    @Test
    void changesNameAndPrice() {
        Model model = desk.model(Source.CONSOLE);
        desk.deployment(model, desk.provider(Source.CONSOLE, "https://api.example.com"), Source.CONSOLE);
        String path = "/models/" + model.getId();
        assertThat(desk.open(path)).bodyText().contains("no price");

        MvcTestResult answer = desk.send(
                path,
                "name",
                name("renamed"),
                "price.input",
                "0.15",
                "price.cachedInput",
                "0.075",
                "price.output",
                "0.6",
                "price.unit",
                "0.000000000000001");

        assertThat(desk.follow(answer))
                .bodyText()
                .contains("Saved.", "value=\"0.000000000000001\"")
                .doesNotContain("no price");
        assertThat(model(model.getId()).getName()).startsWith("renamed");
        assertThat(rates(PriceOwner.model(model.getId())).own(Part.UNIT)).isEqualTo(Rate.of(1));
    }

    @Test
    void keepsTheContextWindow() {
        UUID id = idOf(desk.send("/models", "name", name("long"), "contextWindow", " 128000 "));
        String path = "/models/" + id;

        assertThat(desk.open(path)).bodyText().contains("Context window", "value=\"128000\"");
        assertThat(desk.openInChinese(path)).bodyText().contains("上下文窗口");
        assertThat(desk.send(path, "name", name("long"), "contextWindow", "100000001"))
                .bodyText()
                .contains("Write a whole number of tokens", "value=\"100000001\"");
        assertThat(desk.send(path, "name", name("long"), "contextWindow", "0"))
                .bodyText()
                .contains("Write a whole number of tokens");
        assertThat(model(id).getContextWindow()).isEqualTo(128_000);
        desk.send(path, "name", name("long"), "contextWindow", "100000000");
        assertThat(model(id).getContextWindow()).isEqualTo(Model.LARGEST_WINDOW);
        desk.send(path, "name", name("long"), "contextWindow", "");
        assertThat(model(id).getContextWindow()).isNull();
    }

    @Test
    void ranksDeployments() {
        Model model = desk.model(Source.CONSOLE);
        Provider provider = desk.provider(Source.CONSOLE, "https://api.example.com");
        String path = "/models/" + model.getId() + "/deployments";

        desk.send(
                path,
                "provider",
                provider.getId().toString(),
                "providerModel",
                "upstream-name",
                "rank.priority",
                "2",
                "rank.weight",
                "30",
                "streamOnly",
                "true",
                "price.input",
                "1");

        Deployment added = only(model);
        assertThat(added.getPriority()).isEqualTo(2);
        assertThat(added.getWeight()).isEqualTo(30);
        assertThat(added.isStreamOnly()).isTrue();
        assertThat(rates(PriceOwner.deployment(added.getId())).own(Part.INPUT)).isEqualTo(Rate.of(1_000_000_000L));
        String one = path + "/" + added.getId();
        assertThat(desk.open(one)).hasStatusOk().bodyText().contains("upstream-name", "checked=\"checked\"");

        desk.send(
                one,
                "provider",
                provider.getId().toString(),
                "providerModel",
                "other",
                "rank.priority",
                "1",
                "rank.weight",
                "0");
        assertThat(only(model).getProviderModel()).isEqualTo("other");
        assertThat(only(model).isStreamOnly()).isFalse();
        assertThat(prices.of(PriceOwner.deployment(added.getId()))).isEmpty();

        desk.send(one + "/disable");
        assertThat(only(model).isDisabled()).isTrue();
        desk.send(one + "/enable");
        assertThat(only(model).isDisabled()).isFalse();
        desk.send(one + "/retire");
        assertThat(deployments.findByModelIdAndRetiredAtIsNullOrderByPriority(model.getId()))
                .isEmpty();
    }

    @Test
    void saysWhatIsWrongWithADeployment() {
        Model model = desk.model(Source.CONSOLE);
        String path = "/models/" + model.getId() + "/deployments";

        assertThat(desk.send(path, "provider", "", "providerModel", "", "rank.priority", "0", "rank.weight", "2000"))
                .hasStatusOk()
                .bodyText()
                .contains("Fill this in.", "must be greater than or equal to 1", "must be less than or equal to 1000");
        assertThat(desk.send(path, "provider", UUID.randomUUID().toString(), "providerModel", "m"))
                .hasStatus(404);
        assertThat(deployments.findByModelIdAndRetiredAtIsNullOrderByPriority(model.getId()))
                .isEmpty();
    }

    @Test
    void aDeclaredModelIsOnlySwitchedOffAndOn() {
        Model declared = desk.model(Source.FILE);
        Provider provider = desk.provider(Source.FILE, "https://api.example.com");
        Deployment deployment = desk.deployment(declared, provider, Source.FILE);
        String path = "/models/" + declared.getId();

        assertThat(desk.open(path)).bodyText().contains("Declared in the settings file", "disabled=\"disabled\"");
        desk.send(path, "name", "other", "price.input", "1");
        desk.send(path + "/retire");
        desk.send(path + "/deployments", "provider", provider.getId().toString(), "providerModel", "m");
        desk.send(
                path + "/deployments/" + deployment.getId(),
                "provider",
                provider.getId().toString(),
                "providerModel",
                "m");
        desk.send(path + "/deployments/" + deployment.getId() + "/retire");
        desk.send(path + "/disable");

        assertThat(model(declared.getId()).getName()).isEqualTo(declared.getName());
        assertThat(prices.of(PriceOwner.model(declared.getId()))).isEmpty();
        assertThat(model(declared.getId()).isRetired()).isFalse();
        assertThat(model(declared.getId()).isDisabled()).isTrue();
        assertThat(only(declared).getProviderModel()).isEqualTo(declared.getName());
    }

    @Test
    void whatIsRefusedIsSaidOnThePageItCameFrom() {
        Model declared = desk.model(Source.FILE);
        String path = "/models/" + declared.getId();
        Deployment deployment =
                desk.deployment(declared, desk.provider(Source.FILE, "https://api.example.com"), Source.FILE);

        assertThat(desk.send(path, "name", "other")).hasRedirectedUrl(path);
        assertThat(desk.send(path + "/deployments/" + deployment.getId() + "/retire"))
                .hasRedirectedUrl(path);
        assertThat(desk.send(path + "/retire")).hasRedirectedUrl("/models");
        assertThat(desk.send("/prices" + path, "input", "1")).hasRedirectedUrl("/prices");
        assertThat(desk.send("/limits/deployment/" + deployment.getId(), "rpm", "1"))
                .hasRedirectedUrl("/limits");
        assertThat(desk.openAsViewer(path + "/deployments/" + deployment.getId()))
                .hasStatus(403);
    }

    @Test
    void removesAModelWithItsDeployments() {
        Model model = desk.model(Source.CONSOLE);
        desk.deployment(model, desk.provider(Source.CONSOLE, "https://api.example.com"), Source.CONSOLE);

        desk.send("/models/" + model.getId() + "/retire");

        assertThat(model(model.getId()).isRetired()).isTrue();
        assertThat(deployments.findByModelIdAndRetiredAtIsNullOrderByPriority(model.getId()))
                .isEmpty();
        assertThat(desk.send("/models", "name", model.getName())).hasStatus3xxRedirection();
    }

    private Model model(UUID id) {
        return models.findById(id).orElseThrow();
    }

    private Deployment only(Model model) {
        return deployments
                .findByModelIdAndRetiredAtIsNullOrderByPriority(model.getId())
                .getFirst();
    }
}
