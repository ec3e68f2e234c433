package io.tollgate.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Which of a provider's credentials are shown, as it stands in the page's address. What cannot be read is as if it were
 * not there.
 *
 * @param credential a part of the name
 * @param state the name of a {@link CredentialState}, in small letters
 * @param page from 1
 */
record CredentialQuery(
        @Nullable String credential,
        @Nullable String state,
        @Nullable String page) {

    /** How many are shown at once. */
    static final int PAGE = 100;

    static final CredentialQuery ALL = new CredentialQuery(null, null, null);

    /** What is typed into the field. */
    public String text() {
        return credential == null ? "" : credential.strip();
    }

    /** The chosen state; absent for all. */
    public @Nullable CredentialState chosen() {
        return Arrays.stream(CredentialState.values())
                .filter(each -> each.name().equalsIgnoreCase(state))
                .findFirst()
                .orElse(null);
    }

    /** The address of the same page with another state, or without one. */
    public String with(@Nullable CredentialState other) {
        return link(other, 1);
    }

    /** The address of another page of it. */
    public String at(int number) {
        return link(chosen(), number);
    }

    private String link(@Nullable CredentialState wanted, int number) {
        UriComponentsBuilder link = UriComponentsBuilder.newInstance();
        if (!text().isEmpty()) {
            link.queryParam("credential", "{name}");
        }
        if (wanted != null) {
            link.queryParam("state", wanted.name().toLowerCase(Locale.ROOT));
        }
        if (number > 1) {
            link.queryParam("page", number);
        }
        return link.fragment("credentials")
                .encode()
                .buildAndExpand(Map.of("name", text()))
                .toUriString();
    }

    /** The lines that are shown. */
    Shown of(List<CredentialLine> all) {
        String wanted = text().toLowerCase(Locale.ROOT);
        CredentialState only = chosen();
        List<CredentialLine> matching = all.stream()
                .filter(line -> only == null || line.state() == only)
                .filter(line -> line.row().getName().toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
        Sheet<CredentialLine> sheet = Sheet.of(matching, page, PAGE);
        return new Shown(sheet.rows(), matching.size(), all.size(), sheet.number(), sheet.pages());
    }

    /**
     * A page of them.
     *
     * @param matching how many there are on all pages
     * @param all how many there are without a filter
     */
    record Shown(List<CredentialLine> lines, int matching, int all, int number, int pages) {

        /** Whether it is worth while to look for some of them. */
        public boolean many() {
            return all > 10;
        }
    }
}
