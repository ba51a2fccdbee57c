// Pictures' files that are dropped or pasted into a text: on their way they show how far they are; then they stay.

import { Extension, Plugin, pm } from "django-prose-editor/editor";
import { parse } from "newsroom-editor/clean";
import { button, element } from "newsroom-editor/dialogs";
import { askForWords } from "newsroom-pictures/describing";
import { Refused, send } from "newsroom-pictures/sending";

const { Decoration, DecorationSet } = pm.view;
const KEY = new pm.state.PluginKey("uploads");
const QUIET = 1500;
const LOOK = 250;

let number = 0;

// Between two blocks; before one that is empty, which stays to go on in.
function place(doc, pos) {
  const $pos = doc.resolve(Math.min(pos, doc.content.size));
  if (!$pos.depth) return $pos.pos;
  const block = $pos.node(1);
  return (block.isTextblock && !block.content.size) || $pos.pos === $pos.start(1) ? $pos.before(1) : $pos.after(1);
}

const found = (state, id) => KEY.getState(state).find(null, null, (spec) => spec.id === id)[0];

// One file on its way: what is shown of it, and what becomes of it.
class Upload {
  constructor(view, desk, file) {
    Object.assign(this, { view, desk, file, id: `upload-${++number}`, side: number });
    this.settled = new Promise((settle) => (this.settle = settle));
    this.bar = element("progress", { max: 100, value: 0, "aria-label": file.name });
    this.state = element("p", { class: "facts" });
    this.fault = element("p", { class: "errorlist", role: "alert" });
    this.tools = element("div", { class: "tools" });
    this.dom = element(
      "div", { class: "body-node body-upload", role: "group", "aria-label": gettext("Picture on its way"), contenteditable: "false" },
      element("p", { class: "kind" }, element("bdi", { text: file.name })), this.bar, this.state, this.fault, this.tools,
    );
  }

  // `before` is the one that was dropped with it and stands above.
  show(pos, before) {
    this.before = before?.settled;
    const widget = Decoration.widget(pos, this.dom, { id: this.id, key: this.id, side: this.side, stopEvent: () => true, ignoreSelection: true });
    this.view.dispatch(this.view.state.tr.setMeta(KEY, { add: widget }));
    return this.run();
  }

  async run() {
    this.abort = new AbortController();
    this.busy = true;
    this.fault.textContent = "";
    this.bar.hidden = false;
    this.progress(0);
    this.tools.replaceChildren(button(gettext("Cancel"), () => this.leave()));
    try {
      const { row, known } = await send(this.file, this.desk, { signal: this.abort.signal, progress: (part) => this.progress(part) });
      await this.before;
      this.busy = false;
      if (!this.abort.signal.aborted) this.stay(row, known);
    } catch (error) {
      this.busy = false;
      if (!this.abort.signal.aborted) this.refused(error);
    }
  }

  progress(part) {
    const percent = Math.round(part * 100);
    this.bar.value = percent;
    this.state.textContent = percent >= 100 ? gettext("Being looked at…") : percent ? part.toLocaleString(document.documentElement.lang, { style: "percent" }) : gettext("Waiting…");
  }

  refused(error) {
    this.settle();
    const isOurs = error instanceof Refused;
    this.bar.hidden = true;
    this.state.textContent = "";
    this.fault.textContent = isOurs ? error.message : gettext("The picture couldn’t be taken in. Try again.");
    const retry = !isOurs || error.again ? [button(gettext("Try again"), () => this.run())] : [];
    this.tools.replaceChildren(...retry, button(gettext("Remove"), () => this.leave()));
  }

  leave() {
    this.abort.abort();
    this.end(this.view.state.tr);
    this.view.focus();
  }

  end(tr) {
    this.settle();
    this.desk.uploads.delete(this);
    if (!this.view.isDestroyed) this.view.dispatch(tr.setMeta(KEY, { remove: this.id }));
  }

  // The picture takes the place of what was shown of it, wherever that has moved to.
  stay(row, known) {
    const { state } = this.view;
    const at = place(state.doc, found(state, this.id)?.from ?? state.selection.to);
    const { pictureUse, paragraph } = state.schema.nodes;
    const made = pictureUse.create({ ref: String(row.id), alt: row.alt, caption: row.caption });
    const isLast = at === state.doc.content.size;
    this.desk.image.remember(row);
    this.end(state.tr.insert(at, isLast ? [made, paragraph.create()] : made));
    if (known && row.alt && row.credit) {
      this.desk.tell(interpolate(gettext("The library has “%s” already; that picture is used."), [row.title]));
    } else {
      this.desk.ask(() => describe(this.view, this.desk, row, known));
    }
  }
}

// The use that is to be described: of several of one picture the first that nobody has said anything of.
function useOf(doc, row) {
  const uses = [];
  doc.descendants((node, pos) => {
    if (node.type.name === "pictureUse" && node.attrs.ref === String(row.id)) uses.push({ node, pos });
    return !node.isTextblock;
  });
  return uses.find(({ node }) => !node.attrs.alt) ?? uses.at(-1);
}

async function describe(view, desk, row, known) {
  const before = useOf(view.state.doc, row);
  if (!before) return;
  const coming = [...desk.uploads].filter((upload) => upload.busy).length;
  const said = await askForWords(row, desk, { words: before.node.attrs, known, left: desk.asking - 1 + coming });
  if (said) {
    desk.image.remember(said.row);
    const use = useOf(view.state.doc, row);
    if (use) {
      const { alt, caption } = said;
      view.dispatch(view.state.tr.setNodeMarkup(use.pos, null, { ...use.node.attrs, alt, caption }));
    }
  }
  view.focus();
}

// Nobody who is writing is interrupted: the questions wait for a pause, and for each other.
function questions(view) {
  let last = 0;
  view.dom.addEventListener("keydown", () => {
    last = Date.now();
  });
  const pause = async () => {
    while (Date.now() - last < QUIET || document.querySelector("dialog[open]")) {
      await new Promise((go) => setTimeout(go, LOOK));
    }
  };
  return pause;
}

const onlyPicture = (html) => {
  if (!html) return true;
  const body = parse(html);
  return Boolean(body.querySelector("img")) && !body.textContent.trim();
};

function named(file) {
  return /^image\.\w+$/.test(file.name) ? new File([file], `${gettext("Pasted picture")}.${file.type.split("/")[1]}`, { type: file.type }) : file;
}

function guard(form, desk, signal) {
  // Capturing: before whatever else thinks that the form is on its way.
  form?.addEventListener("submit", (event) => {
    if (![...desk.uploads].some((upload) => upload.busy)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    desk.tell(gettext("Nothing is saved yet: a picture is still on its way. Wait until it is here, or cancel it."));
  }, { capture: true, signal });
  addEventListener("beforeunload", (event) => desk.uploads.size && event.preventDefault(), { signal });
}

export const Uploads = Extension.create({
  name: "uploads",
  addOptions: () => ({ desk: null }),
  addCommands() {
    const { desk } = this.options;
    return {
      uploadPictures: (files, pos = null) => ({ editor }) => {
        const at = place(editor.state.doc, pos ?? editor.state.selection.to);
        const uploads = [...files].map((file) => new Upload(editor.view, desk, file));
        // After the command: showing each is a transaction of its own.
        queueMicrotask(() => {
          uploads.forEach((upload, index) => {
            desk.uploads.add(upload);
            upload.show(at, uploads[index - 1]);
          });
        });
        return true;
      },
    };
  },
  addProseMirrorPlugins() {
    const { desk } = this.options;
    const { editor } = this;
    const take = (event, files, pos) => {
      if (!files.length || !editor.isEditable) return false;
      event.preventDefault();
      return editor.commands.uploadPictures(files, pos);
    };
    const paste = (view, event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      return onlyPicture(event.clipboardData?.getData("text/html") ?? "") && take(event, files.map(named), null);
    };
    const drop = (view, event) => {
      const pos = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? null;
      return !view.dragging && take(event, [...(event.dataTransfer?.files ?? [])], pos);
    };
    return [
      new Plugin({
        key: KEY,
        state: {
          init: () => DecorationSet.empty,
          apply(tr, old) {
            const set = old.map(tr.mapping, tr.doc);
            const { add, remove } = tr.getMeta(KEY) ?? {};
            if (add) return set.add(tr.doc, [add]);
            return remove ? set.remove(set.find(null, null, (spec) => spec.id === remove)) : set;
          },
        },
        props: { decorations: (state) => KEY.getState(state), handleDOMEvents: { paste, drop } },
        view(view) {
          const over = new AbortController();
          const pause = questions(view);
          let line = Promise.resolve();
          desk.uploads = new Set();
          desk.asking = 0;
          desk.ask = (question) => {
            desk.asking += 1;
            line = line.then(pause).then(question).finally(() => (desk.asking -= 1));
          };
          guard(desk.form, desk, over.signal);
          return { destroy: () => over.abort() };
        },
      }),
    ];
  },
});

// A file that misses its place must not take the page away.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "none";
  });
}
