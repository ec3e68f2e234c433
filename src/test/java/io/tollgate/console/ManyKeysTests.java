package io.tollgate.console;

import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.Team;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
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

/** The page of virtual keys where there are hundreds of them. */
@PageTest
class ManyKeysTests {

    private static final Pattern SHOWN = Pattern.compile("href=\"/keys/([0-9a-f-]{36})\"");

    @Autowired
    private Desk desk;

    @Autowired
    private Statements statements;

    @Autowired
    private VirtualKeys keys;

    @Autowired
    private Ids ids;

    @Autowired
    private InstantSource clock;

    private final List<VirtualKey> issued = new ArrayList<>();

    /** The application is others' too. */
    @AfterEach
    void retire() {
        issued.forEach(row -> row.retire(clock.instant()));
        keys.saveAll(issued);
    }

    private List<UUID> issue(Team team, int count, IntFunction<String> naming) {
        List<VirtualKey> rows = keys.saveAll(IntStream.range(0, count)
                .mapToObj(number -> {
                    UUID id = ids.next();
                    String hash = id.toString().replace("-", "").repeat(2);
                    return new VirtualKey(
                            id, team.getId(), naming.apply(number), "tg_some", hash, Source.CONSOLE, clock.instant());
                })
                .toList());
        issued.addAll(rows);
        return rows.stream().map(VirtualKey::getId).toList();
    }

    private List<UUID> issue(Team team, String start, int count) {
        return issue(team, count, number -> String.format(Locale.ROOT, "%s-%03d", start, number));
    }

    private static List<UUID> shown(String page) {
        return SHOWN.matcher(page)
                .results()
                .map((MatchResult match) -> UUID.fromString(match.group(1)))
                .toList();
    }

    private int statementsOf(String path) {
        return statements.during(() -> assertThat(desk.open(path)).hasStatusOk());
    }

    @Test
    void areReadAtOnceHoweverManyThereAre() {
        Team team = desk.team(Source.CONSOLE);
        String start = name("at-once");
        issue(team, start, 1);
        int few = statementsOf("/keys");

        issue(team, start + "-more", 300);

        assertThat(few).isBetween(3, 12);
        assertThat(statementsOf("/keys")).isEqualTo(few);
        assertThat(statementsOf("/keys?page=999")).isEqualTo(few);
        assertThat(statementsOf("/keys?search=" + start)).isEqualTo(few);
        assertThat(shown(text(desk.open("/keys")))).hasSize(KeyQuery.PAGE);
    }

    @Test
    void areShownInPages() {
        String start = name("paged");
        List<UUID> all = issue(desk.team(Source.CONSOLE), start, 120);
        String here = "/keys?search=" + start;

        String first = text(desk.open(here));
        assertThat(shown(first)).isEqualTo(all.subList(0, 50));
        assertThat(first)
                .contains("50 of 120 shown", "Page 1 of 3", "\"" + here + "&amp;page=2\"")
                .doesNotContain("rel=\"prev\"");
        String second = text(desk.openLink(here + "&page=2"));
        assertThat(shown(second)).isEqualTo(all.subList(50, 100));
        assertThat(second).contains("Page 2 of 3", "rel=\"prev\"", "\"" + here + "\"", "\"" + here + "&amp;page=3\"");
        for (String beyond : List.of("3", "99")) {
            String last = text(desk.openLink(here + "&page=" + beyond));
            assertThat(shown(last)).isEqualTo(all.subList(100, 120));
            assertThat(last).contains("20 of 120 shown", "Page 3 of 3").doesNotContain("rel=\"next\"");
        }
        for (String unreadable : List.of("nonsense", "0", "-1", "99999999999", "")) {
            assertThat(shown(text(desk.openLink(here + "&page=" + unreadable)))).isEqualTo(all.subList(0, 50));
        }
        assertThat(text(desk.openInChinese(here)))
                .contains("第 1 页，共 3 页", "显示 50 个，共 120 个")
                .doesNotContain("??");
    }

    @Test
    void areFoundByNameAndByTeam() {
        Team team = desk.team(Source.CONSOLE);
        Team other = desk.team(Source.CONSOLE);
        String start = name("wanted");
        List<UUID> own = issue(team, start, 55);
        List<UUID> others = issue(other, start + "-other", 2);

        assertThat(shown(text(desk.open("/keys?search= {name} ", team.getName().toUpperCase(Locale.ROOT)))))
                .isEqualTo(own.subList(0, 50));
        assertThat(shown(text(desk.open("/keys?search=" + start + "-OTHER")))).isEqualTo(others);
        assertThat(shown(text(desk.open("/keys?search=" + start + "-007")))).containsExactly(own.get(7));

        String ofTeam = text(desk.open("/keys?search={name}&team=" + team.getId(), start));
        assertThat(shown(ofTeam)).isEqualTo(own.subList(0, 50));
        assertThat(ofTeam)
                .contains(
                        "name=\"team\" value=\"" + team.getId() + "\"",
                        "type=\"hidden\" name=\"search\" value=\"" + start + "\"",
                        "\"/keys?search=" + start + "&amp;team=" + team.getId() + "&amp;page=2\"");
        assertThat(text(desk.open("/keys?team=" + team.getId()))).contains("Page 1 of 2");
        assertThat(shown(text(desk.open("/keys?team=nonsense&search=" + start + "-other"))))
                .isEqualTo(others);
        assertThat(text(desk.openAsViewer("/keys?search=" + start + "-none")))
                .contains("No key is found.", "id=\"key-search\"")
                .doesNotContain("No virtual key yet");
    }

    @Test
    void areTextWhateverTheyAreCalled() {
        String hostile = name("\"><such>&{name}");
        List<UUID> all = issue(desk.team(Source.CONSOLE), 60, number -> hostile + number);

        String first = text(desk.open("/keys?search={name}", hostile));
        assertThat(all).containsAll(shown(first));
        assertThat(first)
                .contains("value=\"&quot;&gt;&lt;such&gt;&amp;{name}", "?search=%22%3E%3Csuch%3E%26%7Bname%7D")
                .doesNotContain("<such>");
        String next = first.replaceFirst("(?s).*<a class=\"btn\" rel=\"next\" href=\"([^\"]+)\".*", "$1")
                .replace("&amp;", "&");
        String second = text(desk.openLink(next));
        assertThat(shown(second)).hasSize(10).isSubsetOf(all).doesNotContainAnyElementsOf(shown(first));
        assertThat(second).contains("Page 2 of 2").doesNotContain("<such>");
    }
}
