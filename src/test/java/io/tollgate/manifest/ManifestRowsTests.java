package io.tollgate.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.account.Users;
import io.tollgate.pricing.Part;
import io.tollgate.pricing.PriceOwner;
import io.tollgate.pricing.Prices;
import io.tollgate.provider.BaseUrl;
import io.tollgate.provider.Check;
import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.storage.Ids;
import io.tollgate.storage.NamedRow;
import io.tollgate.storage.Row;
import io.tollgate.storage.Source;
import io.tollgate.vault.KeyHasher;
import io.tollgate.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Declarations become rows, change them, and retire them. */
@SpringBootTest(
        classes = ManifestSlice.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "tollgate.home=target/manifest-rows-tests/${random.uuid}",
            "spring.datasource.url=jdbc:h2:mem:manifest-rows-tests"
        })
class ManifestRowsTests {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String OTHER_HASH = "{bcrypt}$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    static final String ALL = """
            version: 1
            providers:
              - name: main
                dialect: openai
                base-url: https://api.example.com
                timeouts: {connect: 2s}
                credentials:
                  - {name: first, secret: upstream-secret-0001}
                  - {name: short, secret: tiny}
            models:
              - name: gpt
                price: {input: 0.15}
                deployments:
                  - {provider: main, model: gpt-1, priority: 2, weight: 3, price: {output: 1}}
            teams: [{name: search}]
            keys:
              - {name: nightly, team: search, secret: sk-123, models: [gpt], metrics: true,
                 expires: 2027-01-01T00:00:00Z}
            users:
              - {name: ops, role: admin,
                 password-hash: "{bcrypt}$2a$12$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"}
            """;

    @Autowired
    private Prices prices;

    @TempDir
    Path directory;

    @Autowired
    private ManifestReader reader;

    @Autowired
    private ManifestRows rows;

    @Autowired
    private Providers providers;

    @Autowired
    private Credentials credentials;

    @Autowired
    private Models models;

    @Autowired
    private Deployments deployments;

    @Autowired
    private Teams teams;

    @Autowired
    private VirtualKeys keys;

    @Autowired
    private Users users;

    @Autowired
    private Vault vault;

    @Autowired
    private KeyHasher hasher;

    @Autowired
    private Ids ids;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void empty() {
        ManifestSlice.empty(jdbc);
    }

    private long rate(PriceOwner owner, Part part) {
        return prices.of(owner).getFirst().terms().schedule().rates().own(part).base();
    }

    @Test
    void makesRows() {
        assertThat(apply(ALL)).isZero();

        assertThat(all())
                .hasSize(8)
                .allSatisfy(row -> assertThat(row.getSource()).isEqualTo(Source.FILE));
        Provider provider = providers.findByLiveName("main").orElseThrow();
        assertThat(provider.getBaseUrl()).hasToString("https://api.example.com/v1");
        assertThat(provider.getNetwork().timeouts().connectMs()).isEqualTo(2000);
        assertThat(provider.getCheck()).isNull();
        assertThat(credential("first").getHint()).isEqualTo("0001");
        assertThat(credential("short").getHint()).isEmpty();
        assertThat(secret(credential("first"))).isEqualTo("upstream-secret-0001");
        assertThat(rate(
                        PriceOwner.model(
                                models.findByLiveName("gpt").orElseThrow().getId()),
                        Part.INPUT))
                .isEqualTo(150_000_000L);
        Deployment deployment = deployments.findByRetiredAtIsNull().getFirst();
        assertThat(deployment.getProviderId()).isEqualTo(provider.getId());
        assertThat(List.of(deployment.getPriority(), deployment.getWeight())).containsExactly(2, 3);
        assertThat(rate(PriceOwner.deployment(deployment.getId()), Part.OUTPUT)).isEqualTo(1_000_000_000L);
        VirtualKey key = key("nightly");
        assertThat(key.getTeamId())
                .isEqualTo(teams.findByLiveName("search").orElseThrow().getId());
        assertThat(key.getHash()).isEqualTo(hash("sk-123"));
        assertThat(key.getModels()).containsExactly("gpt");
        assertThat(key.isMetrics()).isTrue();
        assertThat(key.getExpiresAt()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(users.findByLiveName("ops").orElseThrow().isMustChangePassword())
                .isFalse();
    }

    @Test
    void leavesRowsAloneWhenNothingChanged() {
        apply(ALL);
        List<List<Object>> before = jdbcRows();

        assertThat(apply(ALL)).isZero();

        assertThat(jdbcRows()).isEqualTo(before);
    }

    @Test
    void changesRowsInPlace() {
        apply(ALL);
        Provider before = providers.findByLiveName("main").orElseThrow();
        String ciphertext = credential("first").getCiphertext();
        String unchanged = credential("short").getCiphertext();

        apply(ALL.replace("timeouts: {connect: 2s}", "proxy: http://proxy:3128\n    check: {every: 5m, path: /up}")
                .replace("upstream-secret-0001", "upstream-secret-0002")
                .replace("input: 0.15", "input: 0.30")
                .replace("weight: 3", "weight: 5")
                .replace("sk-123", "sk-124")
                .replace("role: admin", "role: viewer")
                .replace("$12$", "$10$"));

        Provider after = providers.findByLiveName("main").orElseThrow();
        assertThat(after.getId()).isEqualTo(before.getId());
        assertThat(after.getNetwork().timeouts().connectMs()).isNull();
        assertThat(after.getNetwork().proxy()).isEqualTo("http://proxy:3128");
        assertThat(after.getCheck()).isEqualTo(new Check(Duration.ofMinutes(5), "/up"));
        assertThat(credential("first").getCiphertext()).isNotEqualTo(ciphertext);
        assertThat(credential("first").getHint()).isEqualTo("0002");
        assertThat(credential("short").getCiphertext()).isEqualTo(unchanged);
        assertThat(rate(
                        PriceOwner.model(
                                models.findByLiveName("gpt").orElseThrow().getId()),
                        Part.INPUT))
                .isEqualTo(300_000_000L);
        assertThat(deployments.findAll())
                .singleElement()
                .satisfies(deployment -> assertThat(deployment.getWeight()).isEqualTo(5));
        assertThat(key("nightly").getHash()).isEqualTo(hash("sk-124"));
        assertThat(users.findByLiveName("ops").orElseThrow().getPasswordHash()).isEqualTo(OTHER_HASH);
        assertThat(all()).hasSize(8);
    }

    @Test
    void bindsCredentialsToAMovedBaseUrl() {
        apply(ALL);

        apply(ALL.replace("api.example.com", "other.example.com"));

        assertThat(secret(credential("first"))).isEqualTo("upstream-secret-0001");
    }

    @Test
    void retiresWhatIsNoLongerDeclared() {
        apply(ALL);

        assertThat(apply("version: 1\nteams: [{name: search}]\n")).isEqualTo(7);

        assertThat(live()).singleElement().isInstanceOf(Team.class);
        assertThat(all()).hasSize(8);
    }

    @Test
    void takesBackWhatWasRetired() {
        apply(ALL);
        apply("version: 1\n");
        assertThat(live()).isEmpty();

        apply(ALL);

        assertThat(live()).hasSize(8);
        assertThat(all()).hasSize(16);
    }

    @Test
    void retiresConsoleRowsThatCannotBeWithoutADeclaredOne() {
        apply(ALL);
        Model typed = models.save(new Model(ids.next(), "typed", Source.CONSOLE, NOW));
        Provider provider = providers.findByLiveName("main").orElseThrow();
        deployments.save(new Deployment(ids.next(), typed.getId(), provider.getId(), "x", Source.CONSOLE, NOW));
        Team team = teams.findByLiveName("search").orElseThrow();
        keys.save(new VirtualKey(ids.next(), team.getId(), "typed", "p", "hash", Source.CONSOLE, NOW));

        apply("version: 1\n");

        assertThat(live()).extracting(Row::getId).containsExactly(typed.getId());
    }

    @Test
    void retiresDeploymentsAndCredentialsOneByOne() {
        apply(ALL);

        int retired =
                apply(ALL.replace("model: gpt-1", "model: gpt-2").replace("      - {name: short, secret: tiny}\n", ""));

        assertThat(retired).isEqualTo(2);
        assertThat(deployments.findByRetiredAtIsNull())
                .extracting(Deployment::getProviderModel)
                .containsExactly("gpt-2");
        assertThat(credentials.findByRetiredAtIsNullOrderByName())
                .extracting(NamedRow::getName)
                .containsExactly("first");
    }

    @Test
    void renamedKeysKeepTheirSecretAndTwoMaySwap() {
        String two = """
                version: 1
                teams: [{name: search}]
                keys:
                  - {name: a, team: search, secret: sk-1}
                  - {name: b, team: search, secret: sk-2}
                """;
        apply(two);

        apply(two.replace("sk-1", "sk-0").replace("sk-2", "sk-1").replace("sk-0", "sk-2"));
        assertThat(List.of(key("a").getHash(), key("b").getHash())).containsExactly(hash("sk-2"), hash("sk-1"));

        apply(two.replace("name: a", "name: c"));
        assertThat(List.of(key("c").getHash(), key("b").getHash())).containsExactly(hash("sk-1"), hash("sk-2"));
    }

    @Test
    void keepsWhatTheConsoleDisabledUnlessTheFileSaysOtherwise() {
        apply(ALL);
        Team team = teams.findByLiveName("search").orElseThrow();
        team.setDisabled(true);
        teams.save(team);

        apply(ALL);
        assertThat(teams.findByLiveName("search").orElseThrow().isDisabled()).isTrue();

        apply(ALL.replace("{name: search}", "{name: search, disabled: false}"));
        assertThat(teams.findByLiveName("search").orElseThrow().isDisabled()).isFalse();
    }

    @Test
    void usesTeamsAndProvidersOfTheConsole() {
        Provider provider = providers.save(
                new Provider(ids.next(), "typed", "openai", BaseUrl.parse("https://h"), Source.CONSOLE, NOW));
        Team team = teams.save(new Team(ids.next(), "typed", Source.CONSOLE, NOW));

        apply("""
                version: 1
                models: [{name: gpt, deployments: [{provider: typed, model: x}]}]
                keys: [{name: k, team: typed, secret: abc}]
                """);

        assertThat(deployments.findByRetiredAtIsNull())
                .extracting(Deployment::getProviderId)
                .containsExactly(provider.getId());
        assertThat(key("k").getTeamId()).isEqualTo(team.getId());
    }

    private int apply(String yaml) {
        try {
            Path file = directory.resolve("tollgate.yaml");
            Files.writeString(file, yaml);
            return rows.apply(reader.read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Credential credential(String name) {
        return credentials.findByRetiredAtIsNullOrderByName().stream()
                .filter(credential -> credential.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String secret(Credential credential) {
        Provider provider = providers.findById(credential.getProviderId()).orElseThrow();
        return vault.decrypt(provider.getId(), provider.getBaseUrl().origin(), credential.getCiphertext())
                .reveal();
    }

    private VirtualKey key(String name) {
        return keys.findByLiveName(name).orElseThrow();
    }

    private String hash(String secret) {
        return HexFormat.of().formatHex(hasher.hash(secret));
    }

    private List<Row> all() {
        return List.of(providers, credentials, models, deployments, teams, keys, users).stream()
                .<Row>flatMap(repository -> repository.findAll().stream())
                .toList();
    }

    private List<Row> live() {
        return all().stream().filter(row -> !row.isRetired()).toList();
    }

    private List<List<Object>> jdbcRows() {
        return List.of("provider", "credential", "model", "deployment", "team", "virtual_key", "app_user").stream()
                .map(table -> jdbc.sql("select * from " + table + " order by id")
                        .query()
                        .listOfRows())
                .map(List::<Object>copyOf)
                .toList();
    }
}
