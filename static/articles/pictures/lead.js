// The lead picture: found in the library while somebody types, or dropped here as a file; its words and focal point.

import { button, element } from "newsroom-editor/dialogs";
import { askForFocus, askForWords } from "newsroom-pictures/describing";
import { Refused, send } from "newsroom-pictures/sending";

const PAUSE = 250;
const WORDS = [["alt", "id_picture_alt"], ["caption", "id_picture_caption"]];

const form = document.getElementById("article_form");
const grid = document.getElementById("id_picture");
const search = form?.querySelector("[data-pictures]");
const chosen = () => grid.querySelector("input:checked");
const byId = (id) => document.getElementById(id);

function target() {
  const { drop, most } = form.querySelector("textarea[data-body]").dataset;
  const chooser = byId("id_language");
  return { drop, most: Number(most), language: () => chooser?.value || document.documentElement.lang };
}

function option(row) {
  const input = element("input", { type: "radio", name: grid.dataset.name, value: row.id, "data-alt": row.alt, "data-caption": row.caption });
  return element("label", {}, input, element("img", { src: row.thumb, alt: row.title, title: row.title, width: 160, height: 100 }));
}

function find(to) {
  let timer = 0;
  search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const query = new URLSearchParams({ q: search.value.trim(), language: to.language() });
      const answer = await fetch(`${search.dataset.pictures}?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer?.ok) return;
      const { found } = await answer.json();
      const value = chosen()?.value ?? "";
      for (const old of grid.querySelectorAll("label:not(.none)")) if (!old.querySelector("input").checked) old.remove();
      grid.append(...found.filter((row) => String(row.id) !== value).map(option));
    }, PAUSE);
  });
}

// Words of this use stay; those that only the picture before brought go with it.
function words() {
  let before = chosen()?.dataset ?? {};
  return () => {
    const now = chosen()?.dataset ?? {};
    for (const [name, id] of WORDS) {
      const input = byId(id);
      if (!input || (input.value.trim() && input.value !== (before[name] ?? ""))) continue;
      input.value = now[name] ?? "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    before = { ...now };
  };
}

function preview(refocus) {
  const box = grid.closest("details");
  const old = box.parentElement.querySelector(".picture-now");
  const label = chosen()?.closest("label");
  const image = label?.querySelector("img");
  const made = element("figure", { class: "picture-now", hidden: !image });
  if (image) {
    const name = old?.querySelector("img")?.src === image.src ? old.querySelector("figcaption") : null;
    made.append(
      element("img", { src: image.src, alt: "", width: 320, height: 200 }),
      name ?? element("figcaption", { class: "meta" }, element("bdi", { text: image.alt })),
      button(gettext("What must stay in view"), refocus),
    );
  }
  if (old) old.replaceWith(made);
  else box.before(made);
}

function uploading(to) {
  const box = grid.closest("details");
  const input = element("input", { type: "file", accept: "image/jpeg,image/png,image/webp,image/avif,image/gif", hidden: true });
  const bar = element("progress", { max: 100, value: 0, "aria-label": gettext("Picture on its way"), hidden: true });
  const fault = element("p", { class: "errorlist", role: "alert" });
  let abort = null;
  const open = button(gettext("Upload a picture"), () => input.click());
  const cancel = button(gettext("Cancel"), () => abort?.abort());
  cancel.hidden = true;
  const busy = (is) => {
    bar.hidden = cancel.hidden = !is;
    open.disabled = is;
  };
  const take = async (file) => {
    if (!file || abort) return;
    abort = new AbortController();
    fault.textContent = "";
    bar.value = 0;
    busy(true);
    try {
      const progress = (part) => (bar.value = Math.round(part * 100));
      const { row, known } = await send(file, to, { signal: abort.signal, progress });
      choose(row);
      await describe(row, known, to);
    } catch (error) {
      if (!abort.signal.aborted) {
        fault.textContent = error instanceof Refused ? error.message : gettext("The picture couldn’t be taken in. Try again.");
      }
    } finally {
      abort = null;
      busy(false);
    }
  };
  input.addEventListener("change", () => {
    take(input.files[0]);
    input.value = "";
  });
  addEventListener("beforeunload", (event) => abort && event.preventDefault());
  form.addEventListener("submit", (event) => {
    if (!abort || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    fault.textContent = gettext("Nothing is saved yet: a picture is still on its way. Wait until it is here, or cancel it.");
    fault.scrollIntoView({ block: "center" });
  }, true);
  box.before(element("div", { class: "picture-drop" }, open, element("span", { class: "meta", text: gettext("or drop its file here") }), input, bar, cancel, fault));
  return take;
}

function choose(row) {
  const there = grid.querySelector(`input[value="${CSS.escape(String(row.id))}"]`);
  const label = there ? there.closest("label") : option(row);
  if (!there) grid.querySelector(".none").after(label);
  const input = label.querySelector("input");
  input.checked = true;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

async function describe(row, known, to) {
  const use = Object.fromEntries(WORDS.map(([name, id]) => [name, byId(id).value]));
  const said = await askForWords(row, to, { words: use, known });
  if (!said) return;
  for (const [name, id] of WORDS) {
    byId(id).value = said[name];
    byId(id).dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function start() {
  const to = target();
  const room = grid.closest(".panel") ?? grid.closest("fieldset");
  const take = uploading(to);
  const refocus = async () => {
    const row = await askForFocus(chosen().value, to).catch(() => null);
    if (!row) return;
    chosen().closest("label").querySelector("img").src = row.thumb;
    show();
  };
  const show = () => preview(refocus);
  const carry = words();
  find(to);
  show();
  grid.addEventListener("change", () => {
    carry();
    show();
  });
  room.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    room.classList.add("over");
  });
  room.addEventListener("dragleave", (event) => !room.contains(event.relatedTarget) && room.classList.remove("over"));
  room.addEventListener("drop", (event) => {
    room.classList.remove("over");
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
}

if (grid && search) start();
