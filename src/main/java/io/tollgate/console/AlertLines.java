package io.tollgate.console;

import io.tollgate.alert.Alert;
import io.tollgate.alert.Mute;
import io.tollgate.alert.Rule;
import io.tollgate.alert.Subject;
import io.tollgate.alert.Wording;
import io.tollgate.routing.Models;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Alerts as the page shows them, each with the way to what it is about. */
@Component
class AlertLines {

    private static final Duration BEFORE = Duration.ofHours(1);

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
        boolean failed = alert.rule() == Rule.ERROR_RATE
                || alert.rule() == Rule.CREDENTIAL_OUT
                || alert.rule() == Rule.PROVIDER_DOWN;
        String end = alert.overAt() == null ? null : written(alert.overAt());
        LogQuery query = new LogQuery(
                null,
                written(alert.beganAt().minus(BEFORE)),
                end,
                failed ? "failed" : null,
                null,
                null,
                subject.kind() == Subject.Kind.MODEL ? subject.name() : null,
                id(subject, Subject.Kind.TEAM),
                id(subject, Subject.Kind.KEY),
                id(subject, Subject.Kind.PROVIDER),
                id(subject, Subject.Kind.CREDENTIAL),
                null,
                null,
                null,
                null);
        return subject.kind() == Subject.Kind.BOOKS
                ? null
                : "/logs" + query.query().replaceAll("[?&]$", "");
    }

    private static @Nullable String id(Subject subject, Subject.Kind kind) {
        UUID id = subject.id();
        return subject.kind() != kind || id == null ? null : id.toString();
    }

    private static String written(Instant moment) {
        return LocalDateTime.ofInstant(moment.truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC)
                .toString();
    }
}
