package io.tollgate.usage;

import io.tollgate.chat.Usage;
import io.tollgate.usage.ReratedCall.Changed;
import io.tollgate.usage.ReratedCall.Left;
import io.tollgate.usage.ReratedCall.Reason;
import io.tollgate.usage.ReratedCall.Same;
import io.tollgate.usage.ReratedCall.Verdict;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * What rating exchanges again would change.
 *
 * @param calls that served an exchange in the time
 * @param changed exchanges that would cost something else, or the same at another price
 * @param unknownBefore those of them whose cost was unknown
 * @param beforeNano what the changed ones had cost, in nano-dollars
 * @param afterNano what they would cost
 * @param estimated those of the changed ones whose usage is an estimate: they are rated as estimated
 * @param left what cannot be rated again, by why
 * @param sample those that would change the most
 */
public record ReratingPreview(
        long calls,
        long changed,
        long unknownBefore,
        long beforeNano,
        long afterNano,
        long estimated,
        Map<Reason, Long> left,
        List<ReratedCall> sample) {

    /** What it would change of the sum, in nano-dollars. */
    public long differenceNano() {
        return afterNano - beforeNano;
    }

    /** Adds up what becomes of calls. */
    static final class Sum {

        private static final int SAMPLE = 10;
        private static final Comparator<ReratedCall> BY_DIFFERENCE =
                Comparator.comparingLong(call -> Math.abs(call.differenceNano()));

        private final PriorityQueue<ReratedCall> most = new PriorityQueue<>(BY_DIFFERENCE);
        private final Map<Reason, Long> left = new EnumMap<>(Reason.class);
        private long calls;
        private long changed;
        private long unknown;
        private long before;
        private long after;
        private long estimated;

        void add(Verdict verdict) {
            calls++;
            switch (verdict) {
                case Changed it -> add(it.call());
                case Left it -> left.merge(it.reason(), 1L, Long::sum);
                case Same _ -> {} // nothing to do
            }
        }

        private void add(ReratedCall call) {
            changed++;
            unknown += call.beforeNano() == null ? 1 : 0;
            before += call.beforeNano() == null ? 0 : call.beforeNano();
            after += call.afterNano();
            estimated += call.row().usage().source() == Usage.Source.ESTIMATED ? 1 : 0;
            most.add(call);
            if (most.size() > SAMPLE) {
                most.remove();
            }
        }

        ReratingPreview preview() {
            List<ReratedCall> sample =
                    most.stream().sorted(BY_DIFFERENCE.reversed()).toList();
            return new ReratingPreview(calls, changed, unknown, before, after, estimated, left, sample);
        }
    }
}
