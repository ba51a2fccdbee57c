// Tables: plain cells without tables in them, and a caption that is written above.

import { Table, TableCell, TableHeader, TableRow } from "django-prose-editor/editor";
import { element, unique } from "newsroom-editor/dialogs";
import { inside, place } from "newsroom-editor/nodes";

const CELL = "(paragraph | bulletList | orderedList)+";
const LONGEST = 300;

const cells = (type, number) => Array.from({ length: number }, () => ({ type, content: [{ type: "paragraph" }] }));
const row = (type) => ({ type: "tableRow", content: cells(type, 3) });
const plain = (words) => words.replace(/\s+/g, " ").trim();

const OwnTable = Table.extend({
  group: "top",
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: "",
        parseHTML: (dom) => plain(dom.querySelector(":scope > caption")?.textContent ?? ""),
        renderHTML: () => ({}),
      },
    };
  },
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  renderHTML({ node, HTMLAttributes }) {
    const rows = ["tbody", 0];
    const caption = plain(node.attrs.caption);
    return caption ? ["table", HTMLAttributes, ["caption", caption], rows] : ["table", HTMLAttributes, rows];
  },
  addNodeView() {
    return ({ node, editor, getPos }) => {
      const input = element("input", {
        type: "text", id: unique("caption"), maxlength: LONGEST, dir: "auto", placeholder: gettext("What it shows"),
        disabled: !editor.isEditable,
      });
      const field = element(
        "div", { class: "field", contenteditable: "false" }, element("label", { for: input.id, text: gettext("Caption of the table") }), input,
      );
      const contentDOM = element("tbody");
      const dom = element("div", { class: "body-table" }, field, element("div", { class: "rows" }, element("table", {}, contentDOM)));
      const write = ({ attrs }) => {
        if (plain(attrs.caption) !== plain(input.value)) input.value = attrs.caption;
      };
      input.addEventListener("input", () =>
        editor.commands.command(({ tr }) => {
          tr.setNodeAttribute(getPos(), "caption", input.value);
          return true;
        }),
      );
      input.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault();
        editor.chain().setTextSelection(getPos() + 4).focus().run();
      });
      write(node);
      return {
        dom,
        contentDOM,
        stopEvent: (event) => field.contains(event.target),
        ignoreMutation: (mutation) => mutation.type !== "selection" && !contentDOM.contains(mutation.target),
        update(next) {
          if (next.type !== node.type) return false;
          write(next);
          return true;
        },
      };
    };
  },
  addCommands() {
    return {
      ...this.parent(),
      insertOwnTable: () => ({ tr, dispatch }) =>
        !dispatch || place(tr, { type: "table", content: [row("tableHeader"), row("tableCell"), row("tableCell")] }, inside),
    };
  },
});

export const table = [
  OwnTable, TableRow, TableHeader.extend({ content: CELL }), TableCell.extend({ content: CELL }),
];
