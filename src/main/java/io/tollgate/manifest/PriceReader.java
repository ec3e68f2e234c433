package io.tollgate.manifest;

import io.tollgate.pricing.Amount;
import io.tollgate.pricing.Currency;
import io.tollgate.pricing.Part;
import io.tollgate.pricing.PriceException;
import io.tollgate.pricing.Rate;
import io.tollgate.pricing.Rate.Tier;
import io.tollgate.pricing.Rates;
import io.tollgate.pricing.Schedule;
import io.tollgate.pricing.Schedule.Window;
import io.tollgate.pricing.Terms;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads a declared price: a rate for each part, other rates for long requests and for hours of the day, the money it is
 * in, and when it holds.
 */
final class PriceReader {

    private static final String[] PARTS =
            Arrays.stream(Part.values()).map(Part::label).toArray(String[]::new);
    private static final BigDecimal HIGHEST_RATE = BigDecimal.valueOf(1_000_000_000L);

    private PriceReader() {}

    static Terms read(Section price) {
        price.only(
                Stream.concat(Arrays.stream(PARTS), Stream.of("currency", "rate", "tiers", "windows", "from", "until"))
                        .toArray(String[]::new));
        try {
            return new Terms(
                    currency(price),
                    new Schedule(rates(price), windows(price)),
                    price.find("from").map(Scalar::instant).orElse(null),
                    price.find("until").map(Scalar::instant).orElse(null));
        } catch (PriceException e) {
            throw price.spot().error("cannot be: " + e.getMessage());
        }
    }

    private static Rates rates(Section price) {
        Map<Part, Long> base = amounts(price);
        List<Map.Entry<Integer, Map<Part, Long>>> tiers = price.sections("tiers").stream()
                .map(tier -> Map.entry(tier.require("above").whole(1), amounts(above(tier))))
                .toList();
        Map<Part, Rate> rates = new EnumMap<>(Part.class);
        base.forEach((part, amount) -> rates.put(part, new Rate(amount, tiers(tiers, part))));
        for (Map.Entry<Integer, Map<Part, Long>> tier : tiers) {
            if (!base.keySet().containsAll(tier.getValue().keySet())) {
                throw price.spot("tiers").error("names something that has no price before the first tier");
            }
        }
        return new Rates(rates);
    }

    private static List<Window> windows(Section price) {
        return price.sections("windows").stream().map(PriceReader::window).toList();
    }

    private static Window window(Section window) {
        window.only(
                Stream.concat(Arrays.stream(PARTS), Stream.of("start", "end")).toArray(String[]::new));
        Map<Part, Rate> rates = new EnumMap<>(Part.class);
        amounts(window).forEach((part, amount) -> rates.put(part, Rate.of(amount)));
        if (rates.isEmpty()) {
            throw window.spot().error("names no rate");
        }
        return new Window(window.require("start").time(), window.require("end").time(), new Rates(rates));
    }

    private static Section above(Section tier) {
        return tier.only(Stream.concat(Arrays.stream(PARTS), Stream.of("above")).toArray(String[]::new));
    }

    private static List<Tier> tiers(List<Map.Entry<Integer, Map<Part, Long>>> tiers, Part part) {
        return tiers.stream()
                .filter(tier -> tier.getValue().containsKey(part))
                .map(tier -> new Tier(tier.getKey(), tier.getValue().getOrDefault(part, 0L)))
                .toList();
    }

    private static Map<Part, Long> amounts(Section section) {
        Map<Part, Long> amounts = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            section.find(part.label())
                    .map(Scalar::dollars)
                    .ifPresent(amount -> amounts.put(part, Amount.exactly(amount, part)));
        }
        return amounts;
    }

    private static Currency currency(Section price) {
        String code = price.find("currency").map(Scalar::string).orElse("USD");
        if (code.equals("USD")) {
            return Currency.USD;
        }
        Scalar rate = price.require("rate");
        BigDecimal nano = rate.dollars().movePointRight(9).setScale(0, RoundingMode.HALF_UP);
        if (nano.signum() == 0 || rate.dollars().compareTo(HIGHEST_RATE) > 0) {
            throw rate.at().error("must be above 0 and at most " + HIGHEST_RATE + " US dollars");
        }
        return new Currency(code, nano.longValueExact());
    }
}
