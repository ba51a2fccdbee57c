// Marks and attributes that texts of this site may hold and the editor's library doesn't bring.

import { Extension, Mark } from "django-prose-editor/editor";

const inline = (name, tag, selector = tag, attributes = []) =>
  Mark.create({
    name,
    addAttributes: () => Object.fromEntries(attributes.map((attribute) => [attribute, { default: null }])),
    parseHTML: () => [{ tag: selector }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  });

export const Passage = inline("passage", "span", "span[lang], span[dir]");
export const marks = [
  Passage,
  inline("abbreviation", "abbr", "abbr", ["title"]),
  inline("isolate", "bdi"),
  inline("work", "cite"),
  inline("highlight", "mark"),
  inline("inlineQuote", "q", "q", ["cite"]),
];

const BLOCKS = [
  "paragraph", "heading", "blockquote", "bulletList", "orderedList", "listItem", "codeBlock",
  "table", "tableRow", "tableCell", "tableHeader", "pullQuote", "quoteText", "quoteSource",
];
const INLINE = ["link", "bold", "italic", "code", "strike", "subscript", "superscript", ...marks.map((mark) => mark.name)];
const kept = (...names) => Object.fromEntries(names.map((name) => [name, { default: null }]));

export const Kept = Extension.create({
  name: "kept",
  addGlobalAttributes: () => [
    { types: BLOCKS, attributes: kept("id", "lang", "dir") },
    { types: INLINE, attributes: kept("lang", "dir") },
    { types: ["blockquote", "quoteText"], attributes: kept("cite") },
    { types: ["orderedList"], attributes: kept("reversed") },
    { types: ["tableHeader"], attributes: kept("scope") },
    { types: ["link"], attributes: kept("hreflang") },
  ],
});
