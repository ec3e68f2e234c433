package io.tollgate.console;

import io.tollgate.chat.Usage;
import io.tollgate.pricing.Price;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.usage.UsageRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Works out again, line by line, what an exchange cost. The ledger holds the sum; the lines use today's price. */
@Component
class CostSheet {

    private final Models models;
    private final Deployments deployments;

    CostSheet(Models models, Deployments deployments) {
        this.models = models;
        this.deployments = deployments;
    }

    Sheet of(UsageRecord row) {
        Price price = price(row);
        List<Line> lines = lines(row.usage(), price);
        return new Sheet(lines, row.costNano(), Objects.equals(price.cost(row.usage()), row.costNano()));
    }

    private Price price(UsageRecord row) {
        Optional<Model> model = models.findByLiveName(row.modelAsked());
        Optional<Price> own = model.stream()
                .flatMap(asked -> deployments.findByModelIdAndRetiredAtIsNullOrderByPriority(asked.getId()).stream())
                .filter(deployment -> deployment.getProviderId().equals(row.providerId())
                        && deployment.getProviderModel().equals(row.modelServed()))
                .map(Deployment::getPrice)
                .filter(price -> !price.isEmpty())
                .findFirst();
        return own.or(() -> model.map(Model::getPrice)).orElse(Price.NONE);
    }

    private static List<Line> lines(Usage usage, Price price) {
        List<Line> lines = new ArrayList<>();
        long fresh = usage.inputTokens() - usage.cachedTokens();
        add(lines, "input", fresh, price.input());
        add(lines, "cached", usage.cachedTokens(), price.cachedInput() == null ? price.input() : price.cachedInput());
        add(lines, "output", usage.outputTokens(), price.output());
        add(lines, usage.unit().name(), usage.units(), price.unit());
        return lines;
    }

    private static void add(List<Line> lines, String key, long count, @Nullable Long nanoPerMillion) {
        if (count != 0) {
            lines.add(new Line(key, count, nanoPerMillion));
        }
    }

    /**
     * The lines and their sum.
     *
     * @param costNano what was charged; absent when a price was missing
     * @param current whether today's price gives just that
     */
    record Sheet(List<Line> lines, @Nullable Long costNano, boolean current) {}

    /** So many of one kind, at so much. */
    record Line(String key, long count, @Nullable Long nanoPerMillion) {

        /** Dollars per million. */
        public @Nullable String rate() {
            return nanoPerMillion == null ? null : Money.dollars(BigDecimal.valueOf(nanoPerMillion, 9));
        }

        /** Dollars, exactly. */
        public @Nullable String amount() {
            return nanoPerMillion == null
                    ? null
                    : Money.dollars(BigDecimal.valueOf(nanoPerMillion, 15).multiply(BigDecimal.valueOf(count)));
        }
    }
}
