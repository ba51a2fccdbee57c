// What becomes of text that is pasted or dropped in: our own as it is, that of others cleaned, and what is left out is said.

import { Extension, Plugin, pm } from "django-prose-editor/editor";
import { cleaned, parse } from "newsroom-editor/clean";
import { untracked } from "newsroom-editor/links";

const ADDRESS = /https?:\/\/[^\s<>"']+/gi;
const OWN = "data-newsroom";

// Other sites' editors mark what they copy just as ours does; so ours is marked once more.
function marked(schema) {
  const serializer = pm.model.DOMSerializer.fromSchema(schema);
  return {
    serializeFragment(fragment, options, target) {
      const made = serializer.serializeFragment(fragment, options, target);
      for (const part of made.children) part.setAttribute(OWN, "");
      return made;
    },
  };
}

function ownText(html) {
  if (!html.includes(OWN)) return null;
  const body = parse(html);
  if (!body.querySelector(`[data-pm-slice][${OWN}]`)) return null;
  for (const found of body.querySelectorAll("[id]")) found.removeAttribute("id"); // there is one of each in a text
  return body.innerHTML;
}

function told({ pictures, embeds }) {
  const words = [];
  if (pictures) {
    words.push(interpolate(
      ngettext(
        "%s picture was left out: it lies elsewhere. If we may show it, save it and drop the file into the text.",
        "%s pictures were left out: they lie elsewhere. If we may show them, save them and drop the files into the text.",
        pictures,
      ),
      [pictures],
    ));
  }
  if (embeds) {
    words.push(interpolate(
      ngettext(
        "%s embedded part became a link: nothing is loaded from other sites.",
        "%s embedded parts became links: nothing is loaded from other sites.",
        embeds,
      ),
      [embeds],
    ));
  }
  return words.join(" ");
}

export const Paste = Extension.create({
  name: "cleanPaste",
  addOptions: () => ({ desk: null }),
  addProseMirrorPlugins() {
    const { desk } = this.options;
    const transformPastedHTML = (html) => {
      const own = ownText(html);
      if (own !== null) return own;
      const found = cleaned(html, { language: desk.language(), languages: Object.keys(desk.languages) });
      const words = told(found.left);
      if (words) desk.tell(words);
      return found.html;
    };
    const transformPastedText = (text) => text.replace(ADDRESS, untracked);
    return [new Plugin({ props: { transformPastedHTML, transformPastedText, clipboardSerializer: marked(this.editor.schema) } })];
  },
});
