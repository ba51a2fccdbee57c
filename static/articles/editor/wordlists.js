// Word writes lists as paragraphs that begin with a drawn bullet or a number, or each item as a list of its own.

const NUMBERED = /^\(?[\p{L}\p{N}]{1,5}[.)]$/u;
const BULLET = /^[\s\u00a0]*[•‣▪●◦\uf0b7\uf0a7][\s\u00a0]+/u;
const blank = /[\s\u00a0]+/g;

const styled = (node, words) => (node.getAttribute("data-style") ?? "").includes(words);

function inWord(paragraph) {
  const place = /mso-list:l(\d+)\s+level(\d)/.exec(paragraph.getAttribute("data-style") ?? "");
  const mark = [...paragraph.querySelectorAll("[data-style]")].find((node) => styled(node, "mso-list:ignore"));
  if (!place && !mark) return null;
  const sign = (mark?.textContent ?? "").replace(blank, "");
  mark?.remove();
  return { list: place?.[1] ?? "", level: Number(place?.[2] ?? 1), sign, nodes: paragraph.childNodes };
}

function inWordOnline(item) {
  const ordered = item.parentElement.tagName === "OL";
  const start = item.parentElement.getAttribute("start") ?? "1";
  return { list: "", level: Number(item.getAttribute("aria-level")) || 1, sign: ordered ? `${start}.` : "", nodes: item.childNodes };
}

// A bullet that somebody typed, or that came out of a PDF.
function typed(paragraph) {
  const first = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT).nextNode();
  if (!first || !BULLET.test(first.data)) return null;
  first.data = first.data.replace(BULLET, "");
  return { list: "", level: 1, sign: "", nodes: paragraph.childNodes };
}

class Lists {
  open = [];
  list = "";

  // Puts an item where `found` stands, into the list just before it if it goes on.
  put(found, { list, level, sign, nodes }) {
    const tag = NUMBERED.test(sign) ? "ol" : "ul";
    if (found.previousElementSibling !== this.open[0]) this.open = [];
    const depth = Math.min(level, this.open.length + 1);
    this.open.length = Math.min(this.open.length, depth);
    const goesOn = this.open.length === depth && this.open.at(-1).localName === tag && (depth > 1 || list === this.list);
    if (!goesOn) {
      this.open.length = depth - 1;
      this.begin(found, tag, sign);
    }
    this.list = list;
    const item = document.createElement("li");
    item.append(...nodes);
    this.open.at(-1).append(item);
    found.remove();
  }

  begin(found, tag, sign) {
    const made = document.createElement(tag);
    const number = Number.parseInt(sign.replace(/\D/g, ""), 10);
    if (tag === "ol" && number > 1) made.setAttribute("start", String(number));
    if (this.open.length) this.open.at(-1).lastElementChild.append(made);
    else found.before(made);
    this.open.push(made);
  }
}

function unwrapOnline(body) {
  for (const wrapper of body.querySelectorAll(".ListContainerWrapper")) {
    for (const item of wrapper.querySelectorAll("li")) {
      const stand = document.createElement("p");
      wrapper.before(stand);
      stand.item = inWordOnline(item);
    }
    wrapper.remove();
  }
}

export function makeLists(body) {
  unwrapOnline(body);
  const lists = new Lists();
  for (const found of body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")) {
    const item = found.item ?? inWord(found) ?? (found.localName === "p" ? typed(found) : null);
    if (item) lists.put(found, item);
  }
  // Google Docs and LibreOffice put a list between the items of another, not into one of them.
  for (const inner of body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) {
    const before = inner.previousElementSibling;
    if (before?.localName === "li") before.append(inner);
    else inner.replaceWith(...inner.childNodes);
  }
}
