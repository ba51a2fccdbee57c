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
