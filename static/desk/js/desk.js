// Menus that close as menus do, and forms that don't lose what was written.
"use strict";
{
  const open = () => document.querySelectorAll("details.menu[open]");

  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // Leaving a form with changes in it is asked about; the browser finds the words.
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) changed.add(form);
  });
  document.addEventListener("submit", (event) => changed.delete(event.target));
  // What a form's own script has given to the server may be left without a question.
  document.addEventListener("kept", (event) => changed.delete(event.target));
  addEventListener("beforeunload", (event) => {
    if (changed.size) event.preventDefault();
  });
}
