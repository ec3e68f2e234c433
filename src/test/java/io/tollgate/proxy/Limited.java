package io.tollgate.proxy;

import io.tollgate.access.KeyText;
import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.limit.LimitBook;
import io.tollgate.limit.Limits;
import io.tollgate.limit.Reading;
import io.tollgate.limit.Scope;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import io.tollgate.vault.KeyHasher;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.springframework.boot.test.context.TestComponent;

/** Keys, teams and deployments with limits, in the gateway under test. */
@TestComponent
final class Limited {

    private final Gateway gateway;
    private final Teams teams;
    private final VirtualKeys keys;
    private final Deployments deployments;
    private final KeyHasher hasher;
    private final Ids ids;
    private final LiveCatalog catalog;
    private final LimitBook book;

    Limited(
            Gateway gateway,
            Teams teams,
            VirtualKeys keys,
            Deployments deployments,
            KeyHasher hasher,
            Ids ids,
            LiveCatalog catalog,
            LimitBook book) {
        this.gateway = gateway;
        this.teams = teams;
        this.keys = keys;
        this.deployments = deployments;
        this.hasher = hasher;
        this.ids = ids;
        this.catalog = catalog;
        this.book = book;
    }

    /** A key of a team, both in use. */
    record Pass(Team team, VirtualKey key, String text) {}

    /** A new key of a new team. */
    Pass key(Consumer<Team> ofTeam, Consumer<VirtualKey> ofKey) {
        String text = KeyText.generate().reveal();
        Team team = new Team(ids.next(), "team " + ids.next(), Source.CONSOLE, Instant.EPOCH);
        ofTeam.accept(team);
        VirtualKey key = new VirtualKey(
                ids.next(),
                team.getId(),
                "key " + ids.next(),
                KeyText.prefix(text),
                HexFormat.of().formatHex(hasher.hash(text)),
                Source.CONSOLE,
                Instant.EPOCH);
        ofKey.accept(key);
        Pass pass = new Pass(teams.save(team), keys.save(key), text);
        catalog.publish();
        return pass;
    }

    Pass key(Limits limits) {
        return key(team -> {}, key -> key.setLimits(limits));
    }

    /** Limits the deployment at a provider's model for as long as something runs. */
    void deployment(String providerModel, Limits limits, Runnable meanwhile) {
        set(providerModel, limits);
        try {
            meanwhile.run();
        } finally {
            set(providerModel, Limits.NONE);
        }
    }

    private void set(String providerModel, Limits limits) {
        for (Deployment deployment : deployments.findByRetiredAtIsNull()) {
            if (deployment.getProviderModel().equals(providerModel)) {
                deployment.setLimits(limits);
                deployments.save(deployment);
            }
        }
        catalog.publish();
    }

    Gateway.Reply chat(Pass pass, String model, String... more) {
        return post(pass, Gateway.CHAT, body(model, more));
    }

    static String body(String model, String... more) {
        String members = more.length == 0 ? "" : "," + String.join(",", more);
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + members + "}";
    }

    Gateway.Reply post(Pass pass, String path, String body, String... headers) {
        var request = gateway.request(path)
                .header("Authorization", "Bearer " + pass.text())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return gateway.send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Opens a stream; closing it leaves. */
    HttpResponse<InputStream> open(Pass pass, String body) {
        return gateway.open(gateway.request(Gateway.CHAT).header("Authorization", "Bearer " + pass.text()), body);
    }

    /** Changes a key that is in use. */
    void change(Pass pass, Consumer<VirtualKey> change) {
        VirtualKey key = keys.findById(pass.key().getId()).orElseThrow();
        change.accept(key);
        keys.save(key);
        catalog.publish();
    }

    Reading ofTeam(Pass pass) {
        return book.read(Scope.TEAM, pass.team().getId());
    }

    Reading ofKey(Pass pass) {
        return book.read(Scope.KEY, pass.key().getId());
    }
}
