import { Extension, Plugin } from "django-prose-editor/editor";

// Headlines of another document begin at our second level; its looks, its anchors and its language marks stay there.
export function cleaned(html) {
  // Before anything parses it: the page's policy reports each style that a parser meets.
  const plain = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/(<[a-z][^<>]*?\s)style(?=\s*=)/gi, "$1data-style");
  const { body } = new DOMParser().parseFromString(plain, "text/html");
  const ours = body.querySelector("[data-pm-slice]");
  if (ours) return html;
  for (const found of body.querySelectorAll("style, script, meta, link, title, xml, o\\:p:empty")) found.remove();
  for (const [selector, tag] of [["h1", "h2"], ["h4, h5, h6", "h3"]]) {
    for (const found of body.querySelectorAll(selector)) {
      const heading = document.createElement(tag);
      heading.append(...found.childNodes);
      found.replaceWith(heading);
    }
  }
  makeLists(body);
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.remove();
  for (const found of body.querySelectorAll("[lang], [id], [dir]")) {
    for (const name of ["lang", "id", "dir"]) found.removeAttribute(name);
  }
  for (const found of body.querySelectorAll("p")) {
    if (!found.textContent.trim() && !found.querySelector("br, img")) found.remove();
  }
  return body.innerHTML;
}

// Word writes lists as paragraphs that begin with a drawn bullet or a number.
function makeLists(body) {
  let list = null;
  for (const found of body.querySelectorAll("p[data-style*='mso-list'], p[class*='MsoListParagraph']")) {
    const mark = found.querySelector("[data-style*='mso-list:Ignore'], [data-style*='mso-list: Ignore']");
    const tag = /^\s*[\p{L}\p{N}]{1,4}[.)]/u.test(mark?.textContent ?? "") ? "ol" : "ul";
    mark?.remove();
    if (!list || list.tagName.toLowerCase() !== tag || found.previousElementSibling !== list) {
      list = document.createElement(tag);
      found.before(list);
    }
    const item = document.createElement("li");
    item.append(...found.childNodes);
    list.append(item);
    found.remove();
  }
}

export const Paste = Extension.create({
  name: "wordPaste",
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedHTML: cleaned } })],
});
