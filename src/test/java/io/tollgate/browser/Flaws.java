package io.tollgate.browser;

import com.microsoft.playwright.Page;
import java.util.List;

/** What can be wrong with any page, found by looking through its elements on a wide screen or a narrow one. */
final class Flaws {

    private static final String FLAWS = """
            () => {
              const flaws = [];
              const named = element => element.getAttribute("aria-label") || element.getAttribute("aria-labelledby");
              for (const field of document.querySelectorAll("input, select, textarea")) {
                const labelled = [...(field.labels || [])].some(label => label.textContent.trim());
                if (field.type !== "hidden" && !field.hidden && !labelled && !named(field)) {
                  flaws.push("no label: " + field.outerHTML);
                }
              }
              for (const button of document.querySelectorAll("a[href], button")) {
                if (!button.textContent.trim() && !named(button)) {
                  flaws.push("no name: " + button.outerHTML);
                }
              }
              const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
              for (const id of ids.filter((id, place) => ids.indexOf(id) !== place)) {
                flaws.push("not the only one: #" + id);
              }
              for (const table of document.querySelectorAll(".table-responsive")) {
                if (table.scrollWidth > table.clientWidth) {
                  flaws.push(`${table.scrollWidth} in ${table.clientWidth} pixels: ${table.innerText}`);
                }
              }
              for (const table of document.querySelectorAll(".card table")) {
                if (table.getBoundingClientRect().right > table.closest(".card").getBoundingClientRect().right + 1) {
                  flaws.push("beyond its card: " + table.innerText);
                }
              }
              return flaws;
            }
            """;

    private static final String TOO_WIDE = """
            () => {
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= width) {
                return [];
              }
              return [...document.body.querySelectorAll("*")]
                .filter(element => element.getBoundingClientRect().right > width + 1)
                .map(element => element.outerHTML.slice(0, 200));
            }
            """;

    private Flaws() {}

    @SuppressWarnings("unchecked")
    static List<String> of(Page page) {
        return (List<String>) page.evaluate(FLAWS);
    }

    /** The elements that make a page scroll sideways. */
    @SuppressWarnings("unchecked")
    static List<String> tooWide(Page page) {
        return (List<String>) page.evaluate(TOO_WIDE);
    }
}
