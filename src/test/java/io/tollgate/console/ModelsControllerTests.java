package io.tollgate.console;

import static io.tollgate.console.Desk.idOf;
import static io.tollgate.console.Desk.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.catalog.Catalog;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.pricing.Price;
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

    private static final Price PRICE =
            Price.ofDollars(new BigDecimal("0.15"), new BigDecimal("0.075"), new BigDecimal("0.6"), null);

    @Autowired
    private Desk desk;

    @Autowired
    private Models models;

    @Autowired
    private Deployments deployments;

    @Autowired
    private LiveCatalog catalog;

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

        assertThat(model(id).getPrice()).isEqualTo(PRICE);
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
                .contains("Write an amount in US dollars", "value=\"cheap\"");
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
        assertThat(model(model.getId()).getPrice().unit()).isEqualTo(1);
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
        assertThat(added.getPrice().input()).isEqualTo(1_000_000_000L);
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
        assertThat(only(model).getPrice()).isEqualTo(Price.NONE);

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
        assertThat(model(declared.getId()).getPrice()).isEqualTo(Price.NONE);
        assertThat(model(declared.getId()).isRetired()).isFalse();
        assertThat(model(declared.getId()).isDisabled()).isTrue();
        assertThat(only(declared).getProviderModel()).isEqualTo(declared.getName());
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
