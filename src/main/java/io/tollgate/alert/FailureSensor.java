package io.tollgate.alert;

import io.tollgate.provider.Providers;
import io.tollgate.usage.FailureRates;
import io.tollgate.usage.FailureRates.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Watches what share of exchanges failed lately, by model and by provider. */
@Component
final class FailureSensor implements Sensor {

    private static final int WHOLE = 100;

    private final FailureRates rates;
    private final Providers providers;

    private record Sum(long requests, long failed) {

        Sum and(Sum other) {
            return new Sum(requests + other.requests, failed + other.failed);
        }

        boolean isTooMuch(Rule.Numbers numbers) {
            return requests >= numbers.least() && failed > 0 && failed * WHOLE >= requests * numbers.threshold();
        }

        List<String> facts(Rule.Numbers numbers) {
            return List.of(
                    Long.toString(failed * WHOLE / requests),
                    Long.toString(failed),
                    Long.toString(requests),
                    Integer.toString(numbers.windowMinutes()));
        }
    }

    FailureSensor(FailureRates rates, Providers providers) {
        this.rates = rates;
        this.providers = providers;
    }

    @Override
    public Set<Rule> rules() {
        return EnumSet.of(Rule.ERROR_RATE);
    }

    @Override
    public void look(Map<Rule, Rule.Numbers> numbers, Instant now, Consumer<Finding> found) {
        Rule.Numbers wanted = numbers.get(Rule.ERROR_RATE);
        if (wanted == null) {
            return;
        }
        Map<String, Sum> byModel = new HashMap<>();
        Map<UUID, Sum> byProvider = new HashMap<>();
        for (Share share : rates.since(now.minus(Duration.ofMinutes(wanted.windowMinutes())), now)) {
            Sum sum = new Sum(share.requests(), share.failed());
            byModel.merge(share.model(), sum, Sum::and);
            if (share.providerId() != null) {
                byProvider.merge(share.providerId(), sum, Sum::and);
            }
        }
        byModel.forEach((model, sum) -> {
            if (sum.isTooMuch(wanted)) {
                Subject subject = new Subject(Subject.Kind.MODEL, null, null, model);
                found.accept(new Finding(Rule.ERROR_RATE, subject, sum.facts(wanted)));
            }
        });
        byProvider.forEach((id, sum) -> {
            if (sum.isTooMuch(wanted)) {
                Subject subject = Subject.of(Subject.Kind.PROVIDER, id, Names.of(id, providers::findById));
                found.accept(new Finding(Rule.ERROR_RATE, subject, sum.facts(wanted)));
            }
        });
    }
}
