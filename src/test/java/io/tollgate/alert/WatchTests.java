package io.tollgate.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When something is told, told again, and told to be over. */
@SpringBootTest(
        classes = AlertSlice.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {"tollgate.home=target/watch-tests/${random.uuid}", "spring.datasource.url=jdbc:h2:mem:watch-tests"
        })
class WatchTests {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Autowired
    private RuleBook book;

    @Autowired
    private AlertRules rules;

    @Autowired
    private AlertChannels channels;

    @Autowired
    private AlertLog log;

    @Autowired
    private DeliveryLog deliveries;

    @Autowired
    private Teller teller;

    @Autowired
    private Dispatch dispatch;

    @Autowired
    private AlertSlice.Notes notes;

    @Autowired
    private Ids ids;

    @Autowired
    private AlertSettings settings;

    @Autowired
    private JdbcClient jdbc;

    private static final AlertSettings OFTEN = new AlertSettings(
            Duration.ofMillis(1), Duration.ofMinutes(1), List.of(), Duration.ofSeconds(1), Duration.ofDays(90), null);

    private final List<Finding> wrong = new ArrayList<>();
    private boolean blind;
    private boolean unsure;
    private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private final Sensor sensor = new Sensor() {
        @Override
        public Set<Rule> rules() {
            return EnumSet.allOf(Rule.class);
        }

        @Override
        public boolean isUnsure(Alert alert) {
            return unsure;
        }

        @Override
        public void look(Map<Rule, Rule.Numbers> numbers, Instant at, Consumer<Finding> found) {
            if (blind) {
                throw new DataAccessResourceFailureException("away");
            }
            wrong.forEach(found);
        }
    };

    @BeforeEach
    void begin() {
        for (String table : List.of("alert", "alert_mute", "alert_rule", "alert_delivery", "alert_channel")) {
            jdbc.sql("delete from " + table).update();
        }
        notes.taken.clear();
        notes.first.clear();
        notes.asked.set(0);
        channel("ops");
    }

    private AlertChannel channel(String name) {
        return channels.save(new AlertChannel(ids.next(), name, ChannelKind.WEBHOOK, Tongue.EN, Source.CONSOLE, NOON));
    }

    private Watch watch() {
        return new Watch(List.of(sensor), book, log, teller, ids, () -> now, settings);
    }

    private static Finding finding(Rule rule, String name) {
        return new Finding(rule, new Subject(Subject.Kind.MODEL, null, null, name), List.of("1"));
    }

    private void look(Watch watch, Duration later) {
        now = now.plus(later);
        watch.look();
        await().until(dispatch::isIdle);
    }

    private List<String> told() {
        return notes.taken.stream()
                .map(notice -> notice.turn() + " " + notice.rule() + " "
                        + notice.alerts().stream()
                                .map(alert -> alert.subject().name())
                                .toList())
                .toList();
    }

    @Test
    void isToldOnceAndAgainWhenWantedAndWhenItIsOver() {
        Watch watch = watch();
        wrong.add(finding(Rule.ERROR_RATE, "m"));
        look(watch, Duration.ZERO);
        look(watch, Duration.ofMinutes(1));
        look(watch, Duration.ofMinutes(238));
        assertThat(told()).containsExactly("BEGAN ERROR_RATE [m]");
        look(watch, Duration.ofMinutes(1));
        look(watch, Duration.ofMinutes(1));
        wrong.clear();
        look(watch, Duration.ofSeconds(59));
        assertThat(log.lasting()).hasSize(1);
        look(watch, Duration.ofSeconds(1));
        look(watch, Duration.ofMinutes(1));

        assertThat(told()).containsExactly("BEGAN ERROR_RATE [m]", "LASTS ERROR_RATE [m]", "OVER ERROR_RATE [m]");
        assertThat(log.lasting()).isEmpty();
        assertThat(log.past(10)).singleElement().returns(now.minus(Duration.ofMinutes(1)), Alert::overAt);
    }

    @Test
    void whatLastsIsKnownAfterARestart() {
        wrong.add(finding(Rule.BUDGET_NEARLY_SPENT, "t"));
        look(watch(), Duration.ZERO);
        look(watch(), Duration.ofDays(20));
        assertThat(told()).containsExactly("BEGAN BUDGET_NEARLY_SPENT [t]");
        wrong.clear();
        look(watch(), Duration.ofDays(1));
        wrong.add(finding(Rule.BUDGET_NEARLY_SPENT, "t"));
        look(watch(), Duration.ofDays(1));

        assertThat(told())
                .containsExactly(
                        "BEGAN BUDGET_NEARLY_SPENT [t]",
                        "OVER BUDGET_NEARLY_SPENT [t]",
                        "BEGAN BUDGET_NEARLY_SPENT [t]");
    }

    @Test
    void whatNobodyTriedSinceTheRestartIsNotOver() {
        unsure = true;
        wrong.add(finding(Rule.CREDENTIAL_OUT, "c"));
        look(watch(), Duration.ZERO);
        wrong.clear();
        Watch next = watch();
        look(next, Duration.ofHours(1));
        assertThat(log.lasting()).hasSize(1);
        unsure = false;
        look(next, Duration.ofHours(1));
        assertThat(told()).containsExactly("BEGAN CREDENTIAL_OUT [c]", "OVER CREDENTIAL_OUT [c]");
    }

    @Test
    void whatAStopCutShortIsToldByTheNextProcess() {
        wrong.add(finding(Rule.DISK_FULL, "d"));
        look(watch(), Duration.ZERO);
        jdbc.sql("update alert_delivery set state = 'WAITING'").update();

        look(watch(), Duration.ofSeconds(1));

        assertThat(told()).containsExactly("BEGAN DISK_FULL [d]", "BEGAN DISK_FULL [d]");
        assertThat(deliveries.newest(10))
                .extracting(Delivery::state)
                .containsExactlyInAnyOrder(Delivery.State.LOST, Delivery.State.SENT);
    }

    @Test
    void someThingsMustLastBeforeTheyAreTold() {
        Watch watch = watch();
        wrong.add(finding(Rule.PROVIDER_DOWN, "p"));
        look(watch, Duration.ZERO);
        look(watch, Duration.ofSeconds(59));
        assertThat(log.lasting()).isEmpty();
        wrong.clear();
        look(watch, Duration.ofSeconds(1));
        wrong.add(finding(Rule.PROVIDER_DOWN, "p"));
        look(watch, Duration.ofSeconds(30));
        assertThat(told()).isEmpty();
        look(watch, Duration.ofMinutes(1));
        assertThat(told()).containsExactly("BEGAN PROVIDER_DOWN [p]");
    }

    @Test
    void whatBeginsTogetherIsOneMessage() {
        for (int i = 0; i < 300; i++) {
            wrong.add(finding(Rule.CREDENTIAL_OUT, "c" + i));
        }
        look(watch(), Duration.ZERO);
        assertThat(notes.taken)
                .singleElement()
                .satisfies(notice -> assertThat(notice.alerts()).hasSize(300));
        assertThat(deliveries.newest(10).getFirst().subjects()).hasSizeLessThanOrEqualTo(1_000);
    }

    @Test
    void nobodyIsToldWhileItIsMuted() {
        Watch watch = watch();
        wrong.add(finding(Rule.ERROR_RATE, "m"));
        wrong.add(finding(Rule.ERROR_RATE, "n"));
        log.mute(Rule.ERROR_RATE, now.plus(Duration.ofMinutes(5)), "ada");
        look(watch, Duration.ZERO);
        assertThat(told()).isEmpty();
        log.mutes().forEach(mute -> log.unmute(mute.id()));
        Alert one = log.lasting().stream()
                .filter(alert -> alert.key().endsWith("m"))
                .findFirst()
                .orElseThrow();
        log.mute(one, now.plus(Duration.ofMinutes(5)), "ada");
        look(watch, Duration.ofMinutes(1));
        assertThat(told()).containsExactly("BEGAN ERROR_RATE [n]");
        look(watch, Duration.ofMinutes(5));
        assertThat(told()).containsExactly("BEGAN ERROR_RATE [n]", "BEGAN ERROR_RATE [m]");
    }

    @Test
    void rulesSayWhoIsTold() {
        AlertChannel other = channel("other");
        AlertRule rule = new AlertRule(ids.next(), Rule.DISK_FULL, Source.CONSOLE, NOON);
        rule.set(Rule.DISK_FULL.usual(), Set.of(other.getId()));
        rules.save(rule);
        switchOff(Rule.ERROR_RATE);
        wrong.add(finding(Rule.DISK_FULL, "d"));
        wrong.add(finding(Rule.ERROR_RATE, "m"));

        look(watch(), Duration.ZERO);

        assertThat(deliveries.newest(10)).singleElement().returns("other", Delivery::channelName);
        assertThat(log.lasting()).singleElement().returns(Rule.DISK_FULL, Alert::rule);
    }

    @Test
    void whatNobodyWasToldIsToldToTheFirstChannel() {
        channels.deleteAll();
        Watch watch = watch();
        wrong.add(finding(Rule.ERROR_RATE, "m"));
        look(watch, Duration.ZERO);
        assertThat(log.lasting().getFirst().saidAt()).isNull();
        channel("late");
        look(watch, Duration.ofMinutes(1));
        assertThat(told()).containsExactly("BEGAN ERROR_RATE [m]");
    }

    @Test
    void whatCannotBeSeenIsNotOver() {
        Watch watch = watch();
        wrong.add(finding(Rule.ERROR_RATE, "m"));
        look(watch, Duration.ZERO);
        blind = true;
        look(watch, Duration.ofHours(1));
        assertThat(log.lasting()).hasSize(1);
        assertThat(told()).containsExactly("BEGAN ERROR_RATE [m]");
    }

    /** Looks while the rules and the mutes cannot be read. */
    private void lookWhileAway(Watch watch, Duration later) {
        List<String> tables = List.of("alert_rule", "alert_mute");
        tables.forEach(each ->
                jdbc.sql("alter table " + each + " rename to away_" + each).update());
        look(watch, later);
        tables.forEach(each ->
                jdbc.sql("alter table away_" + each + " rename to " + each).update());
    }

    @Test
    void isToldByWhatWasKnownWhileTheDatabaseIsAway() {
        switchOff(Rule.DISK_FULL);
        log.mute(Rule.BOOKS_BEHIND, now.plus(Duration.ofHours(1)), "ada");
        Watch watch = watch();
        look(watch, Duration.ZERO);
        List.of(Rule.DISK_FULL, Rule.BOOKS_BEHIND, Rule.ERROR_RATE).forEach(rule -> wrong.add(finding(rule, "m")));
        lookWhileAway(watch, Duration.ofSeconds(15));
        lookWhileAway(watch, Duration.ofMinutes(2));
        assertThat(told()).containsExactly("BEGAN ERROR_RATE [m]");
        wrong.clear();
        lookWhileAway(watch, Duration.ofMinutes(2));
        look(watch, Duration.ofSeconds(15));

        assertThat(told()).containsExactly("BEGAN ERROR_RATE [m]", "OVER ERROR_RATE [m]");
    }

    private void switchOff(Rule rule) {
        AlertRule off = new AlertRule(ids.next(), rule, Source.CONSOLE, NOON);
        off.setDisabled(true);
        rules.save(off);
    }

    @Test
    void whatCouldNotBeWrittenDownIsWrittenLater() {
        Watch watch = watch();
        look(watch, Duration.ZERO);
        jdbc.sql("alter table alert rename to away").update();
        wrong.add(finding(Rule.ERROR_RATE, "m"));
        look(watch, Duration.ofSeconds(15));
        Instant told = now;
        jdbc.sql("alter table away rename to alert").update();
        assertThat(log.lasting()).isEmpty();

        look(watch, Duration.ofSeconds(15));

        assertThat(told()).containsExactly("BEGAN ERROR_RATE [m]");
        assertThat(log.lasting()).singleElement().returns(told, Alert::saidAt);
    }

    @Test
    void aRuleThatIsSwitchedOffDoesNotSayThatAllIsWell() {
        Watch watch = watch();
        wrong.add(finding(Rule.ERROR_RATE, "m"));
        look(watch, Duration.ZERO);
        switchOff(Rule.ERROR_RATE);

        look(watch, Duration.ofMinutes(2));
        assertThat(log.lasting()).isEmpty();
        assertThat(told()).containsExactly("BEGAN ERROR_RATE [m]");
    }

    @Test
    void whatIsOldIsDeleted() {
        Watch watch = watch();
        wrong.add(finding(Rule.ERROR_RATE, "m"));
        look(watch, Duration.ZERO);
        wrong.clear();
        look(watch, Duration.ofMinutes(2));
        assertThat(log.past(10)).hasSize(1);
        look(watch, Duration.ofDays(91));
        assertThat(log.past(10)).isEmpty();
        assertThat(deliveries.newest(10)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void theNextLookFollowsWhateverHappened(Throwable planted) {
        wrong.add(finding(Rule.ERROR_RATE, "m"));
        AtomicReference<@Nullable Throwable> broken = new AtomicReference<>(planted);
        Watch watch = new Watch(List.of(sensor), book, log, teller, ids, () -> now(broken), settings);
        WatchThread thread = new WatchThread(watch, dispatch, OFTEN);
        thread.start();
        try {
            await().until(() -> told().size() == 1);
        } finally {
            thread.stop();
            dispatch.open();
        }
        assertThat(broken).hasNullValue();
    }

    static List<Throwable> theNextLookFollowsWhateverHappened() {
        return List.of(
                new IllegalStateException("planted"),
                new StackOverflowError("planted"),
                new NoClassDefFoundError("planted"));
    }

    private Instant now(AtomicReference<@Nullable Throwable> broken) {
        switch (broken.getAndSet(null)) {
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            case null, default -> {
                return now;
            }
        }
    }
}
