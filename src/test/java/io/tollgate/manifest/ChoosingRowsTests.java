package io.tollgate.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.access.VirtualKeys;
import io.tollgate.catalog.Catalog;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Choosing;
import io.tollgate.routing.Models;
import io.tollgate.routing.Redirect;
import io.tollgate.routing.Redirects;
import io.tollgate.routing.RoutingDefault;
import io.tollgate.routing.RoutingDefaults;
import io.tollgate.routing.RoutingTable.Served;
import io.tollgate.routing.Strategy;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a settings file says of how candidates are chosen. */
@SpringBootTest(
        classes = ManifestSlice.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "tollgate.home=target/choosing-rows-tests/${random.uuid}",
            "spring.datasource.url=jdbc:h2:mem:choosing-rows-tests"
        })
class ChoosingRowsTests {

    private static final String MODELS = """
            version: 1
            providers:
              - {name: main, dialect: openai, base-url: https://api.example.com, tags: [EU, fast],
                 credentials: [{name: first, secret: upstream-secret-0001}]}
            models:
              - name: gpt
                strategy: round-robin
                affinity: false
                context-window: 32000
                fallbacks: [small, gpt-x]
                deployments: [{provider: main, model: gpt-1, tags: [big]}]
              - {name: small, deployments: [{provider: main, model: s}, {provider: main, model: gpt-4o}]}
              - {name: "gpt-*", deployments: [{provider: main, model: "gpt-*"}]}
            teams: [{name: search}]
            keys:
              - {name: free, team: search, secret: sk-1}
              - {name: bound, team: search, secret: sk-2, may-choose: false}
            """;
    private static final String ALL = MODELS + """
            redirects:
              - {name: old, to: gpt}
              - {name: older, to: gpt-3, disabled: true}
            routing: {strategy: least-used, affinity: false}
            """;

    @TempDir
    Path directory;

    @Autowired
    private ManifestReader reader;

    @Autowired
    private ManifestRows rows;

    @Autowired
    private Providers providers;

    @Autowired
    private Models models;

    @Autowired
    private Redirects redirects;

    @Autowired
    private RoutingDefaults defaults;

    @Autowired
    private VirtualKeys keys;

    @Autowired
    private LiveCatalog catalog;

    @Autowired
    private Ids ids;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void empty() {
        ManifestSlice.empty(jdbc);
    }

    private int apply(String yaml) {
        try {
            Path file = Files.writeString(directory.resolve("tollgate.yaml"), yaml);
            return rows.apply(reader.read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String wrong(String yaml) {
        return Objects.requireNonNull(catchThrowableOfType(ManifestException.class, () -> apply(yaml)))
                .getMessage();
    }

    private Served served(String name) {
        catalog.publish();
        Catalog current = Objects.requireNonNull(catalog.current());
        return Objects.requireNonNull(current.models().find(name)).model();
    }

    private List<@Nullable Integer> windows(String model) {
        return served(model).entries().stream()
                .map(entry -> entry.credentials().getFirst().contextWindow())
                .toList();
    }

    @Test
    void makesRowsThatTheCatalogHolds() {
        assertThat(apply(ALL)).isZero();

        assertThat(served("gpt").choosing())
                .isEqualTo(new Choosing(Strategy.ROUND_ROBIN, false, List.of("small", "gpt-x")));
        assertThat(served("small").choosing()).isEqualTo(new Choosing(Strategy.LEAST_USED, false, List.of()));
        assertThat(served("gpt").entries().getFirst().tags()).containsExactlyInAnyOrder("eu", "fast", "big");
        assertThat(served("small").entries().getFirst().tags()).containsExactlyInAnyOrder("eu", "fast");
        assertThat(served("old").name()).isEqualTo("gpt");
        assertThat(Objects.requireNonNull(catalog.current()).models().find("older"))
                .isNull();
        assertThat(served("gpt-7").name()).isEqualTo("gpt-*");
        assertThat(keys.findByLiveName("free").orElseThrow().isMayChoose()).isTrue();
        assertThat(keys.findByLiveName("bound").orElseThrow().isMayChoose()).isFalse();
        assertThat(providers.findByLiveName("main").orElseThrow().getTags()).containsExactly("eu", "fast");
    }

    @Test
    void whatAModelSaysOfItsContextWindowGoesBeforeWhatIsKnown() {
        apply(MODELS);

        assertThat(windows("gpt")).containsExactly(32_000);
        assertThat(windows("small")).containsExactly(null, 128_000);
        apply(MODELS.replace("{name: small, ", "{name: small, context-window: 1, "));
        assertThat(windows("small")).containsExactly(1, 1);
    }

    @Test
    void whatIsNoLongerDeclaredHoldsNoLonger() {
        apply(ALL);
        assertThat(apply(ALL)).isZero();

        assertThat(apply(MODELS.replace("strategy: round-robin", "priority-of: x")
                        .replace("    priority-of: x\n", "")
                        .replace("    affinity: false\n", "")
                        .replace("    context-window: 32000\n", "")
                        .replace("    fallbacks: [small, gpt-x]\n", "")))
                .isEqualTo(3);

        assertThat(served("gpt").choosing()).isEqualTo(Choosing.USUAL);
        assertThat(windows("gpt")).containsExactly((Integer) null);
        assertThat(redirects.findByRetiredAtIsNullOrderByName()).isEmpty();
        assertThat(defaults.findByRetiredAtIsNull()).isEmpty();
        assertThat(models.findByLiveName("gpt").orElseThrow().getFallbacks()).isEmpty();
    }

    @Test
    void aFilesDefaultEndsTheConsoles() {
        defaults.save(new RoutingDefault(ids.next(), Strategy.RANDOM, true, Source.CONSOLE, Instant.EPOCH));
        apply(MODELS);
        assertThat(served("small").choosing().strategy()).isEqualTo(Strategy.RANDOM);

        apply(ALL);

        assertThat(defaults.findByRetiredAtIsNull())
                .singleElement()
                .returns(Source.FILE, RoutingDefault::getSource)
                .returns(Strategy.LEAST_USED, RoutingDefault::getStrategy);
    }

    @Test
    void refusesNamesThatLeadNowhere() {
        assertThat(wrong(MODELS.replace("[small, gpt-x]", "[small, missing]")))
                .contains("line 10", "models[gpt].fallbacks[1]", "does not exist");
        assertThat(wrong(MODELS.replace("[small, gpt-x]", "[gpt]"))).contains("names the model itself");
        assertThat(wrong(MODELS.replace("[small, gpt-x]", "[\"gpt-*\"]"))).contains("does not exist");
        assertThat(wrong(MODELS + "redirects: [{name: a, to: b}, {name: b, to: gpt}]"))
                .contains("redirects[a].to", "not to another redirect");
        assertThat(wrong(MODELS + "redirects: [{name: small, to: gpt}]")).contains("is a model's name");
        assertThat(models.findByRetiredAtIsNullOrderByName()).isEmpty();
    }

    @Test
    void refusesARedirectThatTheConsoleMade() {
        redirects.save(new Redirect(ids.next(), "old", "gpt", Source.CONSOLE, Instant.EPOCH));

        assertThat(wrong(ALL)).contains("redirects[old]", "was made in the console already");
    }
}
