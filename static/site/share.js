// Copies the article's address. Without a script the button isn't there; the address bar says the same.
for (const place of document.querySelectorAll("[data-copy]")) {
  const button = place.querySelector("button");
  if (!navigator.clipboard || !button) continue;
  const words = button.textContent;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(place.dataset.copy);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = words; }, 4000);
    } catch {
      place.hidden = true;
    }
  });
  place.hidden = false;
}
// Takes the words that are chosen in the article along to the form. Without a script the form asks for them.
const MOST = 500;
const text = document.querySelector(".art");
const links = document.querySelectorAll("a[data-report]");

document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  // Going to the link undoes the choice in some browsers: what was chosen last stays in its address.
  if (!chosen || chosen.isCollapsed || !text?.contains(chosen.anchorNode)) return;
  const words = chosen.toString().replace(/\s+/g, " ").trim().slice(0, MOST);
  for (const link of links) {
    const there = new URL(link.href);
    there.searchParams.set("passage", words);
    link.href = there;
  }
});
