package io.tollgate.console;

import static io.tollgate.console.Desk.idOf;
import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.alert.AlertLog;
import io.tollgate.alert.AlertRule;
import io.tollgate.alert.AlertRules;
import io.tollgate.alert.Rule;
import io.tollgate.alert.RuleBook;
import io.tollgate.routing.Model;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The page of alerts: what is wrong, what was, what is muted, and the rules. */
@PageTest
class AlertsControllerTests {

    private static final Instant BEGAN = Instant.parse("2026-11-20T12:00:00Z");

    @Autowired
    private Desk desk;

    @Autowired
    private AlertLog alerts;

    @Autowired
    private AlertRules rules;

    @Autowired
    private RuleBook book;

    @Autowired
    private Ids ids;

    @Autowired
    private JdbcClient jdbc;

    @AfterEach
    void forget() {
        for (String table : new String[] {"alert", "alert_mute", "alert_rule", "alert_delivery", "alert_channel"}) {
            jdbc.sql("delete from " + table).update();
        }
    }

    private UUID alert(String name, boolean over) {
        UUID id = ids.next();
        jdbc.sql(
                        "insert into alert (id, alert_key, rule, subject_kind, subject_name, facts, began_at, seen_at, over_at)"
                                + " values (?, ?, 'ERROR_RATE', 'MODEL', ?, ?, ?, ?, ?)")
                .param(id)
                .param("ERROR_RATE:MODEL:" + name)
                .param(name)
                .param("40\n4\n10\n5")
                .param(BEGAN.atOffset(ZoneOffset.UTC))
                .param(BEGAN.atOffset(ZoneOffset.UTC))
                .param(over ? BEGAN.plusSeconds(60).atOffset(ZoneOffset.UTC) : null)
                .update();
        return id;
    }

    @Test
    void whatIsWrongLeadsToWhatItIsAboutAndToTheRows() {
        Model model = desk.model(Source.CONSOLE);
        alert(model.getName(), false);
        alert("gone-model", true);

        String page = text(desk.open("/alerts"));

        assertThat(page)
                .contains("Model " + model.getName() + ": 40 % of requests failed in 5 minutes (4 of 10).")
                .contains("href=\"/models/" + model.getId() + "\"", "Nobody was told")
                .contains("/logs?from=2026-11-20T11%3A00&amp;result=failed&amp;asked=" + model.getName())
                .contains("Model gone-model", "to=2026-11-20T12%3A01&amp;")
                .doesNotContain("Nothing is wrong", "Nothing has been wrong");
        assertThat(desk.openInChinese("/alerts")).bodyText().contains("5 分钟内 40 % 的请求失败");
    }

    @Test
    void whatAnotherProviderSavedIsAmongTheRowsToo() {
        UUID provider = ids.next();
        credentialsAlert(Rule.PROVIDER_DOWN, "PROVIDER", provider, null);
        UUID within = ids.next();
        credentialsAlert(Rule.CREDENTIAL_OUT, "CREDENTIAL", ids.next(), within);

        assertThat(text(desk.open("/alerts")))
                .contains("/logs?from=2026-11-20T11%3A00&amp;missed=" + provider + "\"")
                .contains("/logs?from=2026-11-20T11%3A00&amp;missed=" + within + "\"", "/providers/" + within)
                .doesNotContain("result=failed");
    }

    private void credentialsAlert(Rule rule, String kind, UUID subject, @Nullable UUID within) {
        jdbc.sql("insert into alert (id, alert_key, rule, subject_kind, subject_id, subject_within, subject_name,"
                        + " facts, began_at, seen_at) values (?, ?, ?, ?, ?, ?, 'one', 'first', ?, ?)")
                .param(ids.next())
                .param(rule + ":" + subject)
                .param(rule.name())
                .param(kind)
                .param(subject)
                .param(within)
                .param(BEGAN.atOffset(ZoneOffset.UTC))
                .param(BEGAN.atOffset(ZoneOffset.UTC))
                .update();
    }

    @Test
    void alertsAndRulesAreMutedForATime() {
        UUID id = alert("muted-model", false);

        assertThat(desk.follow(desk.send("/alerts/mutes", "alert", id.toString(), "minutes", "60")))
                .bodyText()
                .contains("Muted: nobody is told about it for that time");
        desk.send("/alerts/mutes", "rule", "disk-full", "minutes", "480");
        assertThat(alerts.mutes()).hasSize(2).first().satisfies(mute -> {
            assertThat(mute.alertKey()).isEqualTo("ERROR_RATE:MODEL:muted-model");
            assertThat(mute.until()).isAfter(Instant.now());
        });
        assertThat(desk.follow(desk.send("/alerts/mutes", "rule", "disk-full", "minutes", "0")))
                .bodyText()
                .contains("Mute something for between a minute and 90 days");
        assertThat(desk.sendAsViewer("/alerts/mutes", "rule", "disk-full", "minutes", "60"))
                .hasStatus(403);

        alerts.mutes().forEach(mute -> desk.send("/alerts/mutes/" + mute.id() + "/end"));
        assertThat(alerts.mutes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void everyRuleIsSetInItsForm(Rule rule) {
        String path = "/alerts/rules/" + rule.id();
        UUID channel = idOf(desk.send(
                "/alerts/channels", "name", name("to"), "kind", "webhook", "address", "https://hooks.example.com/x"));
        assertThat(desk.open(path)).hasStatusOk();

        desk.send(
                path,
                "on",
                "true",
                "threshold",
                "33",
                "window",
                "7",
                "least",
                "9",
                "repeat",
                "11",
                "all",
                "false",
                "channels",
                channel.toString());

        Rule.Numbers usual = rule.usual();
        Rule.Terms terms = book.terms().get(rule);
        assertThat(terms.numbers())
                .isEqualTo(new Rule.Numbers(
                        usual.threshold() == 0 ? 0 : 33,
                        usual.windowMinutes() == 0 ? 0 : 7,
                        usual.least() == 0 ? 0 : 9,
                        11));
        assertThat(terms.channels()).isEqualTo(Set.of(channel));
        assertThat(terms.on()).isTrue();
        desk.send(path, "threshold", "33", "window", "7", "least", "9", "repeat", "0", "all", "true");
        assertThat(book.terms().get(rule)).returns(false, Rule.Terms::on).returns(null, Rule.Terms::channels);
        assertThat(desk.openInChinese(path)).hasStatusOk().bodyText().contains("规则：");
    }

    @Test
    void numbersMustMakeSense() {
        assertThat(desk.send(
                        "/alerts/rules/error-rate", "threshold", "101", "window", "x", "least", "", "repeat", "-1"))
                .bodyText()
                .contains("between 1 and 100", "between 1 and 1,440", "between 0 and 43,200");
        assertThat(rules.findByLiveName("error-rate")).isEmpty();
        assertThat(desk.open("/alerts/rules/disk-full"))
                .bodyText()
                .doesNotContain("name=\"threshold\"", "name=\"window\"", "settings file");
        assertThat(desk.open("/alerts/rules/no-such-rule")).hasStatus(404);
    }

    @Test
    void aRuleNamesSoManyChannelsAtMost() {
        String path = "/alerts/rules/disk-full";

        assertThat(desk.send(path, to(101))).bodyText().contains("Choose at most 100 channels");
        assertThat(rules.findByLiveName("disk-full")).isEmpty();

        desk.send(path, to(100));
        assertThat(book.terms().get(Rule.DISK_FULL).channels()).hasSize(100);
    }

    private String[] to(int channels) {
        Stream<String> told =
                Stream.generate(ids::next).limit(channels).flatMap(id -> Stream.of("channels", id.toString()));
        return Stream.concat(Stream.of("on", "true", "repeat", "0", "all", "false"), told)
                .toArray(String[]::new);
    }

    @Test
    void rulesOfAFileAreNotChangedHere() {
        AlertRule declared = new AlertRule(ids.next(), Rule.DISK_FULL, Source.FILE, Instant.EPOCH);
        rules.save(declared);

        assertThat(desk.open("/alerts/rules/disk-full")).bodyText().contains("settings file");
        desk.send("/alerts/rules/disk-full", "repeat", "5", "all", "true");
        assertThat(book.terms().get(Rule.DISK_FULL).numbers()).isEqualTo(Rule.DISK_FULL.usual());
    }

    @Test
    void namesFromOutsideStayNames() {
        alert("<script>alert(1)</script>", false);
        assertThat(desk.open("/alerts")).bodyText().contains("&lt;script&gt;").doesNotContain("<script>alert(1)");
    }
}
