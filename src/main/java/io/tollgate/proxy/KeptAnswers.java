package io.tollgate.proxy;

import io.tollgate.chat.Operation;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answers kept for repeats, in memory: so many, so many bytes, so long. When there is no room, the oldest go first.
 * Requests under way hold their names, too, and what is recorded of their answers counts.
 */
final class KeptAnswers {

    /** What a caller calls a request; others may use the same words. */
    record Name(UUID teamId, UUID keyId, Operation operation, String words) {}

    /** What is known of a name. */
    sealed interface Standing {

        /** Nothing: the name is taken from now on, until it is freed. */
        record New() implements Standing {}

        /** A request of that name is under way. */
        record UnderWay() implements Standing {}

        /** The name is that of another request. */
        record Other() implements Standing {}

        /** The request was answered. */
        record Answered(KeptAnswer answer) implements Standing {}
    }

    private final RepeatSettings settings;
    private final long maxBytes;
    private final Map<Name, byte[]> underWay = new HashMap<>();
    private final Map<Name, KeptAnswer> kept = new LinkedHashMap<>();
    private long bytes;

    KeptAnswers(RepeatSettings settings) {
        this.settings = settings;
        this.maxBytes = settings.maxBytes().toBytes();
    }

    /** Takes a name, if nothing is known of it. */
    synchronized Standing take(Name name, byte[] print, Instant now) {
        forgetUntil(now);
        KeptAnswer answer = kept.get(name);
        if (answer != null) {
            return answer.isOf(print) ? new Standing.Answered(answer) : new Standing.Other();
        }
        byte[] other = underWay.putIfAbsent(name, print);
        if (other == null) {
            return new Standing.New();
        }
        return Arrays.equals(other, print) ? new Standing.UnderWay() : new Standing.Other();
    }

    /** Ends what is under way by a name. */
    synchronized void free(Name name, @Nullable KeptAnswer answer) {
        underWay.remove(name);
        if (answer != null && settings.maxAnswers() > 0 && reserve(answer.size())) {
            if (kept.size() >= settings.maxAnswers()) {
                forgetEldest();
            }
            kept.put(name, answer);
        }
    }

    /** Makes room for bytes that are recorded. Whether there is any. */
    synchronized boolean reserve(long more) {
        while (bytes + more > maxBytes && !kept.isEmpty()) {
            forgetEldest();
        }
        if (bytes + more > maxBytes) {
            return false;
        }
        bytes += more;
        return true;
    }

    /** Gives back what was made room for. */
    synchronized void giveBack(long less) {
        bytes -= less;
    }

    /** What is taken at present, in bytes. */
    synchronized long bytes() {
        return bytes;
    }

    private void forgetEldest() {
        Iterator<KeptAnswer> eldest = kept.values().iterator();
        bytes -= eldest.next().size();
        eldest.remove();
    }

    /** All are kept for the same time, so that the eldest ends first. */
    private void forgetUntil(Instant now) {
        while (!kept.isEmpty() && !now.isBefore(kept.values().iterator().next().until())) {
            forgetEldest();
        }
    }
}
