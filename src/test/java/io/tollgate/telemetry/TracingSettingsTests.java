package io.tollgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingSettingsTests {

    @ParameterizedTest
    @CsvSource({
        "http://localhost:4318/v1/traces, http://localhost:4318",
        "https://gate:planted@traces.example.com/in?key=planted, https://traces.example.com",
        "traces planted, a collector"
    })
    void showOnlyThePlaceOfTheEndpoint(String endpoint, String place) {
        TracingSettings settings =
                new TracingSettings(endpoint, Map.of("x-key", "planted"), 1, "tollgate", true, Duration.ofSeconds(5));

        assertThat(settings.place()).isEqualTo(place);
        assertThat(settings).hasToString("TracingSettings[" + place + "]");
    }
}
