package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.usage.Retention;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@PageTest
class RetentionControllerTests {

    private static final String PATH = "/system/retention";
    private static final Retention.Kept USUAL = new Retention.Kept(Duration.ofDays(90), Duration.ofDays(400));

    @Autowired
    private Desk desk;

    @Autowired
    private Retention retention;

    @AfterEach
    void forget() {
        desk.send(PATH + "/forget");
    }

    @Test
    void anOperatorsChoiceGoesBeforeTheConfiguration() {
        assertThat(desk.open("/system"))
                .bodyText()
                .contains("Days that rows are kept", "Limits and budgets against the rows", PATH);

        assertThat(desk.follow(desk.send(PATH, "records", " 30", "hours", "200")))
                .bodyText()
                .contains("Saved.");

        assertThat(retention.kept()).isEqualTo(new Retention.Kept(Duration.ofDays(30), Duration.ofDays(200)));
        assertThat(desk.open(PATH))
                .bodyText()
                .contains("value=\"30\"", "value=\"200\"", "The configuration says 90 days for rows");
        assertThat(desk.openInChinese(PATH)).bodyText().contains("用量保留时长", "明细 90 天");

        assertThat(desk.follow(desk.send(PATH + "/forget"))).bodyText().contains("The configuration holds again.");
        assertThat(retention.kept()).isEqualTo(USUAL);
    }

    @Test
    void refusesWhatBudgetsOrComparisonsNeed() {
        assertThat(desk.send(PATH, "records", "1", "hours", "62"))
                .bodyText()
                .contains("from 2 to 36,500", "from 63 to 36,500", "value=\"62\"");
        assertThat(desk.send(PATH, "records", "ever", "hours", "99999999"))
                .bodyText()
                .contains("Write a number of days");
        assertThat(desk.sendAsViewer(PATH, "records", "30", "hours", "200")).hasStatus(403);
        assertThat(desk.openAsViewer(PATH)).hasStatus(403);
        assertThat(desk.openAsViewer("/system")).hasStatusOk().bodyText().doesNotContain(PATH);

        assertThat(retention.kept()).isEqualTo(USUAL);
    }
}
