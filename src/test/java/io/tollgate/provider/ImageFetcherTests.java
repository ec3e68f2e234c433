package io.tollgate.provider;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.dialect.DialectException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFetcherTests {

    @ParameterizedTest
    @CsvSource({
        "http://images.example/a.png, https://",
        "ftp://images.example/a.png, https://",
        "https://user:word@images.example/a.png, https://",
        "'https://images.example/ a.png', not a valid URL",
        "https://127.0.0.1:1/a.png, could not be fetched",
        "https://[::1]:1/a.png, could not be fetched",
        "https://169.254.169.254/latest/meta-data, could not be fetched",
        "https://10.0.0.1/a.png, could not be fetched",
        "https://localhost:1/a.png, could not be fetched",
        "https://nowhere.invalid/a.png, could not be fetched"
    })
    void fetchesFromPublicAddressesOverHttpsOnly(String url, String message) {
        try (ImageFetcher fetcher = new ImageFetcher()) {
            assertThatThrownBy(() -> fetcher.image(url))
                    .isInstanceOf(DialectException.class)
                    .hasMessageContaining(message)
                    .extracting(e -> ((DialectException) e).error().status())
                    .isEqualTo(400);
        }
    }
}
