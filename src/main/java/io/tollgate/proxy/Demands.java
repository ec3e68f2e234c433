package io.tollgate.proxy;

import io.tollgate.access.Caller;
import io.tollgate.access.Refusal;
import io.tollgate.access.RefusedException;
import io.tollgate.chat.Operation;
import io.tollgate.chat.Usage;
import io.tollgate.dialect.ClientRequest;
import io.tollgate.dialect.Extent;
import io.tollgate.limit.Demand;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.Route;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What a request may need at most: tokens, and money where the dearest candidate answers. */
final class Demands {

    /** Of an answer whose length the client does not limit. */
    private static final long USUAL_ANSWER = 8_192;

    /** Beyond what any model writes. */
    private static final long LONGEST_ANSWER = 1_000_000;

    private static final long MOST_CHOICES = 128;

    private final long capNano;
    private final InstantSource clock;

    /** @param capNano most nano-dollars for one request */
    Demands(long capNano, InstantSource clock) {
        this.capNano = capNano;
        this.clock = clock;
    }

    /** Who may be asked, and what to reserve for that. */
    record Claim(Route route, Demand demand) {}

    /**
     * What to reserve; nothing where nothing is limited that it counts for. Where money is limited, nobody is asked
     * whose price is not known.
     *
     * @throws RefusedException when money is limited and nobody's price is known
     */
    Claim of(ClientRequest request, Route route, Caller caller) throws RefusedException {
        boolean money = caller.quota().hasBudget();
        if (request.operation().meter() == Operation.Meter.FREE || !money && !countsTokens(route, caller)) {
            return new Claim(route, Demand.NOTHING);
        }
        Extent extent = request.extent();
        long choices = Math.clamp(extent.choices(), 1, MOST_CHOICES);
        Long asked = extent.maxTokens();
        boolean writes = request.operation() != Operation.EMBEDDINGS;
        long longest = Math.clamp(asked == null ? USUAL_ANSWER : asked, 0, LONGEST_ANSWER);
        long output = writes ? longest * choices : 0;
        long prompt = extent.promptTokens();
        long certain = asked == null ? prompt : prompt + output;
        Demand demand = new Demand(prompt + output, certain, 0);
        return money
                ? payable(request, route, Usage.ofTokens(prompt, 0, output, 0), units(request, choices), demand)
                : new Claim(route, demand);
    }

    private static boolean countsTokens(Route route, Caller caller) {
        if (caller.quota().hasTokens()) {
            return true;
        }
        for (Candidate candidate : route.candidates()) {
            if (candidate.quota().hasTokens()) {
                return true;
            }
        }
        return false;
    }

    /** With what the dearest candidate may cost, of those whose price is known. */
    private Claim payable(ClientRequest request, Route route, Usage tokens, @Nullable Usage units, Demand demand)
            throws RefusedException {
        long dearest = -1;
        boolean complete = true;
        for (Candidate candidate : route.candidates()) {
            Long cost = cost(candidate, tokens, units);
            complete &= cost != null;
            dearest = cost == null ? dearest : Math.max(dearest, cost);
        }
        if (!complete && dearest < 0) {
            throw new RefusedException(new Refusal.ModelNotPriced(request.model()));
        }
        Route priced = complete ? route : route.only(candidate -> cost(candidate, tokens, units) != null);
        long cost = Math.min(capNano, Math.max(0, dearest));
        return new Claim(priced, new Demand(demand.tokens(), demand.certainTokens(), cost));
    }

    private @Nullable Long cost(Candidate candidate, Usage tokens, @Nullable Usage units) {
        Long byUnits = units == null ? null : cost(candidate, units);
        return byUnits == null ? cost(candidate, tokens) : byUnits;
    }

    /** What usage costs at a candidate, in nano-dollars; absent when a part of it has no price. */
    private @Nullable Long cost(Candidate candidate, Usage usage) {
        return candidate.tariff().cost(usage, clock.instant());
    }

    /** What it may be billed in when that is not tokens. */
    private static @Nullable Usage units(ClientRequest request, long choices) {
        return switch (request.operation().meter()) {
            case TOKENS_OR_IMAGES -> Usage.ofUnits(choices, Usage.Unit.IMAGE, Usage.Source.ESTIMATED);
            case TOKENS_OR_SECONDS ->
                Usage.ofUnits(request.extent().seconds(), Usage.Unit.SECOND, Usage.Source.ESTIMATED);
            case CHARACTERS_OF_INPUT ->
                Usage.ofUnits(request.inputCharacters(), Usage.Unit.CHARACTER, Usage.Source.ESTIMATED);
            case TOKENS_IN_ANSWER, FREE -> null;
        };
    }
}
