package io.tollgate.routing;

import io.tollgate.routing.RoutingTable.Entry;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a conversation with one credential, since a provider's prompt cache belongs to the account that filled it. Each
 * pair of a conversation and a credential has a number, and the largest wins: when a credential comes or goes, only its
 * own conversations move. One that is out of order, at its limits, or much busier than others is passed over.
 */
final class Affinity {

    /** So many under way are never too many. */
    private static final int FEW = 8;
    /** How much busier than others a credential may be, in quarters. */
    private static final int QUARTERS = 5;
    /** A large pool is chosen from by blocks first. */
    private static final int BLOCK = 64;

    private final long conversation;
    private final Draw draw;
    private final long busy;

    /** @param compared candidates whose load is usual */
    Affinity(long conversation, Draw draw, List<Candidate> compared) {
        this.conversation = conversation;
        this.draw = draw;
        long underWay = 1;
        for (Candidate candidate : compared) {
            underWay += candidate.health().inFlight();
        }
        this.busy = Math.max(FEW, Math.ceilDiv(underWay * QUARTERS, 4L * Math.max(1, compared.size())));
    }

    /** The conversation's candidate among deployments of which either will do; absent when none is fit for it. */
    @Nullable
    Candidate among(List<Entry> entries, Ordering ordering) {
        if (entries.size() == 1) {
            return of(entries.getFirst());
        }
        List<Entry> best = entries.stream()
                .sorted(Comparator.comparingDouble((Entry entry) -> distance(entry, ordering)))
                .toList();
        for (Entry entry : best) {
            Candidate found = of(entry);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The smaller the likelier, in proportion to its share. */
    private double distance(Entry entry, Ordering ordering) {
        UUID id = entry.credentials().getFirst().deploymentId();
        double chance = ((number(id) >>> 11) + 0.5) * 0x1p-53;
        return -Math.log(chance) / Math.max(1e-9, ordering.share(entry));
    }

    private @Nullable Candidate of(Entry entry) {
        List<Candidate> pool = entry.credentials();
        int blocks = pool.size() < 2 * BLOCK ? 1 : Math.ceilDiv(pool.size(), BLOCK);
        int block = 0;
        for (int i = 1; i < blocks; i++) {
            block = mixed(i) > mixed(block) ? i : block;
        }
        return blocks == 1
                ? best(pool, 0, pool.size())
                : best(pool, block * BLOCK, Math.min(pool.size(), (block + 1) * BLOCK));
    }

    private @Nullable Candidate best(List<Candidate> pool, int from, int to) {
        Candidate best = null;
        long largest = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            Candidate candidate = pool.get(i);
            long number = number(candidate.target().credentialId());
            if ((best == null || number > largest) && isFit(candidate)) {
                best = candidate;
                largest = number;
            }
        }
        return best;
    }

    private boolean isFit(Candidate candidate) {
        return draw.isAvailable(candidate)
                && candidate.health().inFlight() < busy
                && candidate.quota().left() > 0;
    }

    private long number(UUID id) {
        return mixed(id.getMostSignificantBits() * 31 + id.getLeastSignificantBits());
    }

    /** Spreads every bit over all others, as SplittableRandom's last step does. */
    private long mixed(long value) {
        long z = (value ^ conversation) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
