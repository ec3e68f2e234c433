package io.tollgate.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.access.StreamMode;
import io.tollgate.account.Role;
import io.tollgate.limit.Budget;
import io.tollgate.limit.BudgetPeriod;
import io.tollgate.limit.Limits;
import io.tollgate.manifest.Declaration.DeclaredKey;
import io.tollgate.manifest.Declaration.DeclaredProvider;
import io.tollgate.manifest.ManifestException.Reason;
import io.tollgate.pricing.Currency;
import io.tollgate.pricing.Part;
import io.tollgate.pricing.Rate;
import io.tollgate.pricing.Rates;
import io.tollgate.pricing.Terms;
import io.tollgate.provider.Presets;
import io.tollgate.provider.Timeouts;
import io.tollgate.storage.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.env.MockEnvironment;

/** What a settings file may say, and what is said about the rest. */
class ManifestReaderTests {

    private static final String SECRET = "planted-secret-4711-value";

    @TempDir
    Path directory;

    private final MockEnvironment environment = new MockEnvironment()
            .withProperty("OPENAI_KEY", SECRET)
            .withProperty("EMPTY", "")
            .withProperty("ODD", "a${OPENAI_KEY}b$1")
            .withProperty("SPACED", SECRET + " with space")
            .withProperty("NUMBER", "7");

    private ManifestReader reader() {
        return new ManifestReader(
                new Placeholders(environment), new Presets(DataDirectory.open(directory.resolve("data"))));
    }

    @Test
    void readsTheExample() {
        environment
                .withProperty("SEARCH_KEY", "tollgate-example-search-key-1")
                .withProperty("REPORTS_KEY", "tollgate-example-reports-key-2");

        Manifest manifest = reader().read(Path.of("tollgate.example.yaml"));

        assertThat(manifest.providers()).isNotEmpty();
        assertThat(manifest.models()).isNotEmpty();
        assertThat(manifest.teams()).isNotEmpty();
        assertThat(manifest.keys()).isNotEmpty();
        assertThat(manifest.users()).isNotEmpty();
    }

    @Test
    void readsProviders() throws IOException {
        Files.writeString(directory.resolve("openai"), "  from-a-file\n");

        DeclaredProvider provider = read("""
                version: 1
                providers:
                  - name: main
                    dialect: openai
                    base-url: http://10.0.0.7:8080
                    proxy: http://proxy:3128
                    timeouts: {connect: 500ms, first-byte: 60s, total: 15m}
                    disabled: true
                    rpm: 60
                    concurrency: 0
                    credentials:
                      - {name: first, secret: "${OPENAI_KEY}", tpm: 5}
                      - {name: second, secret-file: openai, disabled: false}
                """).providers().getFirst();

        assertThat(provider.name()).isEqualTo("main");
        assertThat(provider.preset().id()).isEqualTo("openai");
        assertThat(provider.baseUrl()).hasToString("http://10.0.0.7:8080/v1");
        assertThat(provider.disabled()).isTrue();
        assertThat(provider.network().proxy()).isEqualTo("http://proxy:3128");
        assertThat(provider.network().timeouts()).isEqualTo(new Timeouts(500, 60_000, null, 900_000));
        assertThat(provider.limits()).isEqualTo(new Limits(60L, null, null, 0L));
        assertThat(provider.credentials().getFirst().limits()).isEqualTo(new Limits(null, 5L, null, null));
        assertThat(provider.credentials()).extracting(Declaration::name).containsExactly("first", "second");
        assertThat(provider.credentials())
                .extracting(credential -> credential.secret().reveal())
                .containsExactly(SECRET, "from-a-file");
        assertThat(provider.credentials()).extracting(Declaration::disabled).containsExactly(null, false);
    }

    private static Rates rates(Terms price) {
        return price.schedule().rates();
    }

    @Test
    void readsPricesOfSomeTimesAndHours() {
        Manifest manifest = read("""
                version: 1
                models:
                  - name: dated
                    price:
                      - {input: 2, output: 8, until: "2027-01-01T00:00:00Z"}
                      - input: 3
                        output: 9
                        from: 2027-01-01T00:00:00Z
                        windows:
                          - {start: 16:30, end: 00:30, input: 1.5}
                    deployments: [{provider: a, model: x}]
                """);

        List<Terms> prices = manifest.models().getFirst().prices();
        Instant turn = Instant.parse("2027-01-01T00:00:00Z");
        assertThat(prices).hasSize(2);
        assertThat(prices.getFirst()).returns(null, Terms::from).returns(turn, Terms::until);
        assertThat(prices.getLast()).returns(turn, Terms::from).returns(null, Terms::until);
        assertThat(prices.getLast().schedule().at(turn).own(Part.INPUT)).isEqualTo(Rate.of(1_500_000_000L));
        assertThat(prices.getLast().schedule().at(turn.plusSeconds(3_600)).own(Part.INPUT))
                .isEqualTo(Rate.of(3_000_000_000L));
    }

    @Test
    void readsPricesOfEveryKind() {
        Manifest manifest = read("""
                version: 1
                models:
                  - name: long
                    price:
                      currency: CNY
                      rate: 0.14
                      input: 2
                      cached-input: 0.2
                      cache-write: 2.5
                      cache-write-1h: 4
                      audio-input: 8
                      output: 12
                      reasoning: 3
                      image-output: 60
                      request: 0.012
                      web-search: 10
                      tiers:
                        - {above: 200000, input: 4, output: 18}
                    deployments: [{provider: a, model: x}]
                """);

        Terms price = manifest.models().getFirst().prices().getFirst();
        assertThat(price.currency()).isEqualTo(new Currency("CNY", 140_000_000L));
        assertThat(rates(price).own(Part.INPUT))
                .isEqualTo(new Rate(2_000_000_000L, List.of(new Rate.Tier(200_000, 4_000_000_000L))));
        assertThat(rates(price).own(Part.CACHED_INPUT)).isEqualTo(Rate.of(200_000_000L));
        assertThat(rates(price).own(Part.WEB_SEARCH)).isEqualTo(Rate.of(10_000_000_000_000L));
        assertThat(rates(price).own(Part.REQUEST)).isEqualTo(Rate.of(12_000_000_000_000L));
        assertThat(rates(price).byPart()).hasSize(10);
    }

    @Test
    void readsModels() {
        Manifest manifest = read("""
                version: 1
                models:
                  - name: vendor/some model.v2
                    price: {input: 0.15, cached-input: 0.075, output: 0.60, unit: 0.04}
                    deployments:
                      - {provider: a, model: x}
                      - {provider: b, model: x, priority: 2, weight: 0, stream-only: true, rpd: 9, price: {input: 1}}
                """);

        assertThat(manifest.models()).singleElement().satisfies(model -> {
            assertThat(model.name()).isEqualTo("vendor/some model.v2");
            assertThat(rates(model.prices().getFirst()).own(Part.INPUT)).isEqualTo(Rate.of(150_000_000L));
            assertThat(rates(model.prices().getFirst()).own(Part.UNIT)).isEqualTo(Rate.of(40_000_000_000_000L));
            assertThat(model.deployments().get(0)).satisfies(first -> {
                assertThat(first.priority()).isOne();
                assertThat(first.weight()).isOne();
                assertThat(first.prices()).isEmpty();
            });
            assertThat(model.deployments().get(1)).satisfies(second -> {
                assertThat(second.priority()).isEqualTo(2);
                assertThat(second.limits()).isEqualTo(new Limits(null, null, 9L, null));
                assertThat(second.weight()).isZero();
                assertThat(second.streamOnly()).isTrue();
                assertThat(rates(second.prices().getFirst()).own(Part.INPUT)).isEqualTo(Rate.of(1_000_000_000L));
            });
        });
    }

    @Test
    void readsKeysAndUsers() {
        Manifest manifest = read("""
                version: 1
                teams: [{name: search, rpm: 7, queue: 3, stream-mode: safe, budget: {amount: 12.5, period: week}}]
                keys:
                  - {name: nightly, team: search, secret: sk-123, models: [gpt, "*"], rpm: -1, tpm: -1, rpd: -1,
                     concurrency: -1, expires: 2027-01-01T00:00:00+01:00, metrics: true}
                  - {name: plain, team: search, secret: sk-456, tpm: 100, addresses: [10.0.0.0/8, "::1"],
                     budget: {amount: 0, period: total}}
                users:
                  - {name: ops, role: admin,
                     password-hash: "{bcrypt}$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"}
                """);

        assertThat(manifest.keys()).extracting(DeclaredKey::models).containsExactly(List.of("gpt", "*"), List.of("*"));
        assertThat(manifest.keys())
                .extracting(DeclaredKey::expiresAt)
                .containsExactly(Instant.parse("2026-12-31T23:00:00Z"), null);
        assertThat(manifest.keys()).extracting(DeclaredKey::metrics).containsExactly(true, false);
        assertThat(manifest.keys())
                .extracting(DeclaredKey::limits)
                .containsExactly(Limits.NONE, new Limits(null, 100L, null, null));
        assertThat(manifest.keys())
                .extracting(DeclaredKey::budget)
                .containsExactly(null, new Budget(0, BudgetPeriod.TOTAL));
        assertThat(manifest.keys())
                .extracting(DeclaredKey::addresses)
                .containsExactly(List.of(), List.of("10.0.0.0/8", "::1"));
        assertThat(manifest.teams()).singleElement().satisfies(team -> {
            assertThat(team.limits()).isEqualTo(new Limits(7L, null, null, null));
            assertThat(team.queue()).isEqualTo(3);
            assertThat(team.streamMode()).isEqualTo(StreamMode.SAFE);
            assertThat(team.budget()).isEqualTo(new Budget(12_500_000_000L, BudgetPeriod.WEEK));
        });
        assertThat(manifest.users())
                .singleElement()
                .satisfies(user -> assertThat(user.role()).isEqualTo(Role.ADMIN));
    }

    @Test
    void replacesVariablesOnceAndOnlyInValues() {
        Manifest manifest = read("""
                version: 1
                teams: [{name: "${TEAM:-search}"}]
                keys:
                  - {name: odd, team: search, secret: "x${ODD}y"}
                  - {name: default, team: search, secret: "${EMPTY:-fall-back}"}
                models:
                  - name: m
                    deployments:
                      - {provider: p, model: x, priority: "${NUMBER}"}
                """);

        assertThat(manifest.teams()).extracting(Declaration::name).containsExactly("search");
        assertThat(manifest.keys())
                .extracting(key -> key.secret().reveal())
                .containsExactly("xa${OPENAI_KEY}b$1y", "fall-back");
        assertThat(manifest.models().getFirst().deployments().getFirst().priority())
                .isEqualTo(7);
    }

    static List<Wrong> wrongFiles() {
        return WrongFiles.ALL;
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void saysWhereAndWhatIsWrong(Wrong wrong) {
        ManifestException failure = failure(wrong.yaml());

        assertThat(failure.reason())
                .isInstanceOfSatisfying(
                        Reason.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(problem ->
                                        problem.at().line() + " " + problem.at().key() + ": " + problem.message())
                                .first()
                                .asString()
                                .startsWith(wrong.line() + " " + wrong.key() + ": ")
                                .contains(wrong.message()));
        assertThat(failure.getMessage()).doesNotContain(SECRET).contains("tollgate.yaml, line " + wrong.line());
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        ManifestException failure = failure("""
                version: 1
                teams:
                  - {name: search, budget: 100}
                  - {name: 12}
                keys: nothing
                typo: 1
                """);

        assertThat(failure.getMessage().lines().map(line -> line.replaceFirst(".*, line ", "")))
                .containsExactlyInAnyOrder(
                        "3, teams[search].budget: must hold keys and values",
                        "4, teams[12].name: must be a text: put it in quotes",
                        "5, keys: must be a list: begin each element with -",
                        "6, typo: is not known here (a space goes after the colon);"
                                + " known are: alerts, keys, models, providers, redirects, routing, teams, users, version");
    }

    @Test
    void refusesFilesThatAreNoText() throws IOException {
        Path file = directory.resolve("tollgate.yaml");
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> reader().read(file))
                .withMessage("The settings file %s does not exist.", file);
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> reader().read(directory))
                .withMessage("The settings file %s cannot be read.", directory);
        Files.write(file, new byte[] {(byte) 0xC3, 0x28});
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> reader().read(file))
                .withMessage("The settings file %s is not UTF-8.", file);
    }

    @Test
    void refusesSecretFilesWithoutSecret() throws IOException {
        Files.writeString(directory.resolve("empty"), "\n");
        Files.writeString(directory.resolve("two-lines"), SECRET + "\nmore");

        assertThat(failure(credential("secret-file: missing")).getMessage())
                .endsWith("names a file that does not exist");
        assertThat(failure(credential("secret-file: empty")).getMessage())
                .endsWith("line 6, providers[p].credentials[c].secret-file: is empty");
        assertThat(failure(credential("secret-file: two-lines")).getMessage())
                .contains("without spaces and line breaks")
                .doesNotContain(SECRET);
    }

    @Test
    void readsCertificatesOnly() throws IOException {
        Files.writeString(directory.resolve("ca.pem"), "no certificate");

        assertThat(failure("""
                version: 1
                providers:
                  - {name: p, dialect: openai, base-url: "https://h", ca-file: ca.pem}
                """).getMessage()).contains("line 3, providers[p].ca-file: names a file that holds no");
    }

    private static String credential(String secret) {
        return """
                version: 1
                providers:
                  - name: p
                    dialect: openai
                    base-url: https://h
                    credentials: [{name: c, %s}]
                """.formatted(secret);
    }

    private ManifestException failure(String yaml) {
        ManifestException failure = catchThrowableOfType(ManifestException.class, () -> read(yaml));
        assertThat(failure).as("the failure").isNotNull();
        return failure;
    }

    private Manifest read(String yaml) {
        try {
            Path file = directory.resolve("tollgate.yaml");
            Files.writeString(file, yaml);
            return reader().read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file with one mistake, and what is to be said about it. */
    record Wrong(int line, String key, String message, String yaml) {

        @Override
        public String toString() {
            return key + ": " + message;
        }
    }
}
