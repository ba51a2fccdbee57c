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
