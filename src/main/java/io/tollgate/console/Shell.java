package io.tollgate.console;

import java.util.List;

/**
 * What the layout around every page shows.
 *
 * @param theme what the person chose: {@code light}, {@code dark} or {@code auto}
 * @param path the page's own path below the context path
 */
record Shell(String theme, String version, String path, List<Banner> banners) {

    static final String AUTO = "auto";

    private static final List<Theme> THEMES = List.of(
            new Theme("light", "bi-sun"), new Theme("dark", "bi-moon-stars"), new Theme(AUTO, "bi-circle-half"));

    private static final List<Group> MENU = List.of(
            new Group(
                    "use",
                    List.of(
                            new Item("overview", "/", "bi-speedometer2"),
                            new Item("logs", "/logs", "bi-list-columns-reverse"),
                            new Item("usage", "/usage", "bi-bar-chart-line"),
                            new Item("playground", "/playground", "bi-chat-square-text", true),
                            new Item("connect", "/connect", "bi-plug"))),
            new Group(
                    "manage",
                    List.of(
                            new Item("providers", "/providers", "bi-cloud"),
                            new Item("models", "/models", "bi-boxes"),
                            new Item("prices", "/prices", "bi-tag"),
                            new Item("teams", "/teams", "bi-people"),
                            new Item("keys", "/keys", "bi-key"),
                            new Item("limits", "/limits", "bi-sliders"))),
            new Group(
                    "operate",
                    List.of(
                            new Item("alerts", "/alerts", "bi-bell"),
                            new Item("system", "/system", "bi-hdd-stack"),
                            new Item("profile", "/profile", "bi-person-circle"))));

    /** The theme the page starts with; the browser itself decides what "auto" is. */
    public String shownTheme() {
        return theme.equals(AUTO) ? "light" : theme;
    }

    public List<Theme> themes() {
        return THEMES;
    }

    public List<Group> menu() {
        return MENU;
    }

    static boolean isTheme(String name) {
        return THEMES.stream().anyMatch(theme -> theme.key().equals(name));
    }

    record Theme(String key, String icon) {}

    record Group(String key, List<Item> items) {}

    /** @param admin whether it is for administrators only */
    record Item(String key, String path, String icon, boolean admin) {

        Item(String key, String path, String icon) {
            this(key, path, icon, false);
        }
    }
}
