// A film, a post or a document of elsewhere: a titled link with a picture of ours. Nothing is loaded from there.

import { address, ask, button, element, field, form, unique } from "newsroom-editor/dialogs";
import { again, behind, block, chooseAgain, frame, insert, words } from "newsroom-editor/nodes";
import { pickImage } from "newsroom-editor/pictures";

const host = (url) => {
  try {
    return new URL(url).hostname.replace(/^www\./, "");
  } catch {
    return url;
  }
};

const web = (typed) => {
  const found = address(typed);
  return /^https?:/i.test(found) ? found : "";
};

// Answers { link, title }, or null.
const askForCard = (current) =>
  ask(gettext("Link card"), (close) => {
    const refusal = element("p", { class: "errorlist", role: "alert", id: unique("refusal") });
    const link = element("input", {
      type: "text", inputmode: "url", dir: "ltr", value: current.link, autocomplete: "off", spellcheck: "false",
      "aria-describedby": refusal.id,
    });
    const title = element("input", { type: "text", dir: "auto", maxlength: 200, value: current.title, autocomplete: "off" });
    const refuse = (input, said) => {
      refusal.textContent = said;
      input.setAttribute("aria-invalid", "true");
      input.focus();
    };
    const save = () => {
      for (const input of [link, title]) input.removeAttribute("aria-invalid");
      if (!web(link.value)) return refuse(link, gettext("Enter a web address, for example https://example.ma."));
      if (!title.value.trim()) return refuse(title, gettext("Write a title: readers see it before they go there."));
      close({ link: web(link.value), title: title.value.replace(/\s+/g, " ").trim() });
    };
    return [
      form(
        save,
        field(gettext("Address"), link),
        field(gettext("Title"), title),
        refusal,
        element(
          "div", { class: "answers" },
          element("button", { class: "btn main", text: gettext("Set the link card") }),
          button(gettext("Cancel"), () => close(null), "btn quiet"),
        ),
      ),
    ];
  });

const image = {
  default: null,
  parseHTML: (dom) => dom.getAttribute("data-image"),
  renderHTML: ({ image }) => (image ? { "data-image": image } : {}),
};

export const Card = block("card", {
  addAttributes: () => ({ link: words("link"), title: words("title"), image }),
  parseHTML: () => [{ tag: "section[data-link]" }],
  renderHTML: ({ HTMLAttributes }) => ["section", HTMLAttributes],
  addKeyboardShortcuts() {
    return chooseAgain(this.editor);
  },
  addCommands() {
    return {
      addCard: () => ({ editor }) => {
        askForCard({ link: "", title: "" }).then((attrs) => {
          if (attrs) insert(editor, { type: this.name, attrs }, behind);
          editor.commands.focus();
        });
        return true;
      },
    };
  },
  addNodeView() {
    const { desk } = this.options;
    return (context) => {
      let { attrs } = context.node;
      const shown = element("img", { alt: "", width: 160, height: 120, hidden: true });
      const title = element("bdi", { class: "title" });
      const facts = element("span", { class: "facts" });
      const change = again(gettext("Change"), async () => {
        const said = await askForCard(attrs);
        if (said) part.set(said);
        change.focus();
      });
      const choose = button(gettext("Choose a picture"), async () => {
        const row = await pickImage(desk);
        if (row) {
          desk.image.remember(row);
          part.set({ image: String(row.id) });
        }
        choose.focus();
      });
      const bare = button(gettext("Without a picture"), () => {
        part.set({ image: null });
        choose.focus();
      });
      const part = frame(
        gettext("Link card"), context,
        shown,
        element(
          "div", { class: "fields" },
          element("p", { class: "kind", text: gettext("Link card") }),
          element("p", { class: "about" }, title, facts),
          element("div", { class: "tools" }, change, choose, bare, button(gettext("Remove"), () => part.remove())),
        ),
      );
      part.dom.classList.add("body-picture", "body-card");
      const show = async () => {
        title.textContent = attrs.title || gettext("Without a title");
        facts.replaceChildren(element("bdi", { text: host(attrs.link), dir: "ltr" }));
        bare.hidden = !attrs.image;
        const asked = attrs.image;
        const row = asked ? await desk.image.get(asked) : null;
        if (asked !== attrs.image) return;
        shown.hidden = !row;
        if (row) shown.src = row.thumb;
        if (asked && !row) facts.append(" · ", row === null ? gettext("This picture was deleted. Choose another one.") : "");
        part.dom.dataset.state = asked && row === null ? "gone" : row?.state ?? "";
      };
      show();
      part.view.update = (next) => {
        if (next.type !== context.node.type) return false;
        ({ attrs } = next);
        show();
        return true;
      };
      return part.view;
    };
  },
});
