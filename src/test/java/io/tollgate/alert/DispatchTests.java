package io.tollgate.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.tollgate.alert.Delivery.State;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;

/** How messages come to a channel: tried again, given up, and in spite of everything. */
@SpringBootTest(
        classes = AlertSlice.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {"tollgate.home=target/watch-tests/${random.uuid}", "spring.datasource.url=jdbc:h2:mem:watch-tests"
        })
class DispatchTests {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Outcome BUSY = new Outcome.Failed("HTTP 503", true);

    @Autowired
    private AlertChannels channels;

    @Autowired
    private DeliveryLog deliveries;

    @Autowired
    private Dispatch dispatch;

    @Autowired
    private AlertSlice.Notes notes;

    @Autowired
    private ChannelSecrets secrets;

    @Autowired
    private Senders senders;

    @Autowired
    private AlertSettings settings;

    @Autowired
    private Ids ids;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void begin() {
        jdbc.sql("delete from alert_delivery").update();
        jdbc.sql("delete from alert_channel").update();
        notes.taken.clear();
        notes.first.clear();
        notes.asked.set(0);
    }

    private AlertChannel channel(String name) {
        return channels.save(new AlertChannel(ids.next(), name, ChannelKind.WEBHOOK, Tongue.EN, Source.CONSOLE, NOON));
    }

    private Delivery brought(AlertChannel channel, Outcome... first) {
        return brought(dispatch, channel, first);
    }

    private Delivery brought(Dispatch by, AlertChannel channel, Outcome... first) {
        notes.asked.set(0);
        notes.first.addAll(List.of(first));
        Finding finding = new Finding(Rule.ERROR_RATE, new Subject(Subject.Kind.MODEL, null, null, "m"), List.of("1"));
        Alert alert = Alert.begin(ids.next(), finding, NOON);
        by.send(new Notice(ids.next(), Notice.Turn.BEGAN, Rule.ERROR_RATE, List.of(alert), NOON), channel);
        await().until(by::isIdle);
        return deliveries.newest(1).getFirst();
    }

    @Test
    void sendingIsTriedAgainAndGivenUp() {
        AlertChannel channel = channel("ops");

        assertThat(brought(channel, BUSY, BUSY))
                .returns(State.SENT, Delivery::state)
                .returns(3, Delivery::tries);
        assertThat(brought(channel, BUSY, BUSY, BUSY))
                .returns(State.FAILED, Delivery::state)
                .returns(3, Delivery::tries)
                .returns("HTTP 503", Delivery::detail);
        assertThat(brought(channel, new Outcome.Failed("code 19021", false)).state())
                .isEqualTo(State.FAILED);
        assertThat(notes.asked).hasValue(1);
    }

    @Test
    void aChannelGoesOnWhateverHappened() {
        AlertChannel channel = channel("ops");
        notes.broken.set(new StackOverflowError("planted"));

        assertThat(brought(channel))
                .returns(State.FAILED, Delivery::state)
                .returns("StackOverflowError", Delivery::detail);
        assertThat(brought(channel).state()).isEqualTo(State.SENT);
    }

    @Test
    void aChannelIsToldWhileTheDatabaseIsAway() {
        AlertChannels away = mock(AlertChannels.class);
        when(away.findById(any())).thenThrow(new CannotCreateTransactionException("away"));
        Dispatch blind = new Dispatch(away, senders, deliveries, settings);

        assertThat(brought(blind, channel("ops"), BUSY))
                .returns(State.SENT, Delivery::state)
                .returns(2, Delivery::tries);
        assertThat(notes.taken).hasSize(1);
    }

    @Test
    void aChannelThatWasSwitchedOffMeanwhileIsNotTold() {
        AlertChannel channel = channel("ops");
        channel.setDisabled(true);
        channels.save(channel);

        assertThat(brought(channel))
                .returns(State.FAILED, Delivery::state)
                .returns("the channel was switched off", Delivery::detail);
        assertThat(notes.asked).hasValue(0);
    }

    @Test
    void aStoredSecretFitsItsOwnPlaceOnly() {
        AlertChannel one = channel("one");
        secrets.seal(one, "planted");
        AlertChannel two = channel("two");
        two.sealWith(one.getSecretCiphertext());

        assertThat(secrets.secret(one)).isNotNull();
        assertThat(senders.test(two)).isInstanceOf(Outcome.Failed.class);
        assertThat(notes.asked).hasValue(0);
    }
}
