// Headings in their order: a smaller one stands below a heading. What doesn't is marked, told below the text, and put
// right with one button. articles/body/outline.py says the same without scripts.

import { Extension, Plugin, pm } from "django-prose-editor/editor";
import { button, element } from "newsroom-editor/dialogs";

const { Decoration, DecorationSet } = pm.view;

export function misplaced(doc) {
  const found = [];
  let hasHeading = false;
  doc.descendants((node, pos) => {
    if (node.type.name !== "heading") return !node.isTextblock;
    if (node.attrs.level === 2 && node.textContent.trim()) hasHeading = true;
    else if (node.attrs.level > 2 && !hasHeading) found.push({ node, pos });
    return false;
  });
  return found;
}

export const HeadingOrder = Extension.create({
  name: "headingOrder",
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        decorations: ({ doc }) =>
          DecorationSet.create(
            doc,
            misplaced(doc).map(({ node, pos }) => Decoration.node(pos, pos + node.nodeSize, { class: "misplaced" })),
          ),
      },
    }),
  ],
});

export function headingHint(editor) {
  const words = element("span");
  const put = button(gettext("Make it a heading"), () => {
    const [first] = misplaced(editor.state.doc);
    if (first) editor.chain().setTextSelection(first.pos + 1).setNode("heading", { level: 2 }).focus().run();
  });
  const hint = element("div", { class: "body-hint" }, element("p", { role: "status" }, words), put);
  const show = () => {
    const [first] = misplaced(editor.state.doc);
    const said = first
      ? interpolate(gettext("“%s” is a smaller heading, and no heading stands above it."), [first.node.textContent])
      : "";
    if (words.textContent !== said) words.textContent = said;
    put.hidden = !first;
    hint.hidden = !first;
  };
  editor.on("update", show);
  show();
  return hint;
}
