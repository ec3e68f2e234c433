package io.tollgate.proxy;

import io.tollgate.provider.TestCertificate;
import io.tollgate.routing.HealthBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** The settings file of the tests' gateway, and the fakes it names. */
final class GatewaySettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    static final FakeProvider FIRST = FakeProvider.start();
    static final FakeProvider SECOND = FakeProvider.start();
    static final FakeProvider OUTBOUND_PROXY = FakeProvider.start();
    static final TestCertificate CERTIFICATE = TestCertificate.create();
    static final FakeProvider ENCRYPTED =
            FakeProvider.start(CERTIFICATE.server().getServerSocketFactory());
    static final BusyServer BUSY = BusyServer.start();

    static final String KEY = "sk-caller-0123456789abcdef";
    static final String NARROW_KEY = "sk-narrow-0123456789abcdef";
    static final String EXPIRED_KEY = "sk-expired-0123456789abcdef";
    static final String METRICS_KEY = "sk-metrics-0123456789abcdef";
    static final String DISABLED_KEY = "sk-disabled-0123456789abcdef";
    static final String LEFT_KEY = "sk-left-0123456789abcdef";
    static final String REVOCABLE_KEY = "sk-revocable-0123456789abcdef";
    static final String BOUND_KEY = "sk-bound-0123456789abcdef";
    static final String UPSTREAM_KEY = "planted-upstream-credential-7d1f";
    static final String SECOND_KEY = "planted-second-credential-90aa";

    static final String ADMIN_PASSWORD = "planted-admin+password/3c5e";

    private static final String FILE = """
            version: 1
            providers:
              - name: first
                dialect: openai
                base-url: $FIRST
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: second
                dialect: openai
                base-url: $SECOND/v1/
                credentials: [{name: one, secret: $SECOND_KEY}]
              - name: hasty-start
                dialect: openai
                base-url: $FIRST
                timeouts: {first-byte: 300ms}
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: hasty-middle
                dialect: openai
                base-url: $FIRST
                timeouts: {idle: 300ms}
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: hasty-whole
                dialect: openai
                base-url: $FIRST
                timeouts: {total: 600ms}
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: behind-proxy
                dialect: openai
                base-url: $SECOND
                proxy: $PROXY
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: own-ca
                dialect: openai
                base-url: https://127.0.0.1:$ENCRYPTED
                ca-file: $CA_FILE
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: unknown-ca
                dialect: openai
                base-url: https://127.0.0.1:$ENCRYPTED
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: busy
                dialect: openai
                base-url: http://127.0.0.1:$BUSY
                timeouts: {connect: 300ms}
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: closed
                dialect: openai
                base-url: http://127.0.0.1:$CLOSED
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: claude
                preset: anthropic
                base-url: $FIRST
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: claude-elsewhere
                preset: anthropic
                base-url: $SECOND
                credentials: [{name: one, secret: $SECOND_KEY}]
              - name: gemini
                preset: gemini
                base-url: $FIRST
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: gemini-elsewhere
                preset: gemini
                base-url: $SECOND
                credentials: [{name: one, secret: $SECOND_KEY}]
              - name: ollama
                preset: ollama
                base-url: $FIRST
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: azure
                preset: azure
                base-url: $FIRST
                options: {api-version: "2026-01-01"}
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: floats
                preset: compatible
                base-url: $FIRST
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: responses
                preset: responses
                base-url: $FIRST
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: deepseek
                preset: deepseek
                base-url: $FIRST
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: talks
                preset: conversation
                base-url: $FIRST
                credentials: [{name: one, secret: $UPSTREAM_KEY}, {name: two, secret: $SECOND_KEY}]
              - name: talks-elsewhere
                preset: conversation
                base-url: $FIRST/api
                options:
                  project-id: own
                  conversation-path: /open
                  message-path: "/say/{conversation}/now"
                  chat-path: /answer
                  referer: "https://x.example/{conversation}"
                credentials: [{name: one, secret: $UPSTREAM_KEY}]
              - name: amazon
                preset: bedrock
                base-url: $FIRST
                options: {region: eu-west-3}
                credentials: [{name: one, secret: "AKIAPLANTED000000001:planted/secret+key/00000000000000000000"}]
              - name: demo
                dialect: demo
                base-url: https://demo.invalid
                credentials: [{name: none, secret: unused-demo-credential}]
              - name: pool
                dialect: openai
                base-url: $FIRST
                tags: [eu]
                credentials: [{name: a, secret: planted-pool-a}, {name: b, secret: planted-pool-b}, {name: c, secret: planted-pool-c}]
              - name: pool-elsewhere
                dialect: openai
                base-url: $SECOND
                tags: [us]
                credentials: [{name: one, secret: $SECOND_KEY}]
              - name: quotas
                dialect: openai
                base-url: $FIRST
                credentials: [{name: a, secret: planted-small-quota, rpd: 4}, {name: b, secret: planted-large-quota, rpd: 50}]
            redirects:
              - {name: alias, to: gpt}
            models:
              - {name: turn, strategy: round-robin, deployments: [{provider: pool, model: t}]}
              - {name: loose, strategy: round-robin, affinity: false, deployments: [{provider: pool, model: t}]}
              - {name: tagged, deployments: [{provider: pool, model: ta, tags: [fast]}, {provider: pool-elsewhere, model: tb, tags: [fast, large], priority: 2}]}
              - {name: "wild-*", price: {input: 1, output: 1}, deployments: [{provider: first, model: "up-*"}]}
              - {name: falls, fallbacks: [backup, tagged], deployments: [{provider: first, model: x, disabled: true}]}
              - {name: quotas, strategy: quota-first, deployments: [{provider: quotas, model: q}]}
              - {name: backup, deployments: [{provider: second, model: back}]}
              - name: gpt
                price: {input: 0.15, cached-input: 0.075, output: 0.60}
                deployments: [{provider: first, model: upstream-gpt}]
              - name: half-priced
                price: {input: 0.15, output: 0.60}
                fallbacks: [unpriced]
                deployments: [{provider: first, model: half}]
              - {name: nearly-unpriced, fallbacks: [gpt], deployments: [{provider: second, model: unpriced}]}
              - {name: unpriced, deployments: [{provider: first, model: unpriced}]}
              - {name: pair, deployments: [{provider: first, model: a, priority: 1}, {provider: second, model: b, priority: 2}]}
              - {name: collected, deployments: [{provider: first, model: upstream-collected, stream-only: true}]}
              - {name: hasty-start, deployments: [{provider: hasty-start, model: h}]}
              - {name: hasty-start-pair, deployments: [{provider: hasty-start, model: h}, {provider: second, model: b, priority: 2}]}
              - {name: hasty-middle, deployments: [{provider: hasty-middle, model: h}]}
              - {name: hasty-whole, deployments: [{provider: hasty-whole, model: h}]}
              - {name: behind-proxy, deployments: [{provider: behind-proxy, model: p}]}
              - {name: own-ca, deployments: [{provider: own-ca, model: t}]}
              - {name: unknown-ca, deployments: [{provider: unknown-ca, model: t}]}
              - {name: busy, deployments: [{provider: busy, model: b}]}
              - {name: busy-pair, deployments: [{provider: busy, model: b}, {provider: second, model: b, priority: 2}]}
              - {name: closed, deployments: [{provider: closed, model: c}]}
              - {name: closed-pair, deployments: [{provider: closed, model: c}, {provider: second, model: b, priority: 2}]}
              - name: claude
                price: {input: 3, cached-input: 0.3, output: 15}
                deployments: [{provider: claude, model: upstream-claude}]
              - {name: two-claudes, deployments: [{provider: claude, model: c, priority: 1}, {provider: claude-elsewhere, model: c, priority: 2}]}
              - {name: claude-then-gpt, deployments: [{provider: claude, model: c, priority: 1}, {provider: second, model: b, priority: 2}]}
              - {name: gemini, context-window: 64000, deployments: [{provider: gemini, model: upstream-gemini}]}
              - {name: gpt-then-gemini, deployments: [{provider: first, model: g, priority: 1}, {provider: gemini-elsewhere, model: g, priority: 2}]}
              - {name: llama, deployments: [{provider: ollama, model: upstream-llama}]}
              - {name: azure, deployments: [{provider: azure, model: "my dep"}]}
              - {name: floats, deployments: [{provider: floats, model: upstream-floats}]}
              - {name: responses, deployments: [{provider: responses, model: upstream-responses}]}
              - {name: deepseek, deployments: [{provider: deepseek, model: upstream-deepseek}]}
              - {name: either, deployments: [{provider: first, model: a, priority: 1}, {provider: second, model: b, priority: 2}]}
              - {name: demo, deployments: [{provider: demo, model: demo-model}]}
              - {name: talk, deployments: [{provider: talks, model: Talk v1.5-Default}]}
              - {name: talk-elsewhere, deployments: [{provider: talks-elsewhere, model: t}]}
              - {name: nova, deployments: [{provider: amazon, model: "amazon.nova-lite-v1:0"}]}
              - {name: nova-pair, deployments: [{provider: amazon, model: "amazon.nova-lite-v1:0", priority: 1}, {provider: second, model: b, priority: 2}]}
              - {name: image, price: {unit: 0.04}, deployments: [{provider: first, model: upstream-image}]}
              - {name: voice, price: {unit: 0.000015}, deployments: [{provider: first, model: upstream-voice}]}
              - {name: ears, price: {unit: 0.0001}, deployments: [{provider: first, model: upstream-ears}]}
              - {name: "Team A/model v1.5", deployments: [{provider: first, model: odd}]}
              - {name: "quo\\"te", deployments: [{provider: first, model: "up\\"quote"}]}
              - {name: list, deployments: [{provider: first, model: list}]}
              - {name: nowhere, deployments: [{provider: first, model: x, disabled: true}]}
            teams:
              - {name: search}
              - {name: left, disabled: true}
            keys:
              - {name: caller, team: search, secret: $KEY}
              - {name: narrow, team: search, secret: $NARROW_KEY, models: [gpt, "Team A/model v1.5"]}
              - {name: expired, team: search, secret: $EXPIRED_KEY, expires: 2001-01-01T00:00:00Z}
              - {name: metrics, team: search, secret: $METRICS_KEY, metrics: true}
              - {name: disabled, team: search, secret: $DISABLED_KEY, disabled: true}
              - {name: left, team: left, secret: $LEFT_KEY}
              - {name: revocable, team: search, secret: $REVOCABLE_KEY}
              - {name: bound, team: search, secret: $BOUND_KEY, models: [tagged, falls, "wild-a*"], may-choose: false}
            users:
              - {name: root, role: admin, password-hash: "$ADMIN_HASH"}
              - {name: looker, role: viewer, password-hash: "$ADMIN_HASH"}
            """;

    static String yaml() {
        return FILE.replace("$FIRST", FIRST.url())
                .replace("$SECOND/", SECOND.url() + "/")
                .replace("$SECOND\n", SECOND.url() + "\n")
                .replace("$PROXY", OUTBOUND_PROXY.url())
                .replace("$ENCRYPTED", Integer.toString(ENCRYPTED.port()))
                .replace("$CA_FILE", CERTIFICATE.pem().toString())
                .replace("$BUSY", Integer.toString(BUSY.port()))
                .replace("$CLOSED", Integer.toString(FakeProvider.closedPort()))
                .replace("$UPSTREAM_KEY", UPSTREAM_KEY)
                .replace("$SECOND_KEY", SECOND_KEY)
                .replace("$ADMIN_HASH", "{bcrypt}" + new BCryptPasswordEncoder(4).encode(ADMIN_PASSWORD))
                .replace("$KEY", KEY)
                .replace("$NARROW_KEY", NARROW_KEY)
                .replace("$EXPIRED_KEY", EXPIRED_KEY)
                .replace("$METRICS_KEY", METRICS_KEY)
                .replace("$DISABLED_KEY", DISABLED_KEY)
                .replace("$LEFT_KEY", LEFT_KEY)
                .replace("$REVOCABLE_KEY", REVOCABLE_KEY)
                .replace("$BOUND_KEY", BOUND_KEY);
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        try {
            Path home = Files.createTempDirectory("tollgate-test");
            Path file = Files.writeString(home.resolve("settings.yaml"), yaml());
            TestPropertyValues.of(
                            "tollgate.home=" + home,
                            "tollgate.config=" + file,
                            "tollgate.routing.retry.most=0",
                            "tollgate.routing.retry.percent=100",
                            "server.address=127.0.0.1")
                    .applyTo(context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins every test with fakes that have nothing behind them, and nothing known against them. */
    static final class Reset implements BeforeEachCallback {
        @Override
        public void beforeEach(ExtensionContext context) {
            FIRST.reset();
            SECOND.reset();
            OUTBOUND_PROXY.reset();
            ENCRYPTED.reset();
            SpringExtension.getApplicationContext(context)
                    .getBean(HealthBook.class)
                    .restore();
        }
    }
}
