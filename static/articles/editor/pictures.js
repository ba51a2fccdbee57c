// A picture of the library in a text, with the words of this use of it. Its markup is newsroom/core/html.py's.

import { button, element, unique } from "newsroom-editor/dialogs";
import { again, behind, block, chooseAgain, frame, insert, number, words } from "newsroom-editor/nodes";
import { pick } from "newsroom-editor/picker";
import { askForFocus } from "newsroom-pictures/describing";

// `send`, where files may be uploaded here, gets them.
export const pickImage = (desk, send = null) =>
  pick({
    url: desk.images,
    title: gettext("Choose a picture"),
    label: gettext("Words of its name, caption or credit"),
    parameters: [["language", desk.language()]],
    more: (close) => send ? [button(gettext("Upload pictures…"), () => chooseFiles((files) => {
      close(null);
      send(files);
    }), "btn quiet")] : [],
  });

const KINDS = "image/jpeg,image/png,image/webp,image/avif,image/gif";

function chooseFiles(send) {
  const input = element("input", { type: "file", accept: KINDS, multiple: true });
  input.addEventListener("change", () => send([...input.files]));
  input.click();
}

function textField(label, input, onchange) {
  input.id = unique("picture-words");
  input.addEventListener("input", () => onchange(input.value.replace(/\s+/g, " ")));
  return element("div", { class: "field" }, element("label", { for: input.id, text: label }), input);
}

async function refocus(desk, id, part) {
  try {
    const row = await askForFocus(id, desk);
    if (row) desk.image.remember(row);
  } catch (error) {
    desk.tell(error.message);
  }
  part.dom.querySelector(".tools button:nth-child(2)")?.focus();
}

export const PictureUse = block("pictureUse", {
  addAttributes: () => ({ ref: number("data-image"), alt: words("alt"), caption: words("caption") }),
  parseHTML: () => [{ tag: "figure[data-image]", priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes],
  addKeyboardShortcuts() {
    return chooseAgain(this.editor);
  },
  addCommands() {
    const { desk } = this.options;
    return {
      choosePicture: () => ({ editor }) => {
        pickImage(desk, (files) => editor.commands.uploadPictures(files)).then((row) => {
          if (!row) return editor.commands.focus();
          desk.image.remember(row);
          const attrs = { ref: String(row.id), alt: row.alt, caption: row.caption };
          let put;
          insert(editor, { type: this.name, attrs }, (doc, at, made) => {
            put = at;
            return behind(doc, at, made);
          });
          editor.view.nodeDOM(put)?.querySelector("input")?.focus();
        });
        return true;
      },
    };
  },
  addNodeView() {
    const { desk } = this.options;
    return (context) => {
      let { ref } = context.node.attrs;
      const image = element("img", { alt: "", width: 160, height: 120, loading: "lazy", decoding: "async" });
      const facts = element("p", { class: "facts" });
      const alt = element("input", { type: "text", maxlength: 300, dir: "auto", placeholder: gettext("What it shows, for those who don’t see it") });
      const caption = element("textarea", { rows: 2, maxlength: 500, dir: "auto", placeholder: gettext("What readers are told below it") });
      const change = again(gettext("Choose another"), async () => {
        const row = await pickImage(desk);
        if (!row) return;
        desk.image.remember(row);
        part.set({ ref: String(row.id), alt: row.alt || alt.value, caption: row.caption || caption.value });
      });
      const view = button(gettext("What must stay in view"), () => refocus(desk, ref, part));
      const part = frame(
        gettext("Picture"), context,
        image,
        element(
          "div", { class: "fields" },
          textField(gettext("Alternative text"), alt, (value) => part.set({ alt: value })),
          textField(gettext("Caption"), caption, (value) => part.set({ caption: value })),
          facts,
          element("div", { class: "tools" }, change, view, button(gettext("Remove"), () => part.remove())),
        ),
      );
      part.dom.classList.add("body-picture");
      const write = ({ attrs }) => {
        if (attrs.alt !== alt.value.replace(/\s+/g, " ")) alt.value = attrs.alt;
        if (attrs.caption !== caption.value.replace(/\s+/g, " ")) caption.value = attrs.caption;
      };
      const show = async () => {
        const asked = ref;
        const row = await desk.image.get(asked);
        if (asked !== ref) return;
        image.hidden = !row;
        if (row) image.src = row.thumb;
        facts.replaceChildren(element("bdi", {
          text: row ? [row.title, row.said].filter(Boolean).join(" · ") : gettext("This picture was deleted. Choose another one."),
        }));
        part.dom.dataset.state = row ? row.state : "gone";
      };
      write(context.node);
      show();
      for (const input of [alt, caption]) input.disabled = !context.editor.isEditable;
      part.view.destroy = desk.image.watch((id) => id === ref && show());
      part.view.update = (next) => {
        if (next.type !== context.node.type) return false;
        write(next);
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
