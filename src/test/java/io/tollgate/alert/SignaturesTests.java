package io.tollgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Signatures as other programs compute them. */
class SignaturesTests {

    @Test
    void ofAWebhook() {
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        assertThat(Signatures.webhook(
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330L, body))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assertThat(Signatures.webhook("plain text", "a", 1, "{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,y11W0iQBun+rpNm/PmGnaOkA4AZV9JRnLLRAn8YhWwA=");
    }

    @Test
    void ofGroupRobots() {
        assertThat(Signatures.feishu("demo", 1599360473)).isEqualTo("l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=");
        assertThat(Signatures.dingTalk("this is secret", 1577262236757L))
                .isEqualTo("hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=");
    }
}
