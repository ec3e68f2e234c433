package io.tollgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/** What an administrator does with usage and prices. */
record BookSteps(Visitor visitor) {

    void readTables(String model) {
        for (String by : List.of("team", "key", "model", "provider", "credential", "outcome", "hour")) {
            visitor.open("/usage?by=" + by);
        }
        visitor.inspect("usage");
        for (int page = 1; page <= 12; page += 3) {
            visitor.open("/prices?page=" + page);
        }
        visitor.inspect("prices");
        visitor.open("/prices?search=" + model);
        visitor.at("#prices tbody a").first().click();
        assertThat(visitor.at("h1")).containsText(model);
        visitor.inspect("prices-of-model");
        rateAgain();
    }

    void rateAgain() {
        visitor.open(URI.create(visitor.page().url()).getPath() + "/rerate");
        visitor.button("rerate.look").click();
        assertThat(visitor.at("#rerate")).containsText(visitor.says("rerate.preview"));
        visitor.inspect("rerate");
    }

    /** Groups usage by team and model, and downloads it. */
    void download(String team, String model) throws IOException {
        visitor.open("/usage");
        visitor.at("#then").selectOption("model");
        visitor.at("#usage form button[type='submit']").click();
        assertThat(visitor.at("#usage tbody tr").first()).isVisible();
        assertThat(visitor.at("#usage tbody")).containsText(model);
        visitor.inspect("usage-of-two");
        Download file = visitor.page()
                .waitForDownload(() -> visitor.at("header.page-header a[href*='usage.csv']")
                        .first()
                        .click());
        assertThat(file.suggestedFilename())
                .startsWith("tollgate-usage-by-team-and-model-")
                .endsWith(".csv");
        List<String> lines = Files.readAllLines(file.path());
        assertThat(lines.getFirst()).startsWith("team_id,team,team_retired,model,requests,errors,input_tokens,");
        assertThat(lines)
                .filteredOn(line -> line.contains("," + team + ",false," + model + ",1,0,1200,0,34,0.001268000,"))
                .hasSize(1);
        assertThat(lines.getLast()).startsWith("total,,,,");
        // Chromium calls a page that turned out to be a file aborted
        assertThat(visitor.forgive()).allMatch(problem -> problem.matches("Failed: .*/usage\\.csv.*net::ERR_ABORTED"));
        visitor.inspect();
    }

    /** Looks at what a list of prices would change, and takes it over. */
    void importPrices(String model) {
        upload(model, 1);
        assertThat(visitor.at("#preview")).containsText(visitor.says("prices.preview.counts", 1, 0, 0, 0));
        assertThat(visitor.at("#preview")).containsText("input:1, output:2");
        assertThat(visitor.at("#skipped tbody tr")).hasCount(2);
        assertThat(visitor.at("#skipped")).containsText(visitor.says("prices.preview.skipped.NO_PRICE"));
        assertThat(visitor.at("#skipped")).containsText("a price cannot be negative");
        assertThat(visitor.at("#unread")).containsText("input_cost_per_token_batches");
        assertThat(visitor.at("#strangers")).containsText("acme");
        visitor.inspect("prices-preview");
        visitor.at("#preview form button").click();
        visitor.isTold("prices.import.done");
        visitor.inspect("prices-imported");

        upload(model, 3);
        assertThat(visitor.at("#preview")).containsText(visitor.says("prices.preview.counts", 0, 1, 0, 0));
        assertThat(visitor.at("#preview")).containsText("input:3, output:2");
        visitor.inspect("prices-preview-changed");
        visitor.at("#preview form button").click();
        visitor.isTold("prices.import.done");
        visitor.open("/prices?source=IMPORTED&search=imported-" + model);
        assertThat(visitor.at("#prices tbody")).containsText("$3.00");
    }

    private void upload(String model, int dollars) {
        String list = """
                {"imported-%1$s": {"litellm_provider": "acme-%1$s", "input_cost_per_token": %2$de-06,
                   "output_cost_per_token": 2e-06, "input_cost_per_token_batches": 5e-07},
                 "free-of-charge": {"litellm_provider": "acme", "mode": "chat"},
                 "automatic": {"litellm_provider": "acme", "input_cost_per_token": -1}}""".formatted(model, dollars);
        visitor.open("/prices/import");
        visitor.inspect("prices-import");
        visitor.at("#file")
                .setInputFiles(new FilePayload("list.json", "application/json", list.getBytes(StandardCharsets.UTF_8)));
        visitor.button("prices.import.look").click();
        assertThat(visitor.at("#preview")).isVisible();
    }
}
