package io.tollgate.proxy;

import io.tollgate.alert.FakeSmtp;
import io.tollgate.alert.Receiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** The tests' gateway, which looks for what is wrong all the time and tells it to every kind of channel. */
final class AlertingGateway implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    static final Receiver RECEIVER = Receiver.start();
    static final FakeSmtp SMTP = FakeSmtp.start();
    static final String TOKEN = "planted-alert-token-77";
    static final String SECRET = "planted-alert-secret-88";

    private static final String ALERTS = """
            alerts:
              channels:
                - {name: hook, kind: webhook, url: "$HOOK", secret: "$SECRET"}
                - {name: ding, kind: dingtalk, language: zh, url: "$DING", secret: "$SECRET"}
                - {name: mail, kind: email, host: 127.0.0.1, port: $SMTP, security: none, from: gate@example.com, to: [ops@example.com]}
            """;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        try {
            Path home = Files.createTempDirectory("tollgate-alerts");
            String alerts = ALERTS.replace("$HOOK", RECEIVER.url("/hook?token=" + TOKEN))
                    .replace("$DING", RECEIVER.url("/ding?access_token=" + TOKEN))
                    .replace("$SMTP", Integer.toString(SMTP.port()))
                    .replace("$SECRET", SECRET);
            Path file = Files.writeString(home.resolve("settings.yaml"), GatewaySettings.yaml() + alerts);
            TestPropertyValues.of(
                            "tollgate.home=" + home,
                            "tollgate.config=" + file,
                            "tollgate.routing.retry.most=0",
                            "tollgate.routing.retry.percent=100",
                            "tollgate.alert.interval=50ms",
                            "tollgate.alert.settle=0s",
                            "tollgate.alert.console-url=https://tollgate.example.com/",
                            "server.address=127.0.0.1")
                    .applyTo(context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
