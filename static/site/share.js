// For an article's page, once it stands there: nothing here is needed before, and the text isn't kept waiting for it.
const begin = () => {
  document.querySelectorAll(".share").forEach(offer);
  carryChoice(document.querySelector(".art"), document.querySelectorAll("a[data-report]"));
};

// Passes the article on with what the device offers, and copies its address. Without a script neither button is there.
function offer(list) {
  const place = list.querySelector("[data-copy]");
  const button = place?.querySelector("button");
  const own = list.querySelector("[data-share]");
  if (own && navigator.share) {
    own.querySelector("button").addEventListener("click", () => {
      navigator.share({ title: own.dataset.share, url: place.dataset.copy }).catch(() => {});
    });
    own.hidden = false;
  }
  if (!navigator.clipboard || !button) return;
  const words = button.textContent;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const copied = await navigator.clipboard.writeText(place.dataset.copy).then(() => true, () => false);
    button.textContent = copied ? button.dataset.done : button.dataset.refused;
    setTimeout(() => { button.textContent = words; }, 4000);
  });
  place.hidden = false;
}

// Takes the words that are chosen in the article along to the form. Without a script the form asks for them.
const MOST = 500;
function carryChoice(text, links) {
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
}

if (document.readyState === "complete") begin();
else addEventListener("load", begin);
