package io.tollgate.proxy;

import static org.awaitility.Awaitility.await;

import io.tollgate.routing.HealthBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** A gateway with few models that is watched: it traces, checks a provider, and says how it is. */
final class WatchedGateway implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    static final FakeProvider MAIN = FakeProvider.start();
    static final FakeProvider OTHER = FakeProvider.start();
    static final String CANARY = "planted-watched-credential-7be2";

    /** The one that is checked, every second. */
    static final FakeProvider CHECKED = FakeProvider.start().expecting(CANARY);

    /** The one that is checked without a credential, every second. */
    static final FakeProvider KNOCKED = FakeProvider.start();

    static final Collector COLLECTOR = Collector.start();

    static final String KEY = GatewaySettings.KEY;
    static final String NARROW_KEY = GatewaySettings.NARROW_KEY;
    static final String METRICS_KEY = GatewaySettings.METRICS_KEY;

    private static final String FILE = """
            version: 1
            providers:
              - {name: mainstay, dialect: openai, base-url: $MAIN, rpm: 100, credentials: [{name: one, secret: $CANARY}]}
              - {name: otherwise, preset: anthropic, base-url: $OTHER, credentials: [{name: one, secret: $CANARY}]}
              - {name: talks, preset: conversation, base-url: $OTHER, options: {project-id: own}, credentials: [{name: one, secret: $CANARY}]}
              - name: looked-after
                dialect: openai
                base-url: $CHECKED
                check: {every: 1s}
                credentials: [{name: one, secret: $CANARY}]
              - name: knocked-at
                dialect: openai
                base-url: $KNOCKED
                check: {every: 1s, path: /up}
                credentials: [{name: one, secret: $CANARY}]
            redirects: [{name: alias, to: gpt}]
            models:
              - {name: gpt, price: {input: 1, output: 2}, deployments: [{provider: mainstay, model: upstream-gpt}]}
              - {name: claude, deployments: [{provider: otherwise, model: upstream-claude}]}
              - {name: "wild-*", deployments: [{provider: mainstay, model: "up-*"}]}
              - {name: talk, deployments: [{provider: talks, model: t}]}
              - {name: checked, deployments: [{provider: looked-after, model: c}]}
              - {name: knocked, deployments: [{provider: knocked-at, model: k}]}
            teams: [{name: search}]
            keys:
              - {name: caller, team: search, secret: $KEY}
              - {name: narrow, team: search, secret: $NARROW_KEY, models: [gpt]}
              - {name: reader, team: search, secret: $METRICS_KEY, metrics: true}
            """;

    private static String yaml() {
        return FILE.replace("$MAIN", MAIN.url())
                .replace("$OTHER", OTHER.url())
                .replace("$CHECKED", CHECKED.url())
                .replace("$KNOCKED", KNOCKED.url())
                .replace("$CANARY", CANARY)
                .replace("$KEY", KEY)
                .replace("$NARROW_KEY", NARROW_KEY)
                .replace("$METRICS_KEY", METRICS_KEY);
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
                            "tollgate.routing.retry.percent=100",
                            "tollgate.tracing.endpoint=" + COLLECTOR.url(),
                            "tollgate.tracing.every=100ms",
                            "tollgate.tracing.headers.x-collector-key=planted-collector-key",
                            "server.address=127.0.0.1")
                    .applyTo(context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ends the trouble of the one that is checked; with its second check none is under way any longer that found it.
     */
    static void mend(HealthBook health) {
        CHECKED.forget();
        await().atMost(Duration.ofSeconds(20)).until(() -> CHECKED.received().size() >= 2);
        health.restore();
    }

    /** Begins every test with fakes that have nothing behind them, and nothing known against them. */
    static final class Reset implements BeforeEachCallback {
        @Override
        public void beforeEach(ExtensionContext context) {
            MAIN.reset();
            OTHER.reset();
            CHECKED.forget(); // to cut off a check would be trouble
            KNOCKED.forget();
            SpringExtension.getApplicationContext(context)
                    .getBean(HealthBook.class)
                    .restore();
        }
    }

    /** A test against that gateway. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
    @ContextConfiguration(initializers = WatchedGateway.class)
    @Import(Gateway.class)
    @ExtendWith(Reset.class)
    @TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
    @interface Test {}
}
