// Blocks of our own: another article, a pull quote, and what other blocks are made with. Their markup is newsroom/core/html.py's.

import { Node, pm } from "django-prose-editor/editor";
import { button, element, unique } from "newsroom-editor/dialogs";
import { pick } from "newsroom-editor/picker";

const { NodeSelection, TextSelection } = pm.state;

export const pickArticle = (desk, wanted) =>
  pick({
    url: desk.articles,
    title: gettext("Choose an article"),
    label: gettext("Words of the headline, or its address"),
    parameters: [["language", desk.language()], ...(desk.own ? [["besides", desk.own]] : [])],
    wanted,
  });

// Puts a block below the one that holds the cursor, or in place of an empty one, with a paragraph to go on in.
export function place(tr, content, select) {
  const { $from } = tr.selection;
  const { schema } = tr.doc.type;
  const block = $from.depth ? $from.node(1) : $from.nodeAfter;
  const from = $from.depth ? $from.before(1) : $from.pos;
  const end = from + (block?.nodeSize ?? 0);
  const empty = block?.type.name === "paragraph" && !block.content.size;
  const at = empty ? from : end;
  const made = schema.nodeFromJSON(content);
  const parts = tr.doc.nodeAt(end)?.isTextblock ? [made] : [made, schema.nodes.paragraph.create()];
  tr.replaceWith(at, end, parts);
  tr.setSelection(select(tr.doc, at, made)).scrollIntoView();
  return true;
}

export const insert = (editor, content, select) => editor.commands.command(({ tr }) => place(tr, content, select));

export const behind = (doc, at, made) => TextSelection.near(doc.resolve(at + made.nodeSize));
export const inside = (doc, at) => TextSelection.near(doc.resolve(at + 1));

function goBehind(tr, from) {
  const made = tr.doc.nodeAt(from);
  const follows = tr.doc.nodeAt(from + made.nodeSize)?.isTextblock;
  tr.setSelection(follows ? behind(tr.doc, from, made) : NodeSelection.create(tr.doc, from));
  return true;
}

// A block that the cursor jumps over: its parts are fields and buttons, reached with Tab.
export const block = (name, spec) =>
  Node.create({
    name,
    group: "top",
    atom: true,
    selectable: true,
    addOptions: () => ({ desk: null }),
    ...spec,
  });

export function frame(label, { editor, getPos }, ...children) {
  const dom = element("div", { class: "body-node", role: "group", "aria-label": label, contenteditable: "false" }, ...children);
  const select = () => editor.chain().setNodeSelection(getPos()).focus().run();
  // Whoever writes in a field and then takes a tool means the text that follows.
  dom.addEventListener("focusin", (event) => {
    if (event.target.matches("input, textarea")) editor.commands.command(({ tr }) => goBehind(tr, getPos()));
  });
  dom.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      select();
    } else if (event.key === "Enter" && event.target.matches("input, textarea")) {
      event.preventDefault();
    }
  });
  return {
    dom,
    remove: () => {
      const from = getPos();
      editor.chain().deleteRange({ from, to: from + editor.state.doc.nodeAt(from).nodeSize }).focus().run();
    },
    set: (attributes) =>
      editor.commands.command(({ tr }) => {
        for (const [key, value] of Object.entries(attributes)) tr.setNodeAttribute(getPos(), key, value);
        return true;
      }),
    view: {
      dom,
      selectNode: () => dom.classList.add("selected"),
      deselectNode: () => dom.classList.remove("selected"),
      // Typing, clicking and dragging in the fields is theirs, not the text's.
      stopEvent: (event) => event.target !== dom && Boolean(event.target.closest?.("input, textarea, button, label")),
      ignoreMutation: () => true,
    },
  };
}

export const number = (attribute) => ({
  default: null,
  parseHTML: (dom) => dom.getAttribute(attribute),
  renderHTML: (attributes) => ({ [attribute]: attributes.ref }),
});

export const words = (name) => ({
  default: "",
  parseHTML: (dom) => dom.getAttribute(`data-${name}`) ?? "",
  renderHTML: (attributes) => ({ [`data-${name}`]: attributes[name] }),
});

const unknown = (row) =>
  row === null ? gettext("Readers don’t see it: it isn’t public, or was deleted.") : gettext("Its title can’t be shown at the moment.");

export const chooseAgain = (editor) => ({
  Enter: () => {
    const { selection } = editor.state;
    if (!(selection instanceof NodeSelection)) return false;
    const found = editor.view.nodeDOM(selection.from)?.querySelector?.("[data-again]");
    found?.click();
    return Boolean(found);
  },
});

export const again = (text, onclick) => {
  const made = button(text, onclick);
  made.dataset.again = "";
  return made;
};

export const RelatedArticle = block("relatedArticle", {
  addAttributes: () => ({ ref: number("data-article") }),
  parseHTML: () => [{ tag: "aside[data-article]" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", HTMLAttributes],
  addKeyboardShortcuts() {
    return chooseAgain(this.editor);
  },
  addCommands() {
    const { desk } = this.options;
    return {
      chooseArticle: () => ({ editor }) => {
        pickArticle(desk).then((row) => {
          if (!row) return editor.commands.focus();
          desk.article.remember(row);
          insert(editor, { type: this.name, attrs: { ref: String(row.id) } }, behind);
          editor.commands.focus();
        });
        return true;
      },
    };
  },
  addNodeView() {
    const { desk } = this.options;
    return (context) => {
      let { ref } = context.node.attrs;
      const title = element("bdi", { class: "title" });
      const facts = element("span", { class: "facts" });
      const change = again(gettext("Choose another"), async () => {
        const row = await pickArticle(desk);
        if (!row) return;
        desk.article.remember(row);
        part.set({ ref: String(row.id) });
      });
      const tools = element("div", { class: "tools" }, change, button(gettext("Remove"), () => part.remove()));
      const part = frame(
        gettext("Also read"), context,
        element("p", { class: "kind", text: gettext("Also read") }), element("p", { class: "about" }, title, facts), tools,
      );
      part.dom.classList.add("body-also");
      const show = async () => {
        const asked = ref;
        const row = await desk.article.get(asked);
        if (asked !== ref) return;
        title.textContent = row ? row.title : interpolate(gettext("Article no. %s"), [ref]);
        title.lang = row?.language ?? "";
        facts.textContent = row ? [row.section, row.said].filter(Boolean).join(" · ") : unknown(row);
        part.dom.dataset.state = row ? row.state : "gone";
      };
      show();
      part.view.update = (next) => {
        if (next.type !== context.node.type) return false;
        if (next.attrs.ref !== ref) {
          ref = next.attrs.ref;
          show();
        }
        return true;
      };
      return part.view;
    };
  },
});

const quoteAround = ({ $from }) => {
  for (let depth = $from.depth; depth; depth--) {
    if ($from.node(depth).type.name === "pullQuote") return { depth, node: $from.node(depth), from: $from.before(depth) };
  }
  return null;
};

// The paragraph with the cursor becomes the quote; elsewhere an empty one is put below.
function wrap(tr) {
  const { $from } = tr.selection;
  const { schema } = tr.doc.type;
  const own = $from.depth === 1 && $from.parent.type.name === "paragraph" && $from.parent.content.size;
  const paragraph = own ? $from.parent.toJSON() : { type: "paragraph" };
  const quote = { type: "pullQuote", content: [{ type: "quoteText", content: [paragraph] }, { type: "quoteSource" }] };
  if (!own) return place(tr, quote, inside);
  tr.replaceWith($from.before(1), $from.after(1), schema.nodeFromJSON(quote));
  tr.setSelection(TextSelection.near(tr.doc.resolve($from.pos + 2)));
  return true;
}

function unwrap(tr, { node, from }) {
  const source = node.child(1).content;
  const parts = [...node.child(0).content.content];
  if (source.size) parts.push(tr.doc.type.schema.nodes.paragraph.create(null, source));
  tr.replaceWith(from, from + node.nodeSize, parts);
  tr.setSelection(TextSelection.near(tr.doc.resolve(from + 1)));
  return true;
}

export const PullQuote = Node.create({
  name: "pullQuote",
  group: "top",
  content: "quoteText quoteSource",
  defining: true,
  isolating: true,
  allowGapCursor: false, // its two parts are all there is to stand in
  parseHTML: () => [{ tag: "figure", getAttrs: (dom) => (dom.querySelector(":scope > blockquote") ? null : false) }],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes, 0],
  addCommands() {
    return {
      togglePullQuote: () => ({ tr, dispatch }) => {
        if (!dispatch) return true;
        const around = quoteAround(tr.selection);
        return around ? unwrap(tr, around) : wrap(tr);
      },
    };
  },
  addKeyboardShortcuts() {
    return {
      // In an empty quote, Backspace takes it away; after the name, Enter goes on below.
      Backspace: ({ editor }) => {
        const around = quoteAround(editor.state.selection);
        const start = around && editor.state.selection.empty && editor.state.selection.from <= around.from + 3;
        return Boolean(start) && editor.commands.togglePullQuote();
      },
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection;
        const around = quoteAround(editor.state.selection);
        if (!around) return false;
        const end = around.from + around.node.nodeSize;
        if ($from.parent.type.name === "quoteSource") {
          return editor.chain().insertContentAt(end, { type: "paragraph" }).setTextSelection(end + 1).run();
        }
        const isLast = $from.index(around.depth + 1) === around.node.child(0).childCount - 1;
        if (!$from.parent.content.size && isLast && around.node.child(0).childCount > 1) {
          return editor.chain().deleteRange({ from: $from.before(), to: $from.after() }).command(({ tr }) => {
            tr.setSelection(TextSelection.near(tr.doc.resolve(tr.selection.$from.end(around.depth) - 1), -1));
            return true;
          }).run();
        }
        return false;
      },
    };
  },
});

const part = (name, tag, content, label) =>
  Node.create({
    name,
    content,
    isolating: true,
    parseHTML: () => [{ tag, context: "pullQuote/", priority: 70 }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
    addNodeView() {
      return ({ HTMLAttributes }) => {
        const dom = element(tag, { ...HTMLAttributes, "data-label": label() });
        return { dom, contentDOM: dom };
      };
    },
  });

export const QuoteText = part("quoteText", "blockquote", "paragraph+", () => gettext("Quote"));
export const QuoteSource = part("quoteSource", "figcaption", "inline*", () => gettext("Who says it"));
