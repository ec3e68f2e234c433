package io.tollgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceListFetcherTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://lists.example/a.json",
                "file:///etc/passwd",
                "https://user:word@lists.example/a.json",
                "https://lists.example/ a.json",
                "https://127.0.0.1:1/a.json",
                "https://[::1]:1/a.json",
                "https://169.254.169.254/latest/meta-data",
                "https://10.0.0.1/a.json",
                "https://localhost:1/a.json",
                "https://nowhere.invalid/a.json",
                "",
                "nothing"
            })
    void fetchesFromPublicAddressesOverHttpsOnly(String url) {
        try (PriceListFetcher fetcher = new PriceListFetcher()) {
            assertThat(fetcher.fetch(url, 100)).isEmpty();
        }
    }
}
