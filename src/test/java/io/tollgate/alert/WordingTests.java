package io.tollgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.alert.Notice.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** What messages say, and what they never do. */
class WordingTests {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final Wording wording;

    WordingTests() {
        ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
        texts.setBasenames("messages-alerts");
        texts.setDefaultEncoding("UTF-8");
        texts.setFallbackToSystemLocale(false);
        wording = new Wording(
                texts,
                new AlertSettings(
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        List.of(),
                        Duration.ofSeconds(1),
                        Duration.ofDays(1),
                        " "));
    }

    private static Alert alert(Rule rule, String name) {
        Subject subject = Subject.of(Subject.Kind.MODEL, new UUID(0, 1), name);
        List<String> facts = List.of("1", "2", "3", "4", "#alerts.never");
        return Alert.begin(new UUID(0, 2), new Finding(rule, subject, facts), NOON);
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void everyRuleHasAllItsTextsInBothLanguages(Rule rule) {
        for (Tongue tongue : Tongue.values()) {
            for (Turn turn : Turn.values()) {
                Notice notice = new Notice(new UUID(0, 3), turn, rule, List.of(alert(rule, "name")), NOON);
                assertThat(wording.title(notice, tongue)).startsWith("Tollgate").doesNotContain("{", "alerts.");
                assertThat(wording.lines(notice, tongue, Markup.PLAIN))
                        .allSatisfy(line -> assertThat(line).doesNotContain("{", "alerts."));
            }
        }
    }

    @Test
    void manyAlertsMakeOneMessageThatIsNotTooLong() {
        List<Alert> many = Collections.nCopies(500, alert(Rule.CREDENTIAL_OUT, "x".repeat(5_000)));
        Notice notice = new Notice(new UUID(0, 3), Turn.BEGAN, Rule.CREDENTIAL_OUT, many, NOON);
        List<String> lines = wording.lines(notice, Tongue.EN, Markup.MARKDOWN);
        assertThat(lines).hasSize(11).last().isEqualTo("And 490 more.");
        assertThat(String.join("", lines)).hasSizeLessThan(2_500);
    }

    @Test
    void aNameIsNeverALinkAMentionOrALineOfItsOwn() {
        String name = "a\r\n# b\u202e\u0000 [x](https://evil.example) <at id=all> `c` **d** @all \\";
        assertThat(Markup.MARKDOWN.harmless(name, 200))
                .isEqualTo("a ＃ b ［x］（https: //evil.example） ＜at id=all＞ ＇c＇ ＊＊d＊＊ ＠all ＼");
        assertThat(Markup.PLAIN.harmless(name, 10)).isEqualTo("a # b [x]…");
        assertThat(wording.link()).isNull();
    }

    @Test
    void aNameThatLooksLikeOneOfOurTextsStaysAName() {
        Subject subject = Subject.of(Subject.Kind.CREDENTIAL, new UUID(0, 1), "c");
        List<String> facts = List.of("#alerts.nowhere", "#alerts.reason.UNAUTHORIZED");
        Alert alert = Alert.begin(new UUID(0, 2), new Finding(Rule.CREDENTIAL_OUT, subject, facts), NOON);
        assertThat(wording.sentence(alert, Locale.ENGLISH))
                .contains("#alerts.nowhere")
                .doesNotContain("UNAUTHORIZED");
        assertThat(wording.facts(alert)).containsExactly("#alerts.nowhere", "unauthorized");
    }

    @Test
    void programsGetTheSameWordsInEveryLanguage() {
        List<String> facts = List.of("$1.00", "#alerts.period.MONTH", "#alerts.reason.OUT_OF_CREDIT", "#alerts.never");
        Subject subject = Subject.of(Subject.Kind.TEAM, new UUID(0, 1), "t");
        Alert alert = Alert.begin(new UUID(0, 2), new Finding(Rule.BUDGET_SPENT, subject, facts), NOON);
        assertThat(wording.facts(alert)).containsExactly("$1.00", "month", "out_of_credit", "never");
    }

    @Test
    void nothingIsCutWithinASign() {
        assertThat(Wording.clip("ab\ud83d\ude00cd", 4)).isEqualTo("ab…");
        assertThat(Wording.clip("abcd", 4)).isEqualTo("abcd");
    }
}
