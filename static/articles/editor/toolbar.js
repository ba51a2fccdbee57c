// The row of buttons above a text. One stop for Tab, arrows within; Alt+F10 leads there from the text.

import { element } from "newsroom-editor/dialogs";
import { inPassage } from "newsroom-editor/passages";

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  heading2: "M3 4v12M10 4v12M3 10h7M13 9.5c0-3 4-3 4 0 0 2.5-4 3.5-4 6.5h4.5",
  heading3: "M3 4v12M10 4v12M3 10h7M13 8h4l-2.5 3.500c3.5 0 3.5 4.5 0 4.5-1 0-1.800-.4-2.200-1",
  bold: "M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3 3 0 0 1 0 6H6z",
  italic: "M9 4h6M5 16h6M12 4 8 16",
  link: "M8.5 11.500a3 3 0 0 0 4.200 0l3-3a3 3 0 0 0-4.200-4.200l-1 1M11.5 8.500a3 3 0 0 0-4.200 0l-3 3a3 3 0 0 0 4.200 4.200l1-1",
  language: "M3 5h8M7 3v2M9 5c0 4-3 7-6 8M5 8c1 3 3 4 5 5M10 17l3.5-8 3.5 8M11.300 14h4.400",
  bullets: "M8 5h9M8 10h9M8 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01",
  numbers: "M8 5h9M8 10h9M8 15h9M3 4l1-1v4M3 10c0-1.5 2-1.5 2 0l-2 2.500h2M3 15h1.500l-.8 1c1.300 0 1.300 1.5 0 1.500H3",
  quote: "M4 4v12M8 6h9M8 10h9M8 14h6",
  pull: "M8 6c-3 1-4 3-4 5.500V14h4v-4H5.500M16 6c-3 1-4 3-4 5.500V14h4v-4h-2.5",
  also: "M4 4h9v12H4zM6.5 7.500h4M6.5 10.500h4M16 8l2 2-2 2M13 10h5",
  note: "M4 6h5M4 10h5M4 14h9M13 4l2-1v6",
  card: "M3 5h14v10H3zM3 5v10M8 5v10M10.500 8.500h4.500M10.500 11.500h3",
  picture: "M3 4h14v12H3zM3 13l4-4 4 4 2-2 4 4M13 8h.01",
  table: "M3 4h14v12H3zM3 8.500h14M3 12h14M9 4v12",
  undo: "M7 4 3 8l4 4M3 8h8a5 5 0 0 1 0 9H8",
  redo: "m13 4 4 4-4 4M17 8H9a5 5 0 0 0 0 9h3",
};

function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true" })) {
    svg.setAttribute(name, value);
  }
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

const run = (name, ...options) => (editor) => editor.chain().focus()[name](...options).run();
const can = (name, ...options) => (editor) => editor.can()[name](...options);

// Name, words, what it does; when it is pressed, when it can be used.
const groups = () => [
  [
    ["heading2", gettext("Heading"), run("toggleHeading", { level: 2 }), (e) => e.isActive("heading", { level: 2 }), can("toggleHeading", { level: 2 })],
    ["heading3", gettext("Smaller heading"), run("toggleHeading", { level: 3 }), (e) => e.isActive("heading", { level: 3 }), can("toggleHeading", { level: 3 })],
  ],
  [
    ["bold", gettext("Strong"), run("toggleBold"), (e) => e.isActive("bold"), can("toggleBold")],
    ["italic", gettext("Emphasis"), run("toggleItalic"), (e) => e.isActive("italic"), can("toggleItalic")],
    ["link", gettext("Link"), (e) => e.commands.addLink(), (e) => e.isActive("link"), (e) => !e.state.selection.empty || e.isActive("link")],
    ["language", gettext("Language and direction"), (e) => e.commands.setPassage(), inPassage],
    ["note", gettext("Footnote"), (e) => e.commands.addFootnote(), (e) => e.isActive("footnote"), can("addFootnote")],
  ],
  [
    ["bullets", gettext("List"), run("toggleBulletList"), (e) => e.isActive("bulletList"), can("toggleBulletList")],
    ["numbers", gettext("Numbered list"), run("toggleOrderedList"), (e) => e.isActive("orderedList"), can("toggleOrderedList")],
    ["quote", gettext("Quotation"), run("toggleBlockquote"), (e) => e.isActive("blockquote"), can("toggleBlockquote")],
  ],
  [
    ["also", gettext("Also read"), (e) => e.commands.chooseArticle(), (e) => e.isActive("relatedArticle")],
    ["picture", gettext("Picture"), (e) => e.commands.choosePicture(), (e) => e.isActive("pictureUse")],
    ["pull", gettext("Pull quote"), run("togglePullQuote"), (e) => e.isActive("pullQuote")],
    ["card", gettext("Link card"), (e) => e.commands.addCard(), (e) => e.isActive("card")],
    ["table", gettext("Table"), run("insertOwnTable"), (e) => e.isActive("table"), (e) => !e.isActive("table")],
  ],
  [
    ["undo", gettext("Undo"), run("undo"), null, can("undo")],
    ["redo", gettext("Redo"), run("redo"), null, can("redo")],
  ],
];

const tableWords = () => [
  [gettext("Row below"), "addRowAfter"],
  [gettext("Column after"), "addColumnAfter"],
  [gettext("Header row"), "toggleHeaderRow"],
  [gettext("Header column"), "toggleHeaderColumn"],
  [gettext("Delete row"), "deleteRow"],
  [gettext("Delete column"), "deleteColumn"],
  [gettext("Delete table"), "deleteTable"],
];

function tool(editor, [name, label, act, isOn, isPossible = () => true]) {
  const made = element("button", { type: "button", class: "tool", title: label, "aria-label": label, tabindex: -1, "data-tool": name }, icon(ICONS[name]));
  made.addEventListener("click", () => made.getAttribute("aria-disabled") !== "true" && act(editor));
  const refresh = () => {
    if (isOn) made.setAttribute("aria-pressed", String(Boolean(isOn(editor))));
    made.setAttribute("aria-disabled", String(!isPossible(editor)));
  };
  return { made, refresh };
}

function word(editor, [label, command]) {
  const made = element("button", { type: "button", class: "tool", text: label, tabindex: -1, "data-tool": command });
  made.addEventListener("click", () => editor.chain().focus()[command]().run());
  return made;
}

// Only visible buttons take part; in Arabic the arrows go the other way, as the row does.
function walk(bar) {
  const stops = () => [...bar.querySelectorAll("button")].filter((stop) => !stop.closest("[hidden]"));
  const move = (stop) => {
    for (const other of bar.querySelectorAll("button")) other.tabIndex = other === stop ? 0 : -1;
    return stop;
  };
  bar.addEventListener("focusin", (event) => event.target.matches("button") && move(event.target));
  bar.addEventListener("keydown", (event) => {
    const all = stops(), at = all.indexOf(event.target);
    const forward = getComputedStyle(bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const next = { Home: 0, End: all.length - 1 }[event.key]
      ?? (/^Arrow(Left|Right)$/.test(event.key) ? (at + (event.key === forward ? 1 : -1) + all.length) % all.length : null);
    if (next === null || at < 0) return;
    event.preventDefault();
    move(all[next]).focus();
  });
  return { move, stops };
}

export function toolbar(editor) {
  const bar = element("div", { class: "body-tools", role: "toolbar", "aria-label": gettext("Formatting") });
  const tools = groups().map((group) => group.map((each) => tool(editor, each)));
  for (const group of tools) bar.append(element("div", { class: "tools" }, ...group.map(({ made }) => made)));
  const table = element("div", { class: "tools words", role: "group", "aria-label": gettext("Table") });
  table.append(...tableWords().map((each) => word(editor, each)));
  bar.append(table);
  const { move, stops } = walk(bar);
  // What is pressed with the mouse leaves the cursor where it is.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  const refresh = () => {
    for (const { refresh: one } of tools.flat()) one();
    table.hidden = !editor.isActive("table");
    if (!stops().some((stop) => stop.tabIndex === 0)) move(stops()[0]);
  };
  editor.on("transaction", refresh);
  refresh();
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "F10") {
      event.preventDefault();
      stops().find((stop) => stop.tabIndex === 0)?.focus();
    }
  });
  bar.addEventListener("keydown", (event) => event.key === "Escape" && editor.commands.focus());
  return bar;
}
