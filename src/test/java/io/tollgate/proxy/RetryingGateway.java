package io.tollgate.proxy;

import io.tollgate.provider.TestCertificate;
import io.tollgate.routing.HealthBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A gateway that tries again soon, in front of a provider that fails and one that does not. Only where a provider is
 * silent on purpose ({@code hasty}) it is not waited for long: on a slow machine any provider may seem silent.
 */
final class RetryingGateway implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    static final FakeProvider PRIMARY = FakeProvider.start();
    static final FakeProvider BACKUP = FakeProvider.start();
    static final FakeProvider UNTRUSTED =
            FakeProvider.start(TestCertificate.create().server().getServerSocketFactory());

    /** What a provider must never show of itself to a caller. */
    static final String CANARY = "planted-primary-credential-4be1";

    /** Of a team that wants its streams whole. */
    static final String CAREFUL_KEY = "sk-careful-0123456789abcdef";

    private static final String FILE = """
            version: 1
            providers:
              - {name: primary, dialect: openai, base-url: $PRIMARY, credentials: [{name: one, secret: $CANARY}]}
              - name: hasty
                dialect: openai
                base-url: $PRIMARY
                timeouts: {first-byte: 1s, idle: 1s}
                credentials: [{name: one, secret: $CANARY}]
              - name: twins
                dialect: openai
                base-url: $PRIMARY
                timeouts: {first-byte: 1s, idle: 1s}
                credentials: [{name: one, secret: $CANARY}, {name: two, secret: twin-credential}]
              - {name: backup, dialect: openai, base-url: $BACKUP, credentials: [{name: one, secret: backup-credential}]}
              - {name: closed, dialect: openai, base-url: "http://127.0.0.1:$CLOSED", credentials: [{name: one, secret: x}]}
              - {name: unnamed, dialect: openai, base-url: "http://nobody.invalid", credentials: [{name: one, secret: x}]}
              - {name: untrusted, dialect: openai, base-url: "https://127.0.0.1:$UNTRUSTED", credentials: [{name: one, secret: x}]}
              - name: busy
                dialect: openai
                base-url: http://127.0.0.1:$BUSY
                timeouts: {connect: 300ms}
                credentials: [{name: one, secret: x}]
              - {name: claude, preset: anthropic, base-url: $BACKUP, credentials: [{name: one, secret: x}]}
              - {name: lines, preset: ollama, base-url: $PRIMARY, credentials: [{name: one, secret: x}]}
              - name: amazon
                preset: bedrock
                base-url: $PRIMARY
                options: {region: eu-west-3}
                credentials: [{name: one, secret: "AKIAPLANTED000000001:planted/secret+key/00000000000000000000"}]
            models:
              - {name: alone, price: {input: 1, output: 2}, deployments: [{provider: primary, model: p}]}
              - name: pair
                price: {input: 1, output: 2}
                deployments: [{provider: primary, model: p, priority: 1}, {provider: backup, model: b, priority: 2}]
              - {name: main, price: {input: 1, output: 2}, fallbacks: [good], deployments: [{provider: primary, model: p}]}
              - {name: hasty-alone, price: {input: 1, output: 2}, deployments: [{provider: hasty, model: p}]}
              - name: hasty-pair
                price: {input: 1, output: 2}
                deployments: [{provider: hasty, model: p, priority: 1}, {provider: backup, model: b, priority: 2}]
              - {name: hasty-main, price: {input: 1, output: 2}, fallbacks: [good], deployments: [{provider: hasty, model: p}]}
              - {name: good, price: {input: 10, output: 20}, deployments: [{provider: backup, model: upstream-good}]}
              - {name: short, context-window: 8192, fallbacks: [shorter, good], deployments: [{provider: primary, model: p}]}
              - {name: short-alone, context-window: 8192, fallbacks: [shorter], deployments: [{provider: primary, model: p}]}
              - {name: shorter, context-window: 4096, deployments: [{provider: backup, model: upstream-shorter}]}
              - {name: twins, deployments: [{provider: twins, model: t}]}
              - {name: closed, deployments: [{provider: closed, model: c}]}
              - {name: closed-pair, deployments: [{provider: closed, model: c}, {provider: backup, model: b, priority: 2}]}
              - {name: unnamed, deployments: [{provider: unnamed, model: c}]}
              - {name: unnamed-pair, deployments: [{provider: unnamed, model: c}, {provider: backup, model: b, priority: 2}]}
              - {name: untrusted, deployments: [{provider: untrusted, model: c}]}
              - {name: untrusted-pair, deployments: [{provider: untrusted, model: c}, {provider: backup, model: b, priority: 2}]}
              - {name: busy, deployments: [{provider: busy, model: c}]}
              - {name: busy-pair, deployments: [{provider: busy, model: c}, {provider: backup, model: b, priority: 2}]}
              - {name: turned, deployments: [{provider: backup, model: b, priority: 1}, {provider: primary, model: p, priority: 2}]}
              - {name: claude, price: {input: 1, output: 2}, deployments: [{provider: claude, model: c}]}
              - name: claude-pair
                price: {input: 1, output: 2}
                deployments: [{provider: claude, model: c, priority: 1}, {provider: primary, model: p, priority: 2}]
              - {name: lines, fallbacks: [good], deployments: [{provider: lines, model: l}]}
              - {name: amazon, fallbacks: [good], deployments: [{provider: amazon, model: a}]}
              - name: narrow
                deployments: [{provider: primary, model: n, priority: 1, rpm: 1}, {provider: backup, model: b, priority: 2}]
              - {name: "star-*", deployments: [{provider: primary, model: "up-*"}]}
            redirects: [{name: old-pair, to: pair}]
            teams: [{name: search}, {name: careful, stream-mode: safe}]
            users: [{name: root, role: admin, password-hash: "$HASH"}]
            keys: [{name: caller, team: search, secret: $KEY}, {name: careful, team: careful, secret: $CAREFUL_KEY}, {name: bound, team: search, secret: $BOUND_KEY, models: [alone], may-choose: false, rpm: 1}]
            """;

    private static String yaml() {
        return FILE.replace("$PRIMARY", PRIMARY.url())
                .replace("$BACKUP", BACKUP.url())
                .replace("$UNTRUSTED", Integer.toString(UNTRUSTED.port()))
                .replace("$CLOSED", Integer.toString(FakeProvider.closedPort()))
                .replace("$BUSY", Integer.toString(GatewaySettings.BUSY.port()))
                .replace("$CANARY", CANARY)
                .replace("$CAREFUL_KEY", CAREFUL_KEY)
                .replace("$HASH", "{bcrypt}" + new BCryptPasswordEncoder(4).encode(GatewaySettings.ADMIN_PASSWORD))
                .replace("$BOUND_KEY", GatewaySettings.BOUND_KEY)
                .replace("$KEY", GatewaySettings.KEY);
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        try {
            Path home = Files.createTempDirectory("tollgate-test");
            Path file = Files.writeString(home.resolve("settings.yaml"), yaml());
            TestPropertyValues.of(
                            "tollgate.home=" + home,
                            "tollgate.config=" + file,
                            "tollgate.routing.retry.delay=20ms",
                            "tollgate.routing.retry.longest-wait=1500ms",
                            "tollgate.routing.retry.percent=100",
                            "tollgate.provider.timeouts.first-token=3s",
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
            PRIMARY.reset();
            BACKUP.reset();
            SpringExtension.getApplicationContext(context)
                    .getBean(HealthBook.class)
                    .restore();
        }
    }

    /** A test against that gateway. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
    @ContextConfiguration(initializers = RetryingGateway.class)
    @Import(Gateway.class)
    @ExtendWith(Reset.class)
    @TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
    @interface Test {}
}
