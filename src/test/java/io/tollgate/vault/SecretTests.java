package io.tollgate.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SecretTests {

    private final Secret secret = Secret.of("sk-canary");

    @Test
    void printsNothing() {
        record Holder(Secret secret) {}

        assertThat(secret).hasToString("***");
        assertThat("%s %s".formatted(secret, new Holder(secret))).doesNotContain("canary");
    }

    @Test
    void isNotSerialised() throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatExceptionOfType(NotSerializableException.class).isThrownBy(() -> out.writeObject(secret));
        }
        assertThat(JsonMapper.shared().writeValueAsString(secret)).doesNotContain("canary");
    }

    @Test
    void equalsAnotherOfTheSameValue() {
        assertThat(secret).isEqualTo(Secret.of("sk-canary")).hasSameHashCodeAs(Secret.of("sk-canary"));
        assertThat(secret).isNotEqualTo(Secret.of("sk-canary2"));
        assertThat(secret.reveal()).isEqualTo("sk-canary");
    }
}
