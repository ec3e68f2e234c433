package io.tollgate.console;

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
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A price as it is typed in the editor, with what is wrong with each field. */
final class TypedPrice {

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,15})?");
    private static final Pattern TIER = Pattern.compile("([0-9]{1,12})\\s*:(.*)");
    private static final Pattern WINDOW = Pattern.compile("([0-9]{2}:[0-9]{2})\\s*-\\s*([0-9]{2}:[0-9]{2})\\s*:(.*)");
    private static final Pattern RATE = Pattern.compile("([a-z0-9-]+)\\s+(\\S+)");
    private static final int NANO = 9;
    private static final int LONGEST = 4_000;

    private final Map<String, String> values;
    private final Map<String, String> problems = new HashMap<>();

    TypedPrice(Map<String, String> values) {
        this.values = new HashMap<>(values);
    }

    /** What stands in the editor for a price. */
    static TypedPrice of(Terms terms) {
        Map<String, String> values = new HashMap<>();
        Rates rates = terms.schedule().rates();
        rates.byPart().keySet().forEach(part -> values.put(part.label(), written(rates, part)));
        values.put("currency", terms.currency().code());
        if (!terms.currency().equals(Currency.USD)) {
            values.put(
                    "rate",
                    BigDecimal.valueOf(terms.currency().nanoDollars(), NANO)
                            .stripTrailingZeros()
                            .toPlainString());
        }
        values.put("from", time(terms.from()));
        values.put("until", time(terms.until()));
        values.put("tiers", tiers(rates));
        values.put("windows", windows(terms.schedule().windows()));
        return new TypedPrice(values);
    }

    private static String written(Rates rates, Part part) {
        String written = PriceForm.written(rates, part);
        return written == null ? "" : written;
    }

    private static String time(@Nullable Instant instant) {
        return instant == null
                ? ""
                : LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
    }

    private static String tiers(Rates rates) {
        Map<Long, List<String>> lines = new TreeMap<>();
        rates.byPart()
                .forEach((part, rate) -> rate.tiers()
                        .forEach(tier -> lines.computeIfAbsent(tier.above(), key -> new ArrayList<>())
                                .add(part.label() + " "
                                        + Amount.written(tier.price(), part).toPlainString())));
        List<String> text = new ArrayList<>();
        lines.forEach((above, prices) -> text.add(above + ": " + String.join(", ", prices)));
        return String.join("\n", text);
    }

    private static String windows(List<Window> windows) {
        List<String> text = new ArrayList<>();
        for (Window window : windows) {
            List<String> prices = new ArrayList<>();
            window.rates()
                    .byPart()
                    .keySet()
                    .forEach(part -> prices.add(part.label() + " " + written(window.rates(), part)));
            text.add(window.start() + "-" + window.end() + ": " + String.join(", ", prices));
        }
        return String.join("\n", text);
    }

    /** What stands in a field. */
    public String value(String field) {
        return values.getOrDefault(field, "");
    }

    /** The key of the text that says what is wrong with a field; absent when nothing is. */
    public @Nullable String problem(String field) {
        return problems.get(field);
    }

    /** What was typed; empty when something is wrong with it. */
    Optional<Terms> terms() {
        problems.clear();
        Map<Part, Long> bases = bases();
        Map<Part, List<Tier>> tiers = tiers(bases);
        List<Window> windows = windows();
        Instant from = time("from");
        Instant until = time("until");
        if (from != null && until != null && !from.isBefore(until)) {
            problems.put("until", "prices.until.invalid");
        }
        Currency currency = currency();
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        Map<Part, Rate> rates = new EnumMap<>(Part.class);
        bases.forEach((part, base) -> rates.put(part, new Rate(base, tiers.getOrDefault(part, List.of()))));
        return Optional.of(new Terms(currency, new Schedule(new Rates(rates), windows), from, until));
    }

    private Map<Part, Long> bases() {
        Map<Part, Long> bases = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            String typed = value(part.label()).strip();
            if (!typed.isEmpty()) {
                Long amount = amount(typed, part);
                if (amount == null) {
                    problems.put(part.label(), "models.price.invalid");
                } else {
                    bases.put(part, amount);
                }
            }
        }
        if (bases.isEmpty() && problems.isEmpty()) {
            problems.put(Part.INPUT.label(), "prices.empty.invalid");
        }
        return bases;
    }

    private static @Nullable Long amount(String typed, Part part) {
        try {
            return DECIMAL.matcher(typed).matches() ? Long.valueOf(Amount.exactly(new BigDecimal(typed), part)) : null;
        } catch (PriceException e) {
            return null;
        }
    }

    private Map<Part, List<Tier>> tiers(Map<Part, Long> bases) {
        Map<Part, List<Tier>> tiers = new EnumMap<>(Part.class);
        for (String line : lines("tiers")) {
            Matcher tier = TIER.matcher(line);
            Map<Part, Long> amounts = tier.matches() ? amounts(tier.group(2)) : Map.of();
            if (amounts.isEmpty() || !bases.keySet().containsAll(amounts.keySet())) {
                problems.put("tiers", "prices.tiers.invalid");
                return Map.of();
            }
            long above = Long.parseLong(tier.group(1));
            amounts.forEach((part, amount) ->
                    tiers.computeIfAbsent(part, key -> new ArrayList<>()).add(new Tier(above, amount)));
        }
        try {
            tiers.values().forEach(list -> new Rate(0, list));
        } catch (PriceException e) {
            problems.put("tiers", "prices.tiers.invalid");
        }
        return tiers;
    }

    private List<Window> windows() {
        List<Window> windows = new ArrayList<>();
        for (String line : lines("windows")) {
            Matcher window = WINDOW.matcher(line);
            Map<Part, Long> amounts = window.matches() ? amounts(window.group(3)) : Map.of();
            if (amounts.isEmpty()) {
                problems.put("windows", "prices.windows.invalid");
                return List.of();
            }
            Map<Part, Rate> rates = new EnumMap<>(Part.class);
            amounts.forEach((part, amount) -> rates.put(part, Rate.of(amount)));
            try {
                windows.add(new Window(
                        LocalTime.parse(window.group(1)), LocalTime.parse(window.group(2)), new Rates(rates)));
                new Schedule(Rates.NONE, windows);
            } catch (DateTimeException | PriceException e) {
                problems.put("windows", "prices.windows.invalid");
            }
        }
        return windows;
    }

    private List<String> lines(String field) {
        String typed = value(field);
        if (typed.length() > LONGEST) {
            problems.put(field, "prices.long.invalid");
            return List.of();
        }
        return typed.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /** Reads {@code input 4, output 18}; nothing when a part of it cannot be read. */
    private static Map<Part, Long> amounts(String typed) {
        Map<Part, Long> amounts = new EnumMap<>(Part.class);
        for (String one : typed.split(",", -1)) {
            Matcher rate = RATE.matcher(one.strip());
            Part part = rate.matches() ? Part.named(rate.group(1)).orElse(null) : null;
            Long amount = part == null ? null : amount(rate.group(2), part);
            if (part == null || amount == null) {
                return Map.of();
            }
            amounts.put(part, amount);
        }
        return amounts;
    }

    private @Nullable Instant time(String field) {
        try {
            String typed = value(field).strip();
            return typed.isEmpty() ? null : LocalDateTime.parse(typed).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            problems.put(field, "prices.date.invalid");
            return null;
        }
    }

    private Currency currency() {
        if (!value("currency").equals("CNY")) {
            return Currency.USD;
        }
        String typed = value("rate").strip();
        try {
            if (DECIMAL.matcher(typed).matches()) {
                BigDecimal nano = new BigDecimal(typed).movePointRight(NANO).setScale(0, RoundingMode.HALF_UP);
                return new Currency("CNY", nano.longValueExact());
            }
        } catch (PriceException | ArithmeticException e) {
            // said below, like a number that cannot be read
        }
        problems.put("rate", "prices.rate.invalid");
        return Currency.USD;
    }
}
