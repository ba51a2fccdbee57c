// What is copied from a word processor, a mail or a web page, as a text of ours holds it: tests/clipboard has samples.

import { untracked } from "newsroom-editor/links";
import { makeLists } from "newsroom-editor/wordlists";

const WORD = /\bmso-|class=["']?Mso|urn:schemas-microsoft-com/i;
const NOISE =
  "style, script, meta, link, title, base, head, template, noscript, nav, button, input, select, textarea, svg, math, canvas, " +
  ".msocomanchor, .MsoCommentReference, .MsoCommentText, [class^=MsoToc], .mw-editsection, sup.reference, " +
  "br.Apple-interchange-newline, [hidden], [aria-hidden=true]";
const BLOCKS =
  "address, article, aside, blockquote, body, dd, details, div, dl, dt, fieldset, figcaption, figure, footer, form, h1, h2, h3, h4, " +
  "h5, h6, header, hr, li, main, ol, p, pre, section, summary, table, tbody, td, tfoot, th, thead, tr, ul, caption, colgroup, col";
const HEADINGS = "h1, h2, h3, h4, h5, h6";
const PLAIN = "span, font, u, ins, big, small, center, tt, label, time, address, article, section, main, header, footer, form, " +
  "fieldset, details, aside, picture, figure, bdo, wbr, nobr, acronym, dfn, kbd, samp, var, data, map, area, ruby";
const KEPT = { a: ["href"], abbr: ["title"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan"], ol: ["start"] };
// What the sanitiser takes out too, and what only word processors and templates put between letters.
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;
const SPACES = /[ \t\n\r\f\u00a0]+/g;
const ARABIC = /[\u0620-\u064a\u066e-\u06d3]/g;
const LATIN = /[A-Za-zÀ-ɏ]/g;
const PICTURE_SIGN = /^\p{Extended_Pictographic}/u;

const all = (body, selector) => [...body.querySelectorAll(selector)];
const isBlock = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches(BLOCKS);
const hasBlocks = (node) => Boolean(node.querySelector(BLOCKS));
const isBlank = (node) => !node.textContent.trim();
const unwrap = (node) => node.replaceWith(...node.childNodes);

function renamed(node, tag) {
  const made = document.createElement(tag);
  made.append(...node.childNodes);
  node.replaceWith(made);
  return made;
}

function wrapped(node, tag) {
  const made = document.createElement(tag);
  made.append(...node.childNodes);
  node.append(made);
}

// Before anything parses it: the page's policy reports each style and each handler that a parser meets.
export function parse(html) {
  const plain = html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^<>]*/gi, (tag) => tag.replace(/(\s)(style|on[a-z]+)(?=\s*=)/gi, "$1data-$2"));
  const { body } = new DOMParser().parseFromString(plain, "text/html");
  for (const found of all(body, "[data-style]")) {
    found.dataset.style = found.dataset.style.replace(/\s*([:;])\s*/g, "$1").toLowerCase();
  }
  return body;
}

const declared = (node, property) => {
  const found = new RegExp(`(?:^|;)${property}:([^;]*)`).exec(node.dataset.style ?? "");
  return found ? found[1].trim() : "";
};

function dropUnseen(body, isWord) {
  const comments = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const found of [...comments, ...all(body, NOISE)]) found.remove();
  for (const found of all(body, "[data-style]")) {
    const { style } = found.dataset;
    const isHidden = /(^|;)(display:none|visibility:hidden|mso-hide:all)|mso-element:comment-list/.test(style);
    if (isHidden || (found.localName === "br" && style.includes("page-break-before"))) found.remove();
  }
  if (isWord) for (const found of all(body, "del, [data-style*='mso-element:footnote-list'] > hr")) found.remove();
}

// Pictures of elsewhere stay there; so do videos, of which the address stays here. Answers how many of each there were.
function dropForeign(body) {
  const left = { pictures: 0, embeds: 0 };
  for (const found of all(body, "img, v\\:imagedata")) {
    const alt = found.getAttribute("alt") ?? "";
    const size = [found.getAttribute("width"), found.getAttribute("height")];
    if (PICTURE_SIGN.test(alt) && alt.length < 16) {
      found.replaceWith(alt);
      continue;
    }
    if (!size.some((side) => side !== null && Number.parseInt(side, 10) <= 2)) left.pictures += 1;
    const figure = found.closest("figure");
    found.remove();
    const rest = figure && [...figure.childNodes].filter((node) => node.localName !== "figcaption" && !isBlank(node));
    if (rest && !rest.length) figure.remove();
  }
  for (const found of all(body, "iframe, video, audio, embed, object")) {
    const source = found.getAttribute("src") ?? found.querySelector("source")?.getAttribute("src") ?? "";
    if (!/^(?:https?:)?\/\//i.test(source)) {
      found.remove();
      continue;
    }
    const href = source.replace(/^\/\//, "https://").replace(/^(https:\/\/www\.youtube)(?:-nocookie)?\.com\/embed\/([\w-]+).*/, "$1.com/watch?v=$2");
    const line = document.createElement("p");
    const link = document.createElement("a");
    link.href = link.textContent = href;
    line.append(link);
    found.replaceWith(line);
    left.embeds += 1;
  }
  return left;
}

// What word processors name by a class or a role where others write elements.
function readRoles(body) {
  for (const found of all(body, "p[role=heading][aria-level], div[role=heading][aria-level]")) {
    const level = Number(found.getAttribute("aria-level"));
    if (level >= 1 && level <= 6) renamed(found, `h${level}`);
  }
  for (const found of all(body, "p.MsoTitle")) renamed(found, "h1");
  for (const found of all(body, "p[data-style*='mso-outline-level']")) {
    const level = Number(declared(found, "mso-outline-level"));
    if (level >= 1 && level <= 6) renamed(found, `h${level}`);
  }
  for (const found of all(body, "p.MsoQuote, p.MsoIntenseQuote, p.MsoQuoteCxSpFirst")) {
    const quote = document.createElement("blockquote");
    found.replaceWith(quote);
    quote.append(found);
  }
}

const isBold = (weight) => weight === "bold" || weight === "bolder" || Number(weight) >= 600;

// Google Docs, LibreOffice and browsers write styles where others write elements.
function readStyles(body) {
  for (const found of all(body, "b, strong, i, em, s, strike, del, sub, sup")) {
    const [weight, slant] = [declared(found, "font-weight"), declared(found, "font-style")];
    if (/^(b|strong)$/.test(found.localName) && weight && !isBold(weight)) unwrap(found);
    else if (/^(i|em)$/.test(found.localName) && slant === "normal") unwrap(found);
  }
  for (const found of all(body, "span[data-style], font[data-style], a[data-style], p[data-style], li[data-style], div[data-style]")) {
    if (hasBlocks(found) || isBlank(found) || found.closest("pre, code")) continue;
    if (isBold(declared(found, "font-weight"))) wrapped(found, "strong");
    if (/italic|oblique/.test(declared(found, "font-style"))) wrapped(found, "em");
    if (/line-through/.test(declared(found, "text-decoration(?:-line)?"))) wrapped(found, "s");
    const raised = found.localName === "span" && /^(super|sub)$/.exec(declared(found, "vertical-align"));
    if (raised) wrapped(found, raised[1] === "super" ? "sup" : "sub");
  }
}

// Headlines of another document begin at our second level, whatever level they began at there.
function mapHeadings(body) {
  for (const found of all(body, `li :is(${HEADINGS}), td :is(${HEADINGS}), th :is(${HEADINGS})`)) {
    wrapped(found, "strong");
    renamed(found, "p");
  }
  const found = all(body, HEADINGS);
  const highest = Math.min(...found.map((heading) => Number(heading.localName[1])));
  for (const heading of found) {
    for (const mark of all(heading, "b, strong")) unwrap(mark);
    renamed(heading, Number(heading.localName[1]) === highest ? "h2" : "h3");
  }
}

function mendLinks(body) {
  for (const found of all(body, "a")) {
    const href = untracked(found.getAttribute("href") ?? "");
    // Where a relative address or a bookmark led was another document.
    if (/^(https?:\/\/[^\s/]|mailto:[^\s@]+@|tel:\+?\d)/i.test(href) && !isBlank(found)) found.setAttribute("href", href);
    else unwrap(found);
  }
}

function flatten(table) {
  for (const cell of all(table, "td, th, caption")) {
    if (cell.closest("table") === table) renamed(cell, "div");
  }
  for (const part of all(table, "tr, tbody, thead, tfoot, colgroup, col")) if (part.closest("table") === table) unwrap(part);
  unwrap(table);
}

function mendTables(body) {
  for (const inner of all(body, "table table").reverse()) flatten(inner);
  for (const table of all(body, "table")) {
    const isFrame = table.getAttribute("role") === "presentation" || all(table, "td, th").length < 2;
    if (isFrame) flatten(table);
  }
  for (const cell of all(body, "thead td")) {
    const made = document.createElement("th");
    for (const { name, value } of cell.attributes) made.setAttribute(name, value);
    made.append(...cell.childNodes);
    cell.replaceWith(made);
  }
  for (const mark of all(body, "th b, th strong")) unwrap(mark);
  for (const part of all(body, "td blockquote, th blockquote, td pre, th pre, td hr, th hr")) unwrap(part);
}

function mendBlocks(body) {
  for (const found of all(body, "dt, summary")) {
    wrapped(found, "strong");
    renamed(found, "p");
  }
  for (const found of all(body, "dd, figcaption, legend")) renamed(found, hasBlocks(found) ? "div" : "p");
  for (const mark of all(body, "a, b, strong, i, em, s, sub, sup, q, cite, mark, abbr").filter(hasBlocks).reverse()) {
    const leaves = all(mark, `p, li, ${HEADINGS}`).filter((leaf) => !hasBlocks(leaf) && !isBlank(leaf));
    for (const leaf of leaves) {
      const own = mark.cloneNode(false);
      own.append(...leaf.childNodes);
      leaf.append(own);
    }
    unwrap(mark);
  }
  for (const found of all(body, PLAIN)) {
    if (isBlock(found)) renamed(found, "div");
    else unwrap(found);
  }
  for (const found of all(body, "*")) if (found.localName.includes(":") || found.localName.includes("-")) unwrap(found);
}

// A hard space stays where a language asks for it – before ! : », after «, behind a number – and goes elsewhere.
function mendSpaces(body) {
  const texts = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("pre")) texts.push(walker.currentNode);
  for (const text of texts) text.data = text.data.replace(UNSEEN, "");
  texts.forEach((text, at) => {
    const { data } = text;
    text.data = data.replace(SPACES, (run, from) => {
      if (!run.includes("\u00a0")) return " ";
      const before = data[from - 1] ?? texts[at - 1]?.data.at(-1) ?? "";
      const after = data[from + run.length] ?? texts[at + 1]?.data[0] ?? "";
      return /[:;?!»%€$]/.test(after) || before === "«" || (/\p{N}/u.test(before) && /[\p{L}\p{N}]/u.test(after)) ? "\u00a0" : " ";
    });
  });
}

// Lines that stand bare in a container become paragraphs; two breaks in a row begin the next one.
function mendParagraphs(body) {
  for (const box of [body, ...all(body, "div, blockquote, p")]) {
    if (box.localName !== "p" || box.querySelector("br") || hasBlocks(box)) regroup(box);
  }
  for (const found of all(body, "div")) unwrap(found);
  for (const found of all(body, "b, strong, i, em, s, a, sub, sup, code, q, cite, mark")) if (isBlank(found)) unwrap(found);
  for (const found of all(body, `li, ${HEADINGS}, p, blockquote`).reverse()) {
    while (found.lastChild?.localName === "br") found.lastChild.remove();
    if (isBlank(found) && !found.querySelector("hr, table")) found.remove();
  }
  for (const found of all(body, "ul, ol").reverse()) if (!found.children.length) found.remove();
}

function regroup(box) {
  const parts = [];
  let line = [];
  let breaks = 0;
  const end = () => {
    while (line.length && isBlank(line.at(-1))) line.pop();
    while (line.length && isBlank(line[0])) line.shift();
    if (line.length) {
      const made = document.createElement("p");
      if (box.lang) made.lang = box.lang;
      made.append(...line);
      parts.push(made);
    }
    line = [];
  };
  for (const node of [...box.childNodes]) {
    if (node.localName === "br") {
      breaks += 1;
      if (breaks > 1) end();
      else line.push(node);
    } else if (isBlock(node)) {
      end();
      parts.push(node);
      breaks = 0;
    } else {
      if (!isBlank(node)) breaks = 0;
      line.push(node);
    }
  }
  end();
  if (box.localName === "p") box.replaceWith(...parts);
  else box.replaceChildren(...parts);
}

// Word and Google Docs name the language of each span.
function raiseLanguages(body) {
  for (const found of all(body, "span[lang]")) {
    const block = found.closest("p, h2, h3, li, td, th, div");
    if (block && found.textContent.trim() === block.textContent.trim()) block.lang = found.lang;
  }
}

// What reads the other way than the article says so, and in which language where that can be told.
function markLanguages(body, { language, languages }) {
  const article = language === "ar";
  const found = new Map();
  for (const block of all(body, "p, h2, h3, li, td, th")) {
    if (hasBlocks(block)) continue;
    const arabic = (block.textContent.match(ARABIC) ?? []).length;
    const latin = (block.textContent.match(LATIN) ?? []).length;
    if (arabic + latin === 0 || article === arabic > latin) continue;
    const said = block.closest("[lang]")?.lang.slice(0, 2).toLowerCase() ?? "";
    const lang = arabic > latin ? "ar" : said !== "ar" && languages.includes(said) ? said : "";
    found.set(block, { ...(lang ? { lang } : {}), dir: arabic > latin ? "rtl" : "ltr" });
  }
  return found;
}

function bare(body, marked) {
  for (const found of all(body, "*")) {
    const kept = KEPT[found.localName] ?? [];
    for (const { name, value } of [...found.attributes]) {
      if (!kept.includes(name) || (/span$/.test(name) && !(Number(value) > 1))) found.removeAttribute(name);
    }
    for (const [name, value] of Object.entries(marked.get(found) ?? {})) found.setAttribute(name, value);
  }
}

// Answers the markup, and how many pictures and embedded things of elsewhere were left there.
export function cleaned(html, { language = "fr", languages = [] } = {}) {
  const body = parse(html);
  const isWord = WORD.test(html);
  dropUnseen(body, isWord);
  const left = dropForeign(body);
  readRoles(body);
  makeLists(body);
  readStyles(body);
  mapHeadings(body);
  mendTables(body);
  mendLinks(body);
  raiseLanguages(body);
  mendBlocks(body);
  mendSpaces(body);
  mendParagraphs(body);
  const marked = markLanguages(body, { language, languages });
  bare(body, marked);
  return { html: body.innerHTML, left };
}
