package io.tollgate.console;

import io.tollgate.pricing.ModelMatch;
import io.tollgate.pricing.ModelMatch.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Says in the reader's words which models a listed price is for. */
@Component("matchWords")
class MatchWords {

    private final MessageSource messages;

    MatchWords(MessageSource messages) {
        this.messages = messages;
    }

    /** The model's name, where there is just one; else what its name has to be like. */
    public String of(@Nullable ModelMatch match) {
        return match == null ? "" : text(match);
    }

    private String text(ModelMatch match) {
        return switch (match) {
            case ModelMatch.Text(Kind kind, String text) -> kind == Kind.EQUALS ? text : word(kind.name(), text);
            case ModelMatch.Regex(String text, var _) -> word("REGEX", text);
            case ModelMatch.Any(List<ModelMatch> matches) -> joined("ANY", matches);
            case ModelMatch.All(List<ModelMatch> matches) -> joined("ALL", matches);
        };
    }

    private String joined(String key, List<ModelMatch> matches) {
        return matches.stream()
                .map(this::part)
                .reduce((one, other) -> word(key, one, other))
                .orElse("");
    }

    /** Keeps apart what several rules within several rules say. */
    private String part(ModelMatch match) {
        boolean several = switch (match) {
            case ModelMatch.Any(List<ModelMatch> matches) -> matches.size() > 1;
            case ModelMatch.All(List<ModelMatch> matches) -> matches.size() > 1;
            case ModelMatch.Text _, ModelMatch.Regex _ -> false;
        };
        return several ? word("GROUP", text(match)) : text(match);
    }

    private String word(String key, String... texts) {
        return messages.getMessage("prices.match." + key, texts, LocaleContextHolder.getLocale());
    }
}
