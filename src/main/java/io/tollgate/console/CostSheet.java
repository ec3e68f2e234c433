package io.tollgate.console;

import io.tollgate.chat.Usage;
import io.tollgate.pricing.Amount;
import io.tollgate.pricing.Bill;
import io.tollgate.pricing.Currency;
import io.tollgate.pricing.DatedPrice;
import io.tollgate.pricing.Part;
import io.tollgate.pricing.Price;
import io.tollgate.pricing.Prices;
import io.tollgate.pricing.Tariff;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Models;
import io.tollgate.usage.AttemptEntry;
import io.tollgate.usage.UsageRecord;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Works out again, line by line, what an exchange cost, at the price that the ledger says was charged. Where it names
 * none, the prices in use when the exchange began are taken. The ledger holds the sum.
 */
@Component
class CostSheet {

    private final Models models;
    private final Deployments deployments;
    private final Tariffs tariffs;
    private final Prices prices;

    CostSheet(Models models, Deployments deployments, Tariffs tariffs, Prices prices) {
        this.models = models;
        this.deployments = deployments;
        this.tariffs = tariffs;
        this.prices = prices;
    }

    /** @param attempts the calls of the exchange, the one that served the last */
    Sheet of(UsageRecord row, List<AttemptEntry> attempts) {
        UUID charged = attempts.isEmpty() ? null : attempts.getLast().record().priceId();
        Bill bill = Optional.ofNullable(charged)
                .flatMap(price -> charged(price, row))
                .map(price -> price.bill(row.usage()))
                .orElseGet(() -> tariff(row).bill(row.usage(), row.startedAt()));
        List<Line> lines = bill.lines().stream()
                .map(line -> Line.of(line, row.usage().unit(), bill.currency()))
                .toList();
        List<Long> earlier = earlier(attempts);
        Long sum = bill.nano() == null ? null : Long.valueOf(bill.nano() + sum(earlier));
        return new Sheet(lines, earlier, row.costNano(), Objects.equals(sum, row.costNano()), bill.currency());
    }

    /** What the calls before the last cost, where they cost anything. */
    private static List<Long> earlier(List<AttemptEntry> attempts) {
        return attempts.stream()
                .limit(Math.max(0, attempts.size() - 1))
                .map(attempt -> Objects.requireNonNullElse(attempt.record().costNano(), 0L))
                .filter(nano -> nano != 0)
                .toList();
    }

    private static long sum(List<Long> nano) {
        return nano.stream().mapToLong(Long::longValue).sum();
    }

    private static String dollars(long nano) {
        return Money.dollars(BigDecimal.valueOf(nano, 9));
    }

    private Optional<Price> charged(UUID id, UsageRecord row) {
        return prices.find(id).map(price -> new DatedPrice(price.id(), price.terms()).at(row.startedAt()));
    }

    private Tariff tariff(UsageRecord row) {
        Tariffs.Sight sight = tariffs.at(row.startedAt());
        Optional<Deployment> served = models.findByLiveName(row.modelAsked()).stream()
                .flatMap(asked -> deployments.findByModelIdAndRetiredAtIsNullOrderByPriority(asked.getId()).stream())
                .filter(deployment -> deployment.getProviderId().equals(row.providerId())
                        && deployment.getProviderModel().equals(row.modelServed()))
                .findFirst();
        if (served.isPresent()) {
            return sight.of(served.get());
        }
        return row.providerId() == null || row.modelServed() == null
                ? Tariff.NONE
                : sight.listed(row.providerId(), row.modelServed());
    }

    /**
     * The lines and their sum.
     *
     * @param earlierNano what calls cost that failed before the one the lines are of
     * @param costNano what was charged; absent when a price was missing
     * @param current whether the lines and the earlier calls add up to just that
     */
    record Sheet(
            List<Line> lines,
            List<Long> earlierNano,
            @Nullable Long costNano,
            boolean current,
            Currency currency) {

        /** Whether nothing was charged for. */
        public boolean isEmpty() {
            return lines.isEmpty() && earlierNano.isEmpty();
        }

        /** The sum spelled out; absent where it is not this sum that was charged. */
        public @Nullable String arithmetic() {
            if (costNano == null || !current || isEmpty()) {
                return null;
            }
            Stream<String> last = lines.isEmpty() ? Stream.empty() : Stream.of(exchanged());
            return Stream.concat(earlierNano.stream().map(CostSheet::dollars), last)
                            .collect(Collectors.joining(" + "))
                    + " = " + dollars(costNano);
        }

        private String exchanged() {
            String terms = lines.stream().map(Line::term).collect(Collectors.joining(" + "));
            return currency.equals(Currency.USD)
                    ? terms
                    : "(" + terms + ") × "
                            + BigDecimal.valueOf(currency.nanoDollars(), 9)
                                    .stripTrailingZeros()
                                    .toPlainString();
        }
    }

    /**
     * So many of one kind, at so much.
     *
     * @param rate what is asked, for so many as people write it for
     * @param per {@code M}, {@code K} or nothing: for how many that is
     * @param nano its share of the sum
     */
    record Line(
            String key,
            long count,
            @Nullable String rate,
            String per,
            @Nullable Long nano) {

        static Line of(Bill.Line line, Usage.Unit unit, Currency currency) {
            Part part = line.part();
            String key = part == Part.UNIT ? unit.name() : part.label();
            String rate = line.rate() == null ? null : Money.in(currency, Amount.written(line.rate(), part));
            String per = part.written() == Part.MILLION ? "M" : part.written() == 1 ? "" : "K";
            return new Line(key, line.count(), rate, per, line.nano());
        }

        /** Dollars. */
        public @Nullable String amount() {
            return nano == null ? null : dollars(nano);
        }

        private String term() {
            return String.format(Locale.ROOT, "%,d", count) + " × " + rate + (per.isEmpty() ? "" : "/" + per);
        }
    }
}
