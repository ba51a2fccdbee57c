// Words and paragraphs in another language or the other direction than the text's.

import { Extension } from "django-prose-editor/editor";
import { askForLanguage } from "newsroom-editor/dialogs";

const RTL = new Set(["ar", "rtl"]);
const attributes = (code) => ({
  lang: /^(ltr|rtl)?$/.test(code) ? null : code,
  dir: code ? (RTL.has(code) ? "rtl" : "ltr") : null,
});

// The blocks of words that the selection takes whole; none where it is a part of one.
function whole({ selection, doc }) {
  const { from, to, empty, $from, $to } = selection;
  const inOne = $from.sameParent($to);
  if (inOne && !empty && (from > $from.start() || to < $from.end())) return [];
  const found = [];
  doc.nodesBetween(from, to, (node, pos) => {
    if (node.isTextblock && "dir" in node.attrs) found.push(pos);
  });
  return found;
}

const said = ({ lang, dir } = {}) => lang ?? dir ?? "";

export async function askForPassage(editor, desk) {
  const blocks = editor.state.selection.empty && editor.isActive("passage") ? [] : whole(editor.state);
  const current = blocks.length ? editor.state.doc.nodeAt(blocks[0]).attrs : editor.getAttributes("passage");
  const title = blocks.length ? gettext("Language of this paragraph") : gettext("Language of these words");
  const code = await askForLanguage(said(current), desk.languages, title);
  const chain = editor.chain().focus();
  if (code === null) return chain.run();
  const found = attributes(code);
  if (blocks.length) {
    return chain.command(({ tr }) => {
      for (const pos of blocks) {
        for (const [name, value] of Object.entries(found)) tr.setNodeAttribute(pos, name, value);
      }
      return true;
    }).run();
  }
  chain.extendMarkRange("passage");
  return (code ? chain.setMark("passage", found) : chain.unsetMark("passage")).run();
}

export const inPassage = (editor) =>
  editor.isActive("passage") || Boolean(said(editor.state.selection.$from.parent.attrs));

export const Passages = Extension.create({
  name: "passages",
  addOptions: () => ({ desk: null }),
  addCommands() {
    const { desk } = this.options;
    return {
      setPassage: () => ({ editor, dispatch }) => {
        if (dispatch) askForPassage(editor, desk);
        return true;
      },
    };
  },
});
