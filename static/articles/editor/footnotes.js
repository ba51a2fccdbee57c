// Footnotes: their words stand in the text where the number will. The markup is newsroom/core/footnotes.py's.

import {
  Bold, Document, Editor, History, Italic, Node, Paragraph, Subscript, Superscript, Text, getSchema, pm,
} from "django-prose-editor/editor";
import { ask, button, element, unique } from "newsroom-editor/dialogs";
import { link } from "newsroom-editor/linking";
import { Kept, marks } from "newsroom-editor/marks";
import { again, chooseAgain } from "newsroom-editor/nodes";

// A note is one paragraph: words, links, emphasis.
const small = (desk) => [
  Document.extend({ content: "paragraph" }), Paragraph, Text, History, Bold, Italic, Subscript, Superscript, link(desk),
  ...marks, Kept,
];

// What may stand in a note of what stands in an element, as markup. Nothing is made in this page's own document.
function reader(desk) {
  const schema = getSchema(small(desk));
  const parser = pm.model.DOMParser.fromSchema(schema), serialiser = pm.model.DOMSerializer.fromSchema(schema);
  return (dom) => {
    const inert = document.implementation.createHTMLDocument("");
    const made = inert.createElement("div");
    made.append(serialiser.serializeFragment(parser.parse(dom).firstChild.content, { document: inert }));
    return made.innerHTML;
  };
}

const parsed = (markup) => new DOMParser().parseFromString(markup, "text/html").body;

// Answers a note's markup, "" to take it away, or null.
const askForNote = (desk, current) =>
  ask(gettext("Footnote"), (close) => {
    const label = element("span", { class: "label", id: unique("note-label"), text: gettext("What the note says") });
    const refusal = element("p", { class: "errorlist", role: "alert" });
    const sheet = element("div", { class: "note-sheet" });
    const editor = new Editor({
      element: sheet,
      injectCSS: false,
      extensions: small(desk),
      content: current ? `<p>${current}</p>` : "",
      autofocus: "end",
      editorProps: {
        attributes: {
          role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id, spellcheck: "true", autofocus: "",
          lang: desk.language(), dir: desk.language() === "ar" ? "rtl" : "ltr",
        },
        handleKeyDown: (_view, event) => {
          if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return false;
          if (event.key === "Enter") save();
          else leave(null); // the editor would keep the key from the window
          return true;
        },
      },
    });
    const leave = (value) => {
      close(value);
      editor.destroy();
    };
    const read = reader(desk);
    const save = () => {
      if (editor.getText().trim()) return leave(read(parsed(editor.getHTML())));
      refusal.textContent = gettext("Write what the note says.");
      editor.commands.focus();
    };
    const tools = element("div", { class: "tools" }, button(gettext("Link"), () => editor.commands.addLink()));
    const actions = [button(gettext("Set the note"), save, "btn main")];
    if (current) actions.push(button(gettext("Remove the note"), () => leave(""), "btn quiet"));
    actions.push(button(gettext("Cancel"), () => leave(null), "btn quiet"));
    // The dialog takes the focus when it opens; the words are where it belongs.
    setTimeout(() => editor.commands.focus("end"));
    return [element("div", { class: "field" }, label, sheet, refusal), tools, element("div", { class: "answers" }, ...actions)];
  });

const allowed = ({ selection, schema }) => {
  const { $to } = selection;
  return $to.parent.inlineContent && Boolean($to.parent.contentMatchAt($to.index()).matchType(schema.nodes.footnote));
};

export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,
  addOptions: () => ({ desk: null }),
  addAttributes() {
    const read = reader(this.options.desk);
    return { words: { default: "", parseHTML: read, renderHTML: () => ({}) } };
  },
  parseHTML: () => [{ tag: "small[data-note]", priority: 60 }],
  renderHTML({ node }) {
    const dom = document.implementation.createHTMLDocument("").createElement("small");
    dom.setAttribute("data-note", "");
    dom.append(...parsed(node.attrs.words).childNodes);
    return dom;
  },
  addKeyboardShortcuts() {
    return chooseAgain(this.editor);
  },
  addCommands() {
    const { desk } = this.options;
    return {
      addFootnote: () => ({ editor, state, dispatch }) => {
        if (!allowed(state)) return false;
        if (!dispatch) return true;
        askForNote(desk, "").then((words) => {
          if (words) {
            editor.commands.command(({ tr }) => {
              const { $to } = tr.selection;
              const made = editor.schema.nodes.footnote.create({ words }, null, $to.marks());
              tr.insert($to.pos, made).setSelection(pm.state.TextSelection.create(tr.doc, $to.pos + 1)).scrollIntoView();
              return true;
            });
          }
          editor.commands.focus();
        });
        return true;
      },
    };
  },
  addNodeView() {
    const { desk } = this.options;
    return ({ node, editor, getPos }) => {
      let { words } = node.attrs;
      const change = again("", async () => {
        const said = await askForNote(desk, words);
        const pos = getPos();
        if (said) editor.commands.command(({ tr }) => Boolean(tr.setNodeAttribute(pos, "words", said)));
        if (said === "") editor.commands.deleteRange({ from: pos, to: pos + 1 });
        editor.chain().focus().setTextSelection(pos + (said === "" ? 0 : 1)).run();
      });
      change.className = "body-note";
      change.tabIndex = -1;
      change.disabled = !editor.isEditable;
      const dom = element("span", { contenteditable: "false" }, change);
      const show = () => {
        const text = parsed(words).textContent;
        change.title = text;
        change.setAttribute("aria-label", interpolate(gettext("Footnote: %s"), [text]));
      };
      show();
      return {
        dom,
        stopEvent: (event) => event.type === "click" || event.type === "mousedown",
        ignoreMutation: () => true,
        update: (next) => {
          if (next.type !== node.type) return false;
          ({ words } = next.attrs);
          show();
          return true;
        },
      };
    };
  },
});
