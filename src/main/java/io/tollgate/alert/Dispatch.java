package io.tollgate.alert;

import io.tollgate.alert.Delivery.State;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Brings messages to their channels in the background: one after the other for each channel, so that one that stalls
 * holds up nobody else. What is not taken is tried again a few times; too long a queue refuses more.
 */
@Component
class Dispatch {

    private static final Logger log = LoggerFactory.getLogger(Dispatch.class);
    private static final int LONGEST_QUEUE = 100;

    private final AlertChannels channels;
    private final Senders senders;
    private final DeliveryLog deliveries;
    private final AlertSettings settings;
    private final Map<UUID, Lane> lanes = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param channel as it was when the message was written */
    private record Letter(Notice notice, UUID delivery, AlertChannel channel) {}

    Dispatch(AlertChannels channels, Senders senders, DeliveryLog deliveries, AlertSettings settings) {
        this.channels = channels;
        this.senders = senders;
        this.deliveries = deliveries;
        this.settings = settings;
    }

    void open() {
        closed = false;
    }

    /** Ends all waiting; what is not sent by then is told by the next process. */
    void close() {
        closed = true;
        lanes.values().forEach(Lane::wake);
    }

    /** Puts a message into a channel's queue. */
    void send(Notice notice, AlertChannel channel) {
        UUID delivery = deliveries.begin(notice, channel);
        lanes.computeIfAbsent(channel.getId(), Lane::new).add(new Letter(notice, delivery, channel));
    }

    /** Whether nothing waits anywhere. */
    boolean isIdle() {
        return lanes.values().stream().allMatch(Lane::isIdle);
    }

    /** What waits for one channel. */
    private final class Lane {

        private final UUID channelId;
        private final Deque<Letter> letters = new ArrayDeque<>();
        private @Nullable Thread carrier;

        Lane(UUID channelId) {
            this.channelId = channelId;
        }

        synchronized void add(Letter letter) {
            if (letters.size() >= LONGEST_QUEUE) {
                deliveries.end(letter.delivery(), State.FAILED, 0, "too many messages wait for this channel");
                return;
            }
            letters.add(letter);
            if (carrier == null) {
                carrier = Thread.ofVirtual().name("alert-channel").start(this::carry);
            }
        }

        private synchronized @Nullable Letter next() {
            Letter next = closed ? null : letters.poll();
            if (next == null) {
                carrier = null;
            }
            return next;
        }

        synchronized boolean isIdle() {
            return carrier == null;
        }

        synchronized void wake() {
            LockSupport.unpark(carrier);
        }

        /** Whatever happens to one message, the next ones find somebody who carries them. */
        private void carry() {
            try {
                for (Letter letter = next(); letter != null; letter = next()) {
                    carry(letter);
                }
            } finally {
                rest();
            }
        }

        private synchronized void rest() {
            if (carrier == Thread.currentThread()) {
                carrier = null;
            }
        }

        private void carry(Letter letter) {
            try {
                bring(letter);
            } catch (RuntimeException | Error e) {
                if (closed) {
                    return; // the next process tells it
                }
                log.error("An alert could not be brought to channel {}", channelId, e);
                deliveries.end(letter.delivery(), State.FAILED, 1, e.getClass().getSimpleName());
            }
        }

        private void bring(Letter letter) {
            for (int tries = 1; !closed; tries++) {
                Outcome outcome = attempt(letter);
                switch (outcome) {
                    case Outcome.Sent _ -> {
                        deliveries.end(letter.delivery(), State.SENT, tries, "");
                        return;
                    }
                    case Outcome.Failed failed -> {
                        if (!failed.again() || tries > settings.retries().size()) {
                            log.warn("Channel {} did not take an alert", channelId);
                            deliveries.end(letter.delivery(), State.FAILED, tries, failed.detail());
                            return;
                        }
                    }
                }
                pause(settings.retries().get(tries - 1).toNanos());
            }
        }

        private Outcome attempt(Letter letter) {
            Optional<AlertChannel> channel = present(letter.channel());
            return channel.isEmpty()
                    ? new Outcome.Failed("the channel was switched off", false)
                    : senders.send(channel.get(), letter.notice());
        }

        /** The channel as it is now, as far as that can be read; none when it was switched off. */
        private Optional<AlertChannel> present(AlertChannel before) {
            try {
                return channels.findById(channelId).filter(row -> !row.isRetired() && !row.isDisabled());
            } catch (DataAccessException | TransactionException e) {
                log.warn("Channel {} could not be read: it stays as it was", channelId, e);
                return Optional.of(before);
            }
        }

        private void pause(long nanos) {
            long until = System.nanoTime() + nanos;
            for (long left = nanos; left > 0 && !closed; left = until - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }
}
