package io.tollgate.console;

import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.limit.Limits;
import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The page of limits where there are hundreds of keys and credentials. */
@PageTest
class ManyLimitsTests {

    private static final Limits SOME = new Limits(7L, null, null, null);
    private static final Pattern SHOWN = Pattern.compile("href=\"/keys/([0-9a-f-]{36})\"");
    private static final Pattern OFFERED = Pattern.compile("<option value=\"[a-z]+-([0-9a-f-]{36})\"");

    @Autowired
    private Desk desk;

    @Autowired
    private Statements statements;

    @Autowired
    private Teams teams;

    @Autowired
    private VirtualKeys keys;

    @Autowired
    private Credentials credentials;

    @Autowired
    private Deployments deployments;

    @Autowired
    private Ids ids;

    @Autowired
    private InstantSource clock;

    private final List<VirtualKey> issued = new ArrayList<>();
    private final List<Credential> stored = new ArrayList<>();
    private final List<Deployment> placed = new ArrayList<>();

    /** The application is others' too. */
    @AfterEach
    void retire() {
        issued.forEach(row -> row.retire(clock.instant()));
        stored.forEach(row -> row.retire(clock.instant()));
        placed.forEach(row -> row.retire(clock.instant()));
        keys.saveAll(issued);
        credentials.saveAll(stored);
        deployments.saveAll(placed);
    }

    private static <T> List<T> make(int count, IntFunction<T> each) {
        return IntStream.range(0, count).mapToObj(each).toList();
    }

    private static String numbered(String start, int number) {
        return String.format(Locale.ROOT, "%s-%03d", start, number);
    }

    private List<VirtualKey> issue(Team team, String start, int count, Limits limits) {
        List<VirtualKey> rows = keys.saveAll(make(count, number -> {
            UUID id = ids.next();
            String hash = id.toString().replace("-", "").repeat(2);
            VirtualKey key = new VirtualKey(
                    id, team.getId(), numbered(start, number), "sk-some", hash, Source.CONSOLE, clock.instant());
            key.setLimits(limits);
            return key;
        }));
        issued.addAll(rows);
        return rows;
    }

    private List<Credential> store(Provider provider, String start, int count, Limits limits) {
        List<Credential> rows = credentials.saveAll(make(count, number -> {
            Credential credential = new Credential(
                    ids.next(),
                    provider.getId(),
                    numbered(start, number),
                    "sealed",
                    "1234",
                    Source.CONSOLE,
                    clock.instant());
            credential.setLimits(limits);
            return credential;
        }));
        stored.addAll(rows);
        return rows;
    }

    private void place(Provider provider, int count) {
        placed.addAll(deployments.saveAll(make(count, number -> {
            Model model = desk.model(Source.CONSOLE);
            Deployment place = new Deployment(
                    ids.next(), model.getId(), provider.getId(), model.getName(), Source.CONSOLE, clock.instant());
            place.setLimits(SOME);
            return place;
        })));
    }

    private static List<UUID> found(Pattern pattern, String page) {
        return pattern.matcher(page)
                .results()
                .map((MatchResult match) -> UUID.fromString(match.group(1)))
                .toList();
    }

    private static List<UUID> idsOf(List<VirtualKey> rows) {
        return rows.stream().map(VirtualKey::getId).toList();
    }

    @Test
    void areReadAtOnceHoweverManyThereAre() {
        Team team = desk.team(Source.CONSOLE);
        Provider provider = desk.provider(Source.CONSOLE, "https://many.example/v1");
        String start = name("at-once");
        issue(team, start, 1, SOME);
        store(provider, start, 1, SOME);
        place(provider, 1);
        int few = statements.during(() -> assertThat(desk.open("/limits")).hasStatusOk());

        issue(team, start + "-more", 250, SOME);
        store(provider, start + "-more", 250, SOME);
        place(provider, 20);
        int many = statements.during(() -> assertThat(desk.open("/limits")).hasStatusOk());
        int last = statements.during(
                () -> assertThat(desk.open("/limits?page=999")).hasStatusOk());

        assertThat(few).isBetween(6, 20);
        assertThat(many).isEqualTo(few);
        assertThat(last).isEqualTo(few);
    }

    @Test
    void areShownInPages() {
        Team team = desk.team(Source.CONSOLE);
        String start = name("paged");
        List<UUID> all = idsOf(issue(team, start, 120, SOME));
        String here = "/limits?search=" + start;

        String first = text(desk.open(here));
        assertThat(found(SHOWN, first)).isEqualTo(all.subList(0, 50));
        assertThat(first)
                .contains("50 of 120 shown", "Page 1 of 3", "0 of 7", "/limits?search=" + start + "&amp;page=2")
                .doesNotContain("rel=\"prev\"");
        String second = text(desk.openLink(here + "&page=2"));
        assertThat(found(SHOWN, second)).isEqualTo(all.subList(50, 100));
        assertThat(second).contains("Page 2 of 3", "rel=\"prev\"", "rel=\"next\"");
        for (String beyond : List.of("3", "99")) {
            String last = text(desk.openLink(here + "&page=" + beyond));
            assertThat(found(SHOWN, last)).isEqualTo(all.subList(100, 120));
            assertThat(last).contains("20 of 120 shown", "Page 3 of 3").doesNotContain("rel=\"next\"");
        }
        assertThat(found(SHOWN, text(desk.openLink(here + "&page=nonsense")))).isEqualTo(all.subList(0, 50));
        assertThat(text(desk.openInChinese(here))).contains("第 1 页，共 3 页").doesNotContain("??");
    }

    @Test
    void areFoundByNameAndByWhatTheyBelongTo() {
        Team team = desk.team(Source.CONSOLE);
        team.setLimits(SOME);
        Team limited = teams.save(team);
        String start = name("wanted");
        List<UUID> all = idsOf(issue(limited, start, 3, SOME));

        String name = team.getName().toUpperCase(Locale.ROOT);
        String ofTeam = text(desk.open("/limits?search={name}", " " + name));
        assertThat(found(SHOWN, ofTeam)).containsAll(all);
        assertThat(ofTeam).contains("/limits?search=" + name + "&amp;scope=key", "\"/teams/" + team.getId());
        String onlyKeys = text(desk.open("/limits?search={name}&scope=key", team.getName()));
        assertThat(found(SHOWN, onlyKeys)).containsAll(all);
        assertThat(onlyKeys).doesNotContain("\"/teams/" + team.getId());
        assertThat(found(SHOWN, text(desk.open("/limits?search=" + start + "-002"))))
                .containsExactly(all.get(2));
        assertThat(text(desk.open("/limits?search={name}", "no\"<such>{name}")))
                .contains("Nothing limited is found", "value=\"no&quot;&lt;such&gt;{name}\"")
                .doesNotContain("<such>");
    }

    @Test
    void offerSomeOfWhatIsNotLimited() {
        Provider provider = desk.provider(Source.CONSOLE, "https://open.example/v1");
        String start = name("open");
        List<Credential> all = store(provider, start, 130, Limits.NONE);
        UUID last = all.getLast().getId();

        String some = text(desk.open("/limits?search=" + start));
        assertThat(found(OFFERED, some)).hasSize(100).doesNotContain(last);
        assertThat(some).contains("and 30 more", "Credential: " + start + "-000 · " + provider.getName());
        String one = text(desk.open("/limits?search=" + start + "-129"));
        assertThat(found(OFFERED, one)).containsExactly(last);
        assertThat(one).doesNotContain("more: search");
        assertThat(text(desk.open("/limits?scope=key&search=" + start))).doesNotContain("<option");
        assertThat(text(desk.openAsViewer("/limits?search=" + start)))
                .contains("Nothing limited is found")
                .doesNotContain("<option value=\"credential");
    }
}
