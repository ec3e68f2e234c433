package io.tollgate.console;

import static io.tollgate.console.Desk.idOf;
import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.access.Caller;
import io.tollgate.access.RefusedException;
import io.tollgate.access.Team;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import io.tollgate.vault.KeyHasher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@PageTest
class KeysControllerTests {

    private static final Pattern KEY = Pattern.compile("(?<![\\w-])tg_[\\w-]{51}(?![\\w-])");

    @Autowired
    private Desk desk;

    @Autowired
    private VirtualKeys keys;

    @Autowired
    private LiveCatalog catalog;

    @Autowired
    private KeyHasher hasher;

    @Autowired
    private Ids ids;

    @Autowired
    private InstantSource clock;

    private Team team;

    @BeforeEach
    void makeTeam() {
        team = desk.team(Source.CONSOLE);
    }

    @Test
    void showsANewKeyOnceAndNeverAgain() throws RefusedException {
        String name = name("nightly");
        MvcTestResult sent = send(name, "expiry", "30d", "metrics", "true");

        assertThat(sent.getMvcResult().getResponse().getRedirectedUrl()).doesNotContain("tg_");
        MvcTestResult shown = desk.follow(sent);
        String secret = secretIn(shown);
        assertThat(shown)
                .hasStatusOk()
                .headers()
                .satisfies(headers -> assertThat(headers.getCacheControl()).contains("no-store"));
        assertThat(text(shown)).contains("OPENAI_API_KEY=" + secret, "Bearer " + secret, "/v1/chat/completions");

        assertThat(text(desk.follow(sent))).doesNotContain(secret).contains(secret.substring(0, 11));
        assertThat(text(desk.open("/keys?search=" + name))).contains(name).doesNotContain(secret);
        Caller caller = authenticate(secret);
        assertThat(caller.keyName()).isEqualTo(name);
        assertThat(caller.metrics()).isTrue();
        assertThat(caller.until())
                .isBetween(
                        clock.instant().plus(Duration.ofDays(29)),
                        clock.instant().plus(Duration.ofDays(31)));
        assertThat(keys.findByLiveName(name).orElseThrow().getHash()).doesNotContain(secret.substring(3));
    }

    @Test
    void limitsAKeyToModels() throws RefusedException {
        String model = desk.model(Source.CONSOLE).getName();
        MvcTestResult sent = send(name("limited"), "scope", "some", "models", "", "models", model, "expiry", "never");

        Caller caller = authenticate(secretIn(desk.follow(sent)));

        assertThat(caller.mayUse(model)).isTrue();
        assertThat(caller.mayUse("another")).isFalse();
        assertThat(caller.until()).isNull();
    }

    @Test
    void saysWhatIsWrong() {
        String taken = name("taken");
        send(taken, "expiry", "never");

        assertThat(send(taken)).hasStatusOk().bodyText().contains("This name is in use");
        assertThat(send("", "scope", "some", "models", ""))
                .bodyText()
                .contains("Fill this in.", "Tick at least one model");
        assertThat(send(name("old"), "expiry", "date", "date", "2020-01-01"))
                .bodyText()
                .contains("Name a day that has not passed");
        assertThat(send(name("odd"), "expiry", "date", "date", "soon"))
                .bodyText()
                .contains("Name a day that has not passed");
        assertThat(send(name("unknown"), "expiry", "someday")).bodyText().contains("Choose when the key ends.");
        assertThat(desk.send("/keys", "name", name("teamless"), "team", ""))
                .bodyText()
                .contains("Fill this in.");
    }

    @Test
    void holdsOnlySoManyModelsAsCanBeKept() {
        String name = name("wide");

        assertThat(send(name, withModels(41)))
                .hasStatusOk()
                .bodyText()
                .contains("longer than 8,000 characters in all", "Nothing was saved");
        assertThat(keys.findByLiveName(name)).isEmpty();

        UUID id = idOf(send(name, withModels(39)));
        assertThat(keys.findById(id).orElseThrow().getModels()).hasSize(39);
        assertThat(desk.send("/keys/" + id, formOf(name, withModels(41))))
                .bodyText()
                .contains("longer than 8,000 characters in all");
    }

    /** Models whose names have 200 characters. */
    private static String[] withModels(int count) {
        return Stream.concat(
                        Stream.of("expiry", "never", "scope", "some"),
                        IntStream.range(100, 100 + count)
                                .mapToObj(number -> "m".repeat(197) + number)
                                .flatMap(model -> Stream.of("models", model)))
                .toArray(String[]::new);
    }

    @Test
    void aRotatedKeyWorksOnForTheOverlap() throws RefusedException {
        MvcTestResult sent = send(name("rotated"), "expiry", "never");
        String first = secretIn(desk.follow(sent));
        String path = "/keys/" + idOf(sent);

        MvcTestResult rotated = desk.send(path + "/rotate", "hours", "2");
        String second = secretIn(desk.follow(rotated));

        assertThat(second).isNotEqualTo(first);
        assertThat(authenticate(second).until()).isNull();
        assertThat(authenticate(first).until()).isBefore(clock.instant().plus(Duration.ofHours(3)));
        assertThat(text(desk.follow(rotated))).doesNotContain(second).contains("rotating");
        assertThat(desk.follow(desk.send(path + "/rotate", "hours", "100000")))
                .bodyText()
                .contains("between 0 and 720");
    }

    @Test
    void everyEarlierKeyWorksOnForItsOwnOverlap() throws RefusedException {
        MvcTestResult sent = send(name("often"), "expiry", "never");
        String path = "/keys/" + idOf(sent);
        List<String> texts = new ArrayList<>(List.of(secretIn(desk.follow(sent))));
        for (int hours = 7; hours > 1; hours--) {
            texts.add(secretIn(desk.follow(desk.send(path + "/rotate", "hours", Integer.toString(hours)))));
        }

        for (int age = 1; age <= 5; age++) {
            Instant end = clock.instant().plus(Duration.ofHours(1 + age));
            assertThat(authenticate(texts.get(6 - age)).until()).isBetween(end.minusSeconds(600), end);
        }
        assertThatThrownBy(() -> authenticate(texts.getFirst())).isInstanceOf(RefusedException.class);
        assertThat(text(desk.open(path)).split("Old key works until", -1)).hasSize(6);

        texts.add(secretIn(desk.follow(desk.send(path + "/rotate", "hours", "0"))));
        assertThat(authenticate(texts.get(7)).until()).isNull();
        assertThatThrownBy(() -> authenticate(texts.get(6))).isInstanceOf(RefusedException.class);
        assertThat(authenticate(texts.get(5)).until()).isAfter(clock.instant());
        desk.send(path + "/revoke");
        for (String one : texts) {
            assertThatThrownBy(() -> authenticate(one)).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void aRevokedKeyEndsAtOnce() {
        MvcTestResult sent = send(name("revoked"), "expiry", "never");
        String secret = secretIn(desk.follow(sent));
        UUID id = idOf(sent);

        assertThat(desk.follow(desk.send("/keys/" + id + "/retire"))).bodyText().contains("revoke it first");
        desk.send("/keys/" + id + "/revoke");

        assertThatThrownBy(() -> authenticate(secret)).isInstanceOf(RefusedException.class);
        assertThat(desk.follow(desk.send("/keys/" + id + "/rotate", "hours", "1")))
                .bodyText()
                .contains("This key is revoked");
        desk.send("/keys/" + id + "/retire");
        assertThat(desk.open("/keys/" + id)).hasStatus(404);
    }

    @Test
    void changesAKeyAndKeepsItsEnd() {
        String name = name("changed");
        UUID id = idOf(send(name, "expiry", "7d"));
        Instant end = keys.findById(id).orElseThrow().getExpiresAt();
        Team other = desk.team(Source.CONSOLE);

        desk.send(
                "/keys/" + id, "name", name + "!", "team", other.getId().toString(), "scope", "all", "expiry", "keep");

        VirtualKey key = keys.findById(id).orElseThrow();
        assertThat(key.getName()).isEqualTo(name + "!");
        assertThat(key.getTeamId()).isEqualTo(other.getId());
        assertThat(key.getExpiresAt()).isEqualTo(end);
        assertThat(text(desk.open("/keys?team=" + other.getId()))).contains(name + "!");
        assertThat(text(desk.open("/keys?team=" + team.getId()))).doesNotContain(name + "!");
    }

    @Test
    void aFormWithoutAnEndLeavesItAsItIs() {
        String name = name("lasting");
        UUID id = idOf(send(name, "expiry", "7d"));
        Instant end = keys.findById(id).orElseThrow().getExpiresAt();

        desk.send("/keys/" + id, formOf(name + "!"));
        assertThat(desk.send("/keys/" + id, formOf(name, "expiry", "")))
                .bodyText()
                .contains("Choose when the key ends.");

        VirtualKey key = keys.findById(id).orElseThrow();
        assertThat(key.getName()).isEqualTo(name + "!");
        assertThat(key.getExpiresAt()).isNotNull().isEqualTo(end);
        desk.send("/keys/" + id, formOf(name, "expiry", "never"));
        assertThat(keys.findById(id).orElseThrow().getExpiresAt()).isNull();
    }

    @Test
    void aDeclaredKeyIsOnlySwitchedOffAndOn() {
        VirtualKey declared = keys.save(new VirtualKey(
                ids.next(),
                team.getId(),
                name("declared"),
                "sk-1",
                ids.next().toString().replace("-", "").repeat(2),
                Source.FILE,
                clock.instant()));
        String path = "/keys/" + declared.getId();

        assertThat(desk.open(path))
                .bodyText()
                .contains("Declared in the settings file")
                .doesNotContain("/rotate", "/revoke");
        desk.send(path, "name", "other", "team", team.getId().toString(), "expiry", "never");
        desk.send(path + "/rotate", "hours", "0");
        desk.send(path + "/revoke");
        desk.send(path + "/disable");

        VirtualKey key = keys.findById(declared.getId()).orElseThrow();
        assertThat(key.getName()).isEqualTo(declared.getName());
        assertThat(key.getHash()).isEqualTo(declared.getHash());
        assertThat(key.getRevokedAt()).isNull();
        assertThat(key.isDisabled()).isTrue();
    }

    private MvcTestResult send(String name, String... more) {
        return desk.send("/keys", formOf(name, more));
    }

    private String[] formOf(String name, String... more) {
        String[] fields = new String[more.length + 4];
        fields[0] = "name";
        fields[1] = name;
        fields[2] = "team";
        fields[3] = team.getId().toString();
        System.arraycopy(more, 0, fields, 4, more.length);
        return fields;
    }

    private static String secretIn(MvcTestResult page) {
        Matcher found = KEY.matcher(text(page));
        assertThat(found.find()).isTrue();
        return found.group();
    }

    private Caller authenticate(String secret) throws RefusedException {
        return Objects.requireNonNull(catalog.current()).keys().authenticate(secret, hasher, clock.instant());
    }
}
