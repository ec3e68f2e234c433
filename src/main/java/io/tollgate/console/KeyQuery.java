package io.tollgate.console;

import io.tollgate.access.Team;
import io.tollgate.access.VirtualKey;
import io.tollgate.storage.NamedRow;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Which virtual keys are shown, as it stands in the page's address. What cannot be read is as if it were not there.
 *
 * @param search a part of the key's name, or of its team's
 * @param team the id of the only team whose keys are shown
 * @param page from 1
 */
record KeyQuery(
        @Nullable String search,
        @Nullable String team,
        @Nullable String page) {

    /** How many are shown at once. */
    static final int PAGE = 50;

    /** What is typed into the field. */
    public String text() {
        return search == null ? "" : search.strip();
    }

    /** The chosen team; absent for all. */
    public @Nullable UUID chosen() {
        return LogQuery.id(team);
    }

    /** Whether a name is looked for. */
    public boolean searching() {
        return !text().isEmpty();
    }

    /** Whether not all are asked for. */
    public boolean narrow() {
        return searching() || chosen() != null;
    }

    /** The address of another page of it. */
    public String at(int number) {
        UUID only = chosen();
        UriComponentsBuilder link = UriComponentsBuilder.newInstance();
        if (searching()) {
            link.queryParam("search", "{name}");
        }
        if (only != null) {
            link.queryParam("team", only);
        }
        if (number > 1) {
            link.queryParam("page", number);
        }
        return link.encode().buildAndExpand(Map.of("name", text())).toUriString();
    }

    /**
     * What is shown of all.
     *
     * @param line how one of them stands, asked for only where it is shown
     */
    Shown of(List<VirtualKey> all, Map<UUID, Team> teams, Function<VirtualKey, KeyPages.Line> line) {
        List<VirtualKey> matching = matching(all, teams);
        Sheet<VirtualKey> sheet = Sheet.of(matching, page, PAGE);
        return new Shown(
                sheet.rows().stream().map(line).toList(), matching.size(), all.size(), sheet.number(), sheet.pages());
    }

    private List<VirtualKey> matching(List<VirtualKey> all, Map<UUID, Team> teams) {
        UUID only = chosen();
        String part = text().toLowerCase(Locale.ROOT);
        return all.stream()
                .filter(key -> only == null || key.getTeamId().equals(only))
                .filter(key -> holds(key, part) || holds(teams.get(key.getTeamId()), part))
                .toList();
    }

    private static boolean holds(@Nullable NamedRow row, String part) {
        return row != null && row.getName().toLowerCase(Locale.ROOT).contains(part);
    }

    /**
     * A page of them.
     *
     * @param matching how many there are on all pages
     * @param all how many there are without a filter
     */
    record Shown(List<KeyPages.Line> lines, int matching, int all, int number, int pages) {

        /** Whether it is worth while to look for some of them. */
        public boolean many() {
            return all > 10;
        }
    }
}
