// Keys for whoever decides on many: they count while a card, or something in it, has the focus.
"use strict";
{
  const cards = () => [...document.querySelectorAll(".queue .held")];

  const go = (card) => {
    if (!card) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here = document.activeElement?.closest(".queue .held");
    if (!here) return;
    const all = cards();
    const at = all.indexOf(here);
    const key = event.key.toLowerCase();
    if (key === "j") go(all[at + 1]);
    else if (key === "k") go(all[at - 1]);
    else here.querySelector(`[data-key="${CSS.escape(key)}"]`)?.click();
  });

  // Come to the card that was asked for, or to the first: the next decision is one key away.
  addEventListener("DOMContentLoaded", () => {
    const all = cards();
    const asked = location.hash && document.getElementById(location.hash.slice(1));
    if (asked || document.querySelector(".messagelist")) go(asked || all[0]);
  });
}
