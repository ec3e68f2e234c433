package io.tollgate.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.alert.AlertChannel;
import io.tollgate.alert.AlertChannels;
import io.tollgate.alert.AlertRule;
import io.tollgate.alert.AlertRules;
import io.tollgate.alert.ChannelKind;
import io.tollgate.alert.MailServer;
import io.tollgate.alert.Rule;
import io.tollgate.alert.Tongue;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Row;
import io.tollgate.storage.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Declared channels and rules of alerts. */
@SpringBootTest(
        classes = ManifestSlice.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "tollgate.home=target/alert-rows-tests/${random.uuid}",
            "spring.datasource.url=jdbc:h2:mem:alert-rows-tests"
        })
class AlertRowsTests {

    private static final String ALL = """
            version: 1
            alerts:
              channels:
                - {name: ops, kind: feishu, language: zh, url: "https://open.feishu.cn/hook/planted-token", secret: planted-sign}
                - {name: file, kind: wecom, url-file: token.txt}
                - {name: mail, kind: email, host: smtp.example.com, user: gate, secret: planted-password,
                   from: gate@example.com, to: [a@example.com, b@example.com]}
              rules:
                - {name: error-rate, threshold: 30, window: 15m, least: 50, repeat: never, channels: [ops, mail]}
                - {name: disk-full, disabled: true}
            """;

    @TempDir
    private Path directory;

    @Autowired
    private ManifestReader reader;

    @Autowired
    private ManifestRows rows;

    @Autowired
    private AlertChannels channels;

    @Autowired
    private AlertRules rules;

    @Autowired
    private Ids ids;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void empty() {
        ManifestSlice.empty(jdbc);
    }

    private int apply(String yaml) throws IOException {
        Files.writeString(directory.resolve("token.txt"), "https://qyapi.weixin.qq.com/send?key=planted-token\n");
        return rows.apply(reader.read(Files.writeString(directory.resolve("settings.yaml"), yaml)));
    }

    private AlertChannel channel(String name) {
        return channels.findByLiveName(name).orElseThrow();
    }

    @Test
    void becomeRows() throws IOException {
        apply(ALL);
        apply(ALL);

        assertThat(channel("ops"))
                .returns(ChannelKind.FEISHU, AlertChannel::getKind)
                .returns(Tongue.ZH, AlertChannel::getLanguage)
                .returns("https://open.feishu.cn", AlertChannel::getShown)
                .returns(true, AlertChannel::hasSecret)
                .returns(true, Row::isDeclared);
        assertThat(channel("file").getShown()).isEqualTo("https://qyapi.weixin.qq.com");
        assertThat(channel("mail").getMail())
                .isEqualTo(new MailServer(
                        "smtp.example.com",
                        587,
                        MailServer.Security.STARTTLS,
                        "gate",
                        "gate@example.com",
                        "a@example.com,b@example.com"));
        Rule.Terms terms = rules.findByLiveName("error-rate").orElseThrow().terms();
        assertThat(terms.numbers()).isEqualTo(new Rule.Numbers(30, 15, 50, 0));
        assertThat(terms.channels())
                .isEqualTo(Set.of(channel("ops").getId(), channel("mail").getId()));
        assertThat(rules.findByLiveName("disk-full").orElseThrow().terms())
                .returns(false, Rule.Terms::on)
                .returns(Rule.DISK_FULL.usual(), Rule.Terms::numbers);
        assertThat(String.join("\n", jdbc.sql("script").query(String.class).list()))
                .doesNotContain("planted");
        assertThat(reader.read(directory.resolve("settings.yaml")).alerts().toString())
                .doesNotContain("planted");
    }

    @Test
    void goBeforeTheConsoleAndGoAgain() throws IOException {
        rules.save(new AlertRule(ids.next(), Rule.ERROR_RATE, Source.CONSOLE, Instant.EPOCH));
        rules.save(new AlertRule(ids.next(), Rule.BOOKS_WRONG, Source.CONSOLE, Instant.EPOCH));
        apply(ALL);
        assertThat(rules.findByLiveName("error-rate").orElseThrow().isDeclared())
                .isTrue();
        assertThat(rules.findByLiveName("books-wrong")).isPresent();

        assertThat(apply("version: 1\n")).isEqualTo(5);

        assertThat(channels.findByRetiredAtIsNullOrderByName()).isEmpty();
        assertThat(rules.findByRetiredAtIsNullOrderByName())
                .extracting(AlertRule::getName)
                .containsExactly("books-wrong");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "channels: [{name: a, kind: pager, url: 'https://x.example'}] | known are: webhook, email",
                "channels: [{name: a, kind: webhook, url: 'planted'}] | must be an address that begins with",
                "channels: [{name: a, kind: webhook}] | is missing",
                "channels: [{name: a, kind: webhook, host: x}] | is not known here",
                "channels: [{name: a, kind: email, host: x, from: a@x.example, to: []}] | name the mail addresses",
                "channels: [{name: a, kind: email, host: x, from: a, to: [b@x.example]}] | must be a mail address",
                "channels: [{name: a, kind: email, host: x, user: u, from: a@x.example, to: [b@x.example]}] | only together",
                "channels: [{name: a, kind: email, security: none, user: u, secret: planted, host: x, from: a@x.example, to: [b@x.example]}] | starttls or tls",
                "rules: [{name: weather}] | known are: budget-nearly-spent",
                "rules: [{name: error-rate, threshold: 101}] | must be at most 100",
                "rules: [{name: error-rate, window: 90s}] | must be whole minutes",
                "rules: [{name: disk-full, threshold: 5}] | says nothing for this rule",
                "rules: [{name: disk-full, channels: [nobody]}] | names a channel that does not exist",
                "rule: [] | is not known here"
            })
    void saySoWhereTheyAreWrong(String alerts, String problem) {
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> apply("version: 1\nalerts:\n  " + alerts + "\n"))
                .satisfies(
                        e -> assertThat(e.reason().toString()).contains(problem).doesNotContain("planted"));
    }

    @Test
    void nameSoManyChannelsAtMost() throws IOException {
        apply(ALL);
        saySoWhereTheyAreWrong(told("c, ".repeat(101)), "names more than 100 channels");
        saySoWhereTheyAreWrong(told("c, ".repeat(100)), "names a channel that does not exist");
    }

    private static String told(String names) {
        return "rules: [{name: disk-full, channels: [" + names + "]}]";
    }
}
