// Runs before the page is drawn: turns the theme "auto" into what the system prefers, without a flash.
(function () {
  "use strict";
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  function apply() {
    const wish = root.dataset.theme || "auto";
    root.dataset.bsTheme = wish === "auto" ? (dark.matches ? "dark" : "light") : wish;
    root.dispatchEvent(new CustomEvent("themechange"));
  }
  window.tollgateTheme = { apply: apply };
  dark.addEventListener("change", apply);
  apply();
})();
