// Passes the article on with what the device offers, and copies its address. Without a script neither button is there.
for (const list of document.querySelectorAll(".share")) {
  const place = list.querySelector("[data-copy]");
  const button = place && place.querySelector("button");
  const own = list.querySelector("[data-share]");
  if (own && navigator.share) {
    own.querySelector("button").addEventListener("click", () => {
      navigator.share({ title: own.dataset.share, url: place.dataset.copy }).catch(() => {});
    });
    own.hidden = false;
  }
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
