package io.tollgate.manifest;

import io.tollgate.manifest.Declaration.DeclaredModel;
import io.tollgate.manifest.Declaration.DeclaredRedirect;
import io.tollgate.manifest.Declaration.DeclaredRouting;
import io.tollgate.manifest.Declaration.Mention;
import io.tollgate.routing.ModelNames;
import io.tollgate.routing.Models;
import io.tollgate.routing.Redirect;
import io.tollgate.routing.Redirects;
import io.tollgate.routing.RoutingDefault;
import io.tollgate.routing.RoutingDefaults;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;

/** Declared redirects and the declared default as rows, and whether the models that are named exist. */
@Component
final class ChoosingRows {

    private final Models models;
    private final Redirects redirects;
    private final RoutingDefaults defaults;
    private final Retirement retirement;
    private final Ids ids;
    private final InstantSource clock;

    ChoosingRows(
            Models models,
            Redirects redirects,
            RoutingDefaults defaults,
            Retirement retirement,
            Ids ids,
            InstantSource clock) {
        this.models = models;
        this.redirects = redirects;
        this.defaults = defaults;
        this.retirement = retirement;
        this.ids = ids;
        this.clock = clock;
    }

    /** Makes the rows what is declared, and returns how many were retired. The models are in place already. */
    int apply(Manifest manifest, Problems problems) {
        models.flush();
        ModelNames names = ModelNames.of(models.findByRetiredAtIsNullOrderByName());
        manifest.models().forEach(model -> checkFallbacks(model, names, problems));
        return applyRedirects(manifest.redirects(), names, problems) + applyDefault(manifest.routing());
    }

    private static void checkFallbacks(DeclaredModel model, ModelNames names, Problems problems) {
        for (Mention fallback : model.choosing().fallbacks()) {
            if (fallback.name().equals(model.name())) {
                problems.add(fallback.at().problem("names the model itself"));
            } else if (!names.serve(fallback.name())) {
                problems.add(fallback.at()
                        .problem("names a model that does not exist: declare it under models, or correct the name"));
            }
        }
    }

    private int applyRedirects(List<DeclaredRedirect> declared, ModelNames names, Problems problems) {
        LiveRows<Redirect> live = LiveRows.named(redirects.findByRetiredAtIsNullOrderByName());
        int retired = live.retireAllBut(declared, retirement::retire);
        redirects.flush();
        for (DeclaredRedirect redirect : declared) {
            problems.attempt(() -> {
                check(redirect, names);
                return live.put(
                        redirect,
                        live.declared(redirect)
                                .map(row -> update(redirect, row))
                                .orElseGet(() -> add(redirect)));
            });
        }
        return retired;
    }

    private static void check(DeclaredRedirect redirect, ModelNames names) {
        if (names.has(redirect.name())) {
            throw redirect.at().error("is a model's name: a redirect is for a name that no model has");
        }
        if (!names.serve(redirect.to().name())) {
            throw redirect.to()
                    .at()
                    .error("names a model that does not exist; a redirect leads to a model, not to another redirect");
        }
    }

    private static Redirect update(DeclaredRedirect redirect, Redirect row) {
        row.setTarget(redirect.to().name());
        return row;
    }

    private Redirect add(DeclaredRedirect redirect) {
        return redirects.save(
                new Redirect(ids.next(), redirect.name(), redirect.to().name(), Source.FILE, clock.instant()));
    }

    /** What a file says goes before what the console says, and ends it. */
    private int applyDefault(List<DeclaredRouting> declared) {
        int retired = 0;
        for (RoutingDefault row : defaults.findByRetiredAtIsNull()) {
            boolean stays = declared.isEmpty() ? !row.isDeclared() : row.isDeclared();
            if (!stays) {
                retired += retirement.retire(row);
            }
        }
        defaults.flush();
        for (DeclaredRouting routing : declared) {
            defaults.findByLiveName(RoutingDefault.NAME)
                    .ifPresentOrElse(
                            row -> row.choose(routing.strategy(), routing.affinity()),
                            () -> defaults.save(new RoutingDefault(
                                    ids.next(), routing.strategy(), routing.affinity(), Source.FILE, clock.instant())));
        }
        return retired;
    }
}
