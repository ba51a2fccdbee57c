// Loaded before anything is drawn, so that no page flashes in the other theme. "auto" follows the system.
"use strict";
{
  const KEY = "desk-theme";
  const THEMES = ["auto", "light", "dark"];

  // A browser may refuse to store anything; the choice then lasts as long as the page.
  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };

  const apply = (theme) => {
    const chosen = THEMES.includes(theme) ? theme : "auto";
    document.documentElement.dataset.theme = chosen;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen));
    }
  };

  apply(stored());
  document.addEventListener("DOMContentLoaded", () => apply(document.documentElement.dataset.theme));
  addEventListener("storage", (event) => event.key === KEY && apply(event.newValue));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    apply(button.dataset.themeChoice);
    try {
      localStorage.setItem(KEY, button.dataset.themeChoice);
    } catch {
      // see above
    }
  });
}
