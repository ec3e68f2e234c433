package io.tollgate.manifest;

import io.tollgate.manifest.ManifestReaderTests.Wrong;
import java.util.Collections;
import java.util.List;

/** Settings files with one mistake each. */
final class WrongFiles {

    static final List<Wrong> ALL = List.of(
            wrong(1, "", "is empty", ""),
            wrong(1, "", "must hold keys and values", "- a\n"),
            wrong(1, "version", "is missing", "teams: []\n"),
            wrong(1, "version", "reads version 1", "version: 2\n"),
            wrong(1, "version", "must be a whole number", "version: one\n"),
            wrong(3, "", "is not valid YAML", "version: 1\nteams: [\n"),
            wrong(2, "", "is not valid YAML: put a text", "version: 1\nteams: !planted-secret-4711!value x\n"),
            wrong(2, "", "does not allow", "version: 1\nteams: \u0007\n"),
            wrong(3, "", "a second document", "version: 1\nteams: []\n---\nversion: 1\n"),
            wrong(2, "", "an anchor (&)", "version: 1\nteams: &planted-secret-4711-value []\n"),
            wrong(3, "", "an anchor (&)", "version: 1\nteams:\n  - *planted-secret-4711-value\n"),
            wrong(2, "", "an anchor (&)", "version: 1\nteams: &a [*a, *a]\n"),
            wrong(2, "teams", "has a tag", "version: 1\nteams: !planted-secret-4711-value []\n"),
            wrong(3, "version", "is there twice: line 1", "version: 1\nteams: []\nversion: 1\n"),
            wrong(2, "", "not a plain word", "version: 1\n[a]: 1\n"),
            wrong(
                    2,
                    "team",
                    "is not known here (a space goes after the colon); known are: alerts, keys, models",
                    "version: 1\nteam: []\n"),
            wrong(2, "rpm", "is not known here", "version: 1\nrpm: -1\n"),
            wrong(3, "teams[0].name", "is missing", "version: 1\nteams:\n- {}\n"),
            wrong(3, "teams[0].name", "has no value", "version: 1\nteams:\n- name:\n"),
            wrong(3, "teams[0].name", "must be a single value", "version: 1\nteams:\n- name: [a]\n"),
            wrong(3, "teams[true].name", "must be a text: put it in quotes", "version: 1\nteams:\n- name: true\n"),
            wrong(3, "teams[ a].name", "nor begin or end with a space", "version: 1\nteams:\n- name: \" a\"\n"),
            wrong(3, "teams[0].name", "without line breaks", "version: 1\nteams:\n- name: \"a\\nb\"\n"),
            wrong(4, "teams[a]", "is there twice: line 3", "version: 1\nteams:\n- name: a\n- name: a\n"),
            wrong(4, "teams[a].disabled", "true or false", "version: 1\nteams:\n- name: a\n  disabled: yes\n"),
            wrong(4, "teams[a].rpm", "must be a whole number, -1 or more", team("rpm: -2")),
            wrong(4, "teams[a].tpm", "must be a whole number", team("tpm: many")),
            wrong(4, "teams[a].tpm", "is too large: it may be 999999999 at most", team("tpm: 1000000000")),
            wrong(4, "teams[a].budget.period", "is missing", team("budget: {amount: 1}")),
            wrong(
                    4,
                    "teams[a].budget.period",
                    "known are: day, week, month, total",
                    team("budget: {amount: 1, period: year}")),
            wrong(4, "teams[a].budget.amount", "US dollars", team("budget: {amount: -1, period: day}")),
            wrong(4, "teams[a].budget.amount", "finer", team("budget: {amount: 0.0000000001, period: day}")),
            wrong(4, "teams[a].queue", "0 or more", team("queue: -1")),
            wrong(4, "teams[a].stream-mode", "known are: live, safe", team("stream-mode: careful")),
            wrong(
                    4,
                    "teams[a].names",
                    "known are: budget, concurrency, disabled, name, queue, rpd, rpm, stream-mode, tpm",
                    team("names: x")),
            wrong(
                    4,
                    "providers[p].dialect",
                    "known are: anthropic, azure",
                    provider("dialect: x\n    base-url: https://h")),
            wrong(
                    5,
                    "providers[p].base-url",
                    "starts with https://",
                    provider("dialect: openai\n    base-url: ftp://h")),
            wrong(
                    5,
                    "providers[p].base-url",
                    "no user name or password",
                    provider("dialect: openai\n    base-url: \"https://u:${OPENAI_KEY}@h\"")),
            wrong(3, "providers[p].base-url", "is missing", provider("dialect: openai")),
            wrong(3, "providers[p].credentials", "at least one", provider("dialect: openai\n    base-url: https://h")),
            wrong(6, "providers[p].credentials", "at least one", openai("credentials: []")),
            wrong(6, "providers[p].proxy", "must be http://host:port", openai("proxy: https://u:p@h")),
            wrong(6, "providers[p].proxy", "must be http://host:port", openai("proxy: \"http://p:99999\"")),
            wrong(6, "providers[p].proxy", "must be http://host:port", openai("proxy: \"http://my_proxy:3128\"")),
            wrong(6, "providers[p].ca-file", "does not exist", openai("ca-file: missing.pem")),
            wrong(6, "providers[p].timeouts.idle", "a duration", openai("timeouts: {idle: 90}")),
            wrong(6, "providers[p].timeouts.read", "known are: connect", openai("timeouts: {read: 90s}")),
            wrong(6, "providers[p].timeouts.total", "at most 24h", openai("timeouts: {total: 25h}")),
            wrong(6, "providers[p].check.every", "at least 1s", openai("check: {every: 10ms}")),
            wrong(6, "providers[p].check.every", "is missing", openai("check: {path: /up}")),
            wrong(6, "providers[p].check.path", "begin with a slash", openai("check: {every: 5m, path: \"up?x\"}")),
            wrong(
                    6,
                    "providers[p].credentials[c].(a key that is no plain word)",
                    "a space goes after the colon",
                    openai("credentials: [{name: c, secret:planted-secret-4711-value}]")),
            wrong(6, "providers[p].credentials[c].secret", "is missing", openai("credentials: [{name: c}]")),
            wrong(
                    6,
                    "providers[p].credentials[c].secret-file",
                    "keep one of them",
                    openai("credentials: [{name: c, secret: a, secret-file: b}]")),
            wrong(
                    6,
                    "providers[p].credentials[c].secret",
                    "the environment variable UNSET is not set",
                    openai("credentials: [{name: c, secret: \"${OPENAI_KEY}${UNSET}\"}]")),
            wrong(
                    6,
                    "providers[p].credentials[c].secret",
                    "is written ${VAR}",
                    openai("credentials: [{name: c, secret: \"${planted-secret-4711-value}\"}]")),
            wrong(
                    6,
                    "providers[p].credentials[c].secret",
                    "is written ${VAR}",
                    openai("credentials: [{name: c, secret: \"${OPENAI_KEY\"}]")),
            wrong(6, "providers[p].credentials[c].secret", "is empty", credential("\"${EMPTY}\"")),
            wrong(6, "providers[p].credentials[c].secret", "without spaces", credential("\"${SPACED}\"")),
            wrong(6, "providers[p].credentials[c].secret", "put it in quotes", credential("12345678")),
            wrong(4, "models[m].price.input", "US dollars", model("price: {input: free}")),
            wrong(4, "models[m].price.input", "US dollars", model("price: {input: -1}")),
            wrong(4, "models[m].price", "finer than a nano-dollar", model("price: {input: 0.0000000001}")),
            wrong(4, "models[m].price.cached", "cached-image, cached-input", model("price: {cached: 1}")),
            wrong(4, "models[m].price", "must hold keys and values", model("price: 3")),
            wrong(4, "models[m].price.from", "a time with its offset", model("price: {input: 1, from: soon}")),
            wrong(
                    4,
                    "models[m].price",
                    "ends after it begins",
                    model("price: {input: 1, from: 2027-01-01T00:00:00Z, until: 2026-01-01T00:00:00Z}")),
            wrong(4, "models[m].price.rate", "is missing", model("price: {input: 1, currency: CNY}")),
            wrong(4, "models[m].price.rate", "above 0", model("price: {input: 1, currency: CNY, rate: 0}")),
            wrong(
                    4,
                    "models[m].price.rate",
                    "at most 1000000000 US dollars",
                    model("price: {input: 1, currency: CNY, rate: 999999999999}")),
            wrong(
                    4,
                    "models[m].price.windows[0].end",
                    "a time of the day in UTC",
                    model("price: {input: 1, windows: [{start: 08:30, end: noon, input: 2}]}")),
            wrong(
                    4,
                    "models[m].price.windows[0]",
                    "names no rate",
                    model("price: {input: 1, windows: [{start: 08:30, end: 09:30}]}")),
            wrong(3, "models[m].deployments", "at least one", model("disabled: true")),
            wrong(4, "models[m].aliases", "not enforced", model("aliases: [a]")),
            wrong(4, "models[m].fallbacks", "more than 5", model("fallbacks: [a, b, c, d, e, f]")),
            wrong(4, "models[m].context-window", "1 or more", model("context-window: 0")),
            wrong(4, "models[m].context-window", "a whole number", model("context-window: 128k")),
            wrong(4, "models[m].context-window", "at most 100000000 tokens", model("context-window: 100000001")),
            wrong(4, "models[m].strategy", "round-robin, least-used", model("strategy: best")),
            wrong(4, "models[m].affinity", "true or false", model("affinity: perhaps")),
            wrong(4, "models[m].deployments[0].tags", "must hold words", deployment("tags: [\"a/b\"]")),
            wrong(3, "models[**].name", "more than one star", "version: 1\nmodels:\n  - name: \"**\"\n"),
            wrong(2, "routing.strategy", "known are: priority", "version: 1\nrouting: {strategy: x}\n"),
            wrong(2, "routing.default", "is not known here", "version: 1\nrouting: {default: x}\n"),
            wrong(3, "redirects[a*].name", "holds a star", "version: 1\nredirects:\n  - {name: a*, to: b}\n"),
            wrong(3, "redirects[a].to", "is missing", "version: 1\nredirects:\n  - {name: a}\n"),
            wrong(4, "models[m].deployments[0].weight", "0 or more", deployment("weight: -1")),
            wrong(4, "models[m].deployments[0].priority", "1 or more", deployment("priority: 0")),
            wrong(
                    4,
                    "models[m].deployments[1]",
                    "is there twice",
                    model("deployments: [{provider: p, model: a}, {provider: p, model: a}]")),
            wrong(3, "keys[k].team", "is missing", "version: 1\nkeys:\n  - {name: k, secret: abc}\n"),
            wrong(4, "keys[k].models", "is empty", key("models: []")),
            wrong(4, "keys[k].models[0]", "put it in quotes", key("models: [1]")),
            wrong(4, "keys[k].expires", "such as 2027", key("expires: 2027-01-01")),
            wrong(4, "keys[k].concurrency", "must be a whole number", key("concurrency: many")),
            wrong(4, "keys[k].queue", "is not known here", key("queue: 3")),
            wrong(4, "keys[k].addresses[0]", "such as 10.0.0.0/8", key("addresses: [here]")),
            wrong(
                    3,
                    "keys[k].secret",
                    "no complete key",
                    "version: 1\nkeys:\n  - {name: k, team: t, secret: tg_planted-secret-4711-value}\n"),
            wrong(
                    9,
                    "alerts.channels[c].to",
                    "longer than 4000 characters",
                    mail(String.join(", ", Collections.nCopies(17, "a".repeat(240) + "@example.com")))),
            wrong(3, "users[u].role", "known are: admin, viewer", user("root", hash("{bcrypt}"))),
            wrong(3, "users[u].password-hash", "bcrypt", user("admin", hash("{noop}"))),
            wrong(3, "users[u].password-hash", "bcrypt", user("admin", "planted-secret-4711-value")));

    private WrongFiles() {}

    private static Wrong wrong(int line, String key, String message, String yaml) {
        return new Wrong(line, key, message, yaml);
    }

    private static String team(String line) {
        return "version: 1\nteams:\n  - name: a\n    " + line + "\n";
    }

    private static String provider(String lines) {
        return "version: 1\nproviders:\n  - name: p\n    " + lines + "\n";
    }

    private static String openai(String line) {
        return provider("dialect: openai\n    base-url: https://h\n    " + line);
    }

    private static String credential(String secret) {
        return openai("credentials: [{name: c, secret: " + secret + "}]");
    }

    private static String model(String line) {
        return "version: 1\nmodels:\n  - name: m\n    " + line + "\n";
    }

    private static String deployment(String key) {
        return model("deployments: [{provider: p, model: a, " + key + "}]");
    }

    private static String key(String line) {
        return "version: 1\nkeys:\n  - {name: k, team: t, secret: abc,\n    " + line + "}\n";
    }

    private static String mail(String to) {
        return "version: 1\nalerts:\n  channels:\n    - name: c\n      kind: email\n      host: h\n"
                + "      security: none\n      from: gate@example.com\n      to: [" + to + "]\n";
    }

    private static String user(String role, String hash) {
        return "version: 1\nusers:\n  - {name: u, role: " + role + ", password-hash: \"" + hash + "\"}\n";
    }

    private static String hash(String id) {
        return id + "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    }
}
