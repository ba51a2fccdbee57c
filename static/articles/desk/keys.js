// The writing page by the keyboard: a list of its keys on "?", and a mode in which there is nothing but the text.

import { ask, button, element } from "newsroom-editor/dialogs";

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const form = document.getElementById("article_form");

// The letter or figure of a key, also where Shift or Alt make it another character, or the keys are Arabic.
function sign(event) {
  if (/^Digit\d$/.test(event.code)) return event.code.slice(5);
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key;
}

const pressed = (event) =>
  [
    (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph") ? "Control" : "",
    event.altKey ? "Alt" : "",
    event.shiftKey && sign(event) !== "?" && sign(event) !== "/" ? "Shift" : "",
    sign(event),
  ].filter(Boolean).join("+");

const submit = (selector) => () => {
  const found = form.querySelector(selector);
  found?.click();
  return Boolean(found);
};
const command = (editor, name, ...options) => () => {
  if (!editor.isEditable) return false;
  editor.chain().focus()[name](...options).run();
  return true;
};
const own = (editor, name) => () => editor.isEditable && editor.commands[name]();

// Keys, what they do, the tool that does the same, and the deed; without one, the editor or the page does it already.
const groups = (editor) => [
  [gettext("The page"), [
    ["Control+s", gettext("Save")],
    ["Alt+Shift+s", gettext("Submit"), "", submit("button[name=deed][value=submit]")],
    ["Alt+Shift+p", gettext("Preview"), "", submit("a[data-preview]")],
    ["Alt+Shift+f", gettext("Focus: nothing but the text"), "", () => focus.toggle()],
    ["?", gettext("This list, outside a field")],
    ["Control+/", gettext("This list, while writing"), "", help],
  ]],
  [gettext("The text"), [
    ["Alt+Shift+2", gettext("Heading"), "heading2", command(editor, "toggleHeading", { level: 2 })],
    ["Alt+Shift+3", gettext("Smaller heading"), "heading3", command(editor, "toggleHeading", { level: 3 })],
    ["Control+b", gettext("Strong"), "bold"],
    ["Control+i", gettext("Emphasis"), "italic"],
    ["Control+k", gettext("Link"), "link", own(editor, "addLink")],
    ["Alt+Shift+l", gettext("Language and direction"), "language", own(editor, "setPassage")],
    ["Alt+Shift+n", gettext("Footnote"), "note", own(editor, "addFootnote")],
    ["Control+z", gettext("Undo"), "undo"],
    ["Alt+F10", gettext("To the row of tools; arrows lead along it, Escape back")],
  ]],
  [gettext("Put into the text"), [
    ["Alt+Shift+r", gettext("Also read"), "also", own(editor, "chooseArticle")],
    ["Alt+Shift+m", gettext("Picture"), "picture", own(editor, "choosePicture")],
    ["Alt+Shift+e", gettext("Link card"), "card", own(editor, "addCard")],
  ]],
];

const NAMES = MAC
  ? { Control: "⌘", Alt: "⌥", Shift: "⇧" }
  : { Control: pgettext("a key", "Ctrl"), Alt: "Alt", Shift: pgettext("a key", "Shift") };
const named = (keys) => keys.split("+").map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key));

let all = [];

function help() {
  if (document.querySelector("dialog[open]")) return true;
  const row = ([keys, words]) => {
    const cell = element("td", { dir: "ltr" });
    named(keys).forEach((key, index) => cell.append(index ? " + " : "", element("kbd", { text: key })));
    return element("tr", {}, element("th", { scope: "row", text: words }), cell);
  };
  const back = document.activeElement;
  ask(gettext("Keyboard shortcuts"), (close) => [
    element("div", { class: "key-lists" }, ...all.map(([title, rows]) => element("table", { class: "keys" }, element("caption", { text: title }), element("tbody", {}, ...rows.map(row))))),
    element("div", { class: "answers" }, button(gettext("Close"), () => close(null), "btn quiet")),
  ], "keyboard").then(() => back?.focus?.());
  return true;
}

const focus = {
  toggle(on = !document.body.classList.contains("focused")) {
    document.body.classList.toggle("focused", on);
    this.button?.setAttribute("aria-pressed", String(on));
    if (this.exit) this.exit.hidden = !on;
    return true;
  },
};

const isField = (target) => target.closest?.("input, textarea, select, [contenteditable=true]");

function listen(event) {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const keys = pressed(event);
  if (keys === "?") {
    if (!isField(event.target) && help()) event.preventDefault();
    return;
  }
  const found = all.flatMap(([, rows]) => rows).find(([wanted]) => wanted === keys);
  if (found?.[3]?.()) event.preventDefault();
}

// After whatever else has a use for the key; the editor takes it without one.
function leave(event) {
  if (event.key !== "Escape" || event.isComposing || document.querySelector("dialog[open]")) return;
  if ((event.defaultPrevented && !event.target.matches(".ProseMirror[role=textbox]")) || event.target.closest(".body-tools")) return;
  if (document.body.classList.contains("focused")) focus.toggle(false);
}

function start(editor) {
  all = groups(editor);
  for (const [keys, words, tool] of all.flatMap(([, rows]) => rows)) {
    const made = tool ? form.querySelector(`[data-tool="${tool}"]`) : null;
    made?.setAttribute("aria-keyshortcuts", keys);
    if (made) made.title = `${words} (${named(keys).join("+")})`;
  }
  focus.button = button(gettext("Focus"), () => focus.toggle());
  focus.button.setAttribute("aria-pressed", "false");
  focus.exit = button(gettext("Leave the focus"), () => focus.toggle(false), "btn quiet small leave-focus");
  focus.exit.hidden = true;
  focus.exit.setAttribute("aria-keyshortcuts", "Escape");
  form.append(focus.exit);
  form.querySelector(".body-foot")?.append(
    element("div", { class: "tools keyed" }, focus.button, button(gettext("Keyboard shortcuts"), help)),
  );
}

if (form) {
  const there = form.querySelector(".ProseMirror[role=textbox]")?.editor;
  if (there) start(there);
  else form.addEventListener("body-editor:ready", (event) => start(event.detail.editor));
  // Before the editor gets the key: its own bindings of these letters are fewer than ours.
  document.addEventListener("keydown", listen, true);
  document.addEventListener("keydown", leave);
}
