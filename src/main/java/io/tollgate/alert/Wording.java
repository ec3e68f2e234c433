package io.tollgate.alert;

import io.tollgate.alert.Notice.Turn;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What a message says, in the language of its channel. */
@Component
public class Wording {

    private static final int MOST_LINES = 10;
    private static final int LONGEST_NAME = 80;
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final MessageSource texts;
    private final AlertSettings settings;

    Wording(MessageSource texts, AlertSettings settings) {
        this.texts = texts;
        this.settings = settings;
    }

    /** One line about the whole message; nothing in it comes from outside. */
    String title(Notice notice, Tongue tongue) {
        if (notice.turn() == Turn.TEST) {
            return text(tongue.locale(), "alerts.notice.TEST");
        }
        String rule = text(tongue.locale(), "alerts.rule." + notice.rule());
        return text(tongue.locale(), "alerts.notice." + notice.turn(), rule);
    }

    /** One line for each alert, as far as there is room. */
    List<String> lines(Notice notice, Tongue tongue, Markup markup) {
        Locale locale = tongue.locale();
        if (notice.turn() == Turn.TEST) {
            return List.of(text(locale, "alerts.notice.test.line"));
        }
        List<String> lines = new ArrayList<>();
        for (Alert alert : notice.alerts().stream().limit(MOST_LINES).toList()) {
            lines.add(
                    notice.turn() == Turn.OVER
                            ? text(
                                    locale,
                                    "alerts.notice.over.line",
                                    subject(alert, locale, markup),
                                    time(alert.beganAt()))
                            : sentence(alert, locale, markup));
        }
        if (notice.alerts().size() > MOST_LINES) {
            lines.add(text(locale, "alerts.notice.more", notice.alerts().size() - MOST_LINES));
        }
        return lines;
    }

    /** What is wrong, as a page shows it. */
    public String sentence(Alert alert, Locale locale) {
        return sentence(alert, locale, Markup.PLAIN);
    }

    private String sentence(Alert alert, Locale locale, Markup markup) {
        List<Object> values = new ArrayList<>();
        values.add(subject(alert, locale, markup));
        for (String fact : alert.facts()) {
            String own = own(fact, locale);
            values.add(own == null ? markup.harmless(fact, LONGEST_NAME) : own);
        }
        return text(locale, "alerts.text." + alert.rule(), values.toArray());
    }

    /** What is set into the sentence, for programs: the same in every language. */
    List<String> facts(Alert alert) {
        return alert.facts().stream()
                .map(fact -> own(fact, Locale.ROOT) == null ? fact : word(fact))
                .toList();
    }

    private static String word(String key) {
        return key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** The text that a fact names, if it names one. */
    private @Nullable String own(String fact, Locale locale) {
        return fact.startsWith("#alerts.") ? texts.getMessage(fact.substring(1), null, null, locale) : null;
    }

    private String subject(Alert alert, Locale locale, Markup markup) {
        Subject subject = alert.subject();
        return text(locale, "alerts.subject." + subject.kind(), markup.harmless(subject.name(), LONGEST_NAME));
    }

    /** The words of the link to the console. */
    String linkText(Tongue tongue) {
        return text(tongue.locale(), "alerts.notice.link");
    }

    /** Where the page of alerts is; absent where nobody said how the console is reached. */
    @Nullable
    String link() {
        return settings.link("/alerts");
    }

    private String text(Locale locale, String key, Object... values) {
        return texts.getMessage(key, values, locale);
    }

    static String time(Instant instant) {
        return MINUTES.format(instant);
    }

    /** The beginning of a text. */
    static String clip(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }
}
