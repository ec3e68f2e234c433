package io.tollgate.console;

import io.tollgate.alert.Rule;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/**
 * What is set of a rule, as it is typed.
 *
 * @param all whether every channel is told
 * @param channels ids of those that are told otherwise
 */
record AlertRuleForm(
        @Nullable Boolean on,
        @Nullable String threshold,
        @Nullable String window,
        @Nullable String least,
        @Nullable String repeat,
        @Nullable Boolean all,
        List<String> channels) {

    private static final int MOST = 1_000_000_000;

    AlertRuleForm {
        channels = Objects.requireNonNullElse(channels, List.of());
    }

    static AlertRuleForm of(Rule.Terms terms) {
        Rule.Numbers numbers = terms.numbers();
        Set<UUID> told = terms.channels();
        return new AlertRuleForm(
                terms.on(),
                Integer.toString(numbers.threshold()),
                Integer.toString(numbers.windowMinutes()),
                Integer.toString(numbers.least()),
                Integer.toString(numbers.repeatMinutes()),
                told == null,
                told == null ? List.of() : told.stream().map(UUID::toString).toList());
    }

    boolean isOn() {
        return Boolean.TRUE.equals(on);
    }

    /** Ids of the channels that are told; absent: all. Too many are among the problems. */
    @Nullable
    Set<UUID> told(BindingResult problems) {
        if (Boolean.TRUE.equals(all)) {
            return null;
        }
        Set<UUID> told =
                channels.stream().map(LogQuery::id).filter(Objects::nonNull).collect(Collectors.toSet());
        if (told.size() > Rule.MOST_CHANNELS) {
            problems.rejectValue("channels", "alerts.rule.to.many", new Object[] {Rule.MOST_CHANNELS}, null);
        }
        return told;
    }

    /** What is typed; numbers that cannot be read are among the problems. */
    Rule.Numbers numbers(Rule rule, BindingResult problems) {
        Rule.Numbers usual = rule.usual();
        return new Rule.Numbers(
                number("threshold", threshold, usual.threshold(), rule.isPercent() ? 100 : MOST, problems),
                number("window", window, usual.windowMinutes(), Rule.MOST_WINDOW, problems),
                number("least", least, usual.least(), MOST, problems),
                repeat(problems));
    }

    private static int number(String field, @Nullable String typed, int usual, int most, BindingResult problems) {
        return usual == 0 ? 0 : within(field, typed, 1, most, problems);
    }

    private int repeat(BindingResult problems) {
        return within("repeat", repeat, 0, Rule.MOST_REPEAT, problems);
    }

    private static int within(String field, @Nullable String typed, int least, int most, BindingResult problems) {
        String text = typed == null ? "" : typed.strip();
        OptionalInt number = text.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
        if (number.isEmpty() || number.getAsInt() < least || number.getAsInt() > most) {
            problems.rejectValue(field, "alerts.rule.number.invalid", new Object[] {least, most}, null);
            return least;
        }
        return number.getAsInt();
    }
}
