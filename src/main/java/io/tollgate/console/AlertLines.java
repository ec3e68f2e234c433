package io.tollgate.console;

import io.tollgate.alert.Alert;
import io.tollgate.alert.Mute;
import io.tollgate.alert.Rule;
import io.tollgate.alert.Subject;
import io.tollgate.alert.Wording;
import io.tollgate.routing.Models;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Alerts as the page shows them, each with the way to what it is about. */
@Component
class AlertLines {

    private static final Duration BEFORE = Duration.ofHours(1);
    private static final String RESULT = "result";
    private static final String FAILED = "failed";

    /** Of a provider that another one answered for, where it could. */
    private static final String MISSED = "missed";

    private final Wording wording;
    private final Models models;

    AlertLines(Wording wording, Models models) {
        this.wording = wording;
        this.models = models;
    }

    List<AlertLine> of(List<Alert> alerts, List<Mute> mutes, Locale locale) {
        return alerts.stream().map(alert -> line(alert, mutes, locale)).toList();
    }

    private AlertLine line(Alert alert, List<Mute> mutes, Locale locale) {
        boolean muted = mutes.stream()
                .anyMatch(mute -> mute.rule() == alert.rule() || alert.key().equals(mute.alertKey()));
        return new AlertLine(alert, wording.sentence(alert, locale), page(alert.subject()), rows(alert), muted);
    }

    private String page(Subject subject) {
        return switch (subject.kind()) {
            case KEY -> "/keys/" + subject.id();
            case TEAM -> "/limits/team/" + subject.id();
            case MODEL ->
                models.findByLiveName(subject.name())
                        .map(model -> "/models/" + model.getId())
                        .orElse("/models");
            case PROVIDER -> "/providers/" + subject.id();
            case CREDENTIAL -> "/providers/" + subject.within();
            case BOOKS -> "/system";
        };
    }

    private static @Nullable String rows(Alert alert) {
        Subject subject = alert.subject();
        return switch (subject.kind()) {
            case KEY -> link(alert, "key", id(subject.id()));
            case TEAM -> link(alert, "team", id(subject.id()));
            case MODEL -> link(alert, RESULT, FAILED, "asked", subject.name());
            case PROVIDER ->
                alert.rule() == Rule.PROVIDER_DOWN
                        ? link(alert, MISSED, id(subject.id()))
                        : link(alert, RESULT, FAILED, "provider", id(subject.id()));
            case CREDENTIAL -> link(alert, MISSED, id(subject.within()));
            case BOOKS -> null;
        };
    }

    private static String link(Alert alert, String... fields) {
        return LogQuery.link(alert.beganAt().minus(BEFORE), alert.overAt(), fields);
    }

    private static String id(@Nullable UUID id) {
        return id == null ? "" : id.toString();
    }
}
