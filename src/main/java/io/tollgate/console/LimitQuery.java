package io.tollgate.console;

import io.tollgate.limit.Scope;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Which limits are shown, and what is offered to be limited, as it stands in the page's address. What cannot be read is
 * as if it were not there.
 *
 * @param search a part of the name, or of the name of what it belongs to
 * @param scope the name of a {@link Scope}, in small letters
 * @param page from 1
 */
record LimitQuery(
        @Nullable String search,
        @Nullable String scope,
        @Nullable String page) {

    /** How many limited things are shown at once. */
    static final int PAGE = 50;

    /** How many others are offered at once. */
    static final int OFFERED = 100;

    /** What is typed into the field. */
    public String text() {
        return search == null ? "" : search.strip();
    }

    /** The chosen scope; absent for all. */
    public @Nullable Scope chosen() {
        return Arrays.stream(Scope.values())
                .filter(each -> each.name().equalsIgnoreCase(scope))
                .findFirst()
                .orElse(null);
    }

    /** Whether not all are asked for. */
    public boolean narrow() {
        return !text().isEmpty() || chosen() != null;
    }

    /** The address of the same search in another scope, or in all of them. */
    public String with(@Nullable Scope other) {
        return link(other, 1);
    }

    /** The address of another page of it. */
    public String at(int number) {
        return link(chosen(), number);
    }

    private String link(@Nullable Scope wanted, int number) {
        UriComponentsBuilder link = UriComponentsBuilder.newInstance();
        if (!text().isEmpty()) {
            link.queryParam("search", "{name}");
        }
        if (wanted != null) {
            link.queryParam("scope", wanted.name().toLowerCase(Locale.ROOT));
        }
        if (number > 1) {
            link.queryParam("page", number);
        }
        return link.encode().buildAndExpand(Map.of("name", text())).toUriString();
    }

    /** What is shown of all. */
    Shown of(List<Limitable> all) {
        List<Limitable> named = named(all);
        Scope only = chosen();
        List<Limitable> wanted = named.stream()
                .filter(each -> only == null || each.scope() == only)
                .toList();
        List<Limitable> limited = wanted.stream().filter(Limitable::limited).toList();
        List<Limitable> open = wanted.stream().filter(Limitable::isOpen).toList();
        Sheet<Limitable> sheet = Sheet.of(limited, page, PAGE);
        return new Shown(
                sheet.rows().stream().map(each -> each.line().get()).toList(),
                limited.size(),
                counts(named),
                sheet.number(),
                sheet.pages(),
                open.subList(0, Math.min(open.size(), OFFERED)),
                open.size(),
                all.size());
    }

    private List<Limitable> named(List<Limitable> all) {
        String part = text().toLowerCase(Locale.ROOT);
        return part.isEmpty()
                ? all
                : all.stream()
                        .filter(each -> each.label().toLowerCase(Locale.ROOT).contains(part))
                        .toList();
    }

    private static Map<Scope, Long> counts(List<Limitable> named) {
        return named.stream()
                .filter(Limitable::limited)
                .collect(Collectors.groupingBy(
                        Limitable::scope, () -> new EnumMap<>(Scope.class), Collectors.counting()));
    }

    /**
     * A page of them, and what is offered to be limited.
     *
     * @param matching how many limited things there are on all pages
     * @param counts how many limited things of that name there are in each scope; those without any are left out
     * @param open how many things could be offered
     * @param all how many there are, limited or not, without a filter
     */
    record Shown(
            List<LimitLine> lines,
            int matching,
            Map<Scope, Long> counts,
            int number,
            int pages,
            List<Limitable> offered,
            int open,
            int all) {

        /** Whether it is worth while to look for some of them. */
        public boolean many() {
            return all > 10;
        }

        /** How many limited things of that name there are in all scopes. */
        public long named() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
