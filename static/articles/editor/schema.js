// What a text may hold, as newsroom/core/html.py says.

import {
  Blockquote, Bold, BulletList, Code, CodeBlock, Document, Dropcursor, Gapcursor, HardBreak, Heading, History,
  HorizontalRule, Italic, ListItem, OrderedList, Paragraph, Strike, Subscript, Superscript, Text,
} from "django-prose-editor/editor";
import { Card } from "newsroom-editor/cards";
import { Footnote } from "newsroom-editor/footnotes";
import { HeadingOrder } from "newsroom-editor/headings";
import { link } from "newsroom-editor/linking";
import { Kept, marks } from "newsroom-editor/marks";
import { PullQuote, QuoteSource, QuoteText, RelatedArticle } from "newsroom-editor/nodes";
import { Passages } from "newsroom-editor/passages";
import { Paste } from "newsroom-editor/paste";
import { PictureUse } from "newsroom-editor/pictures";
import { table } from "newsroom-editor/table";
import { Uploads } from "newsroom-editor/uploads";

export const extensions = (desk) => [
  Document.extend({ content: "(block | top)+" }),
  Paragraph, Text, HardBreak, History, Dropcursor, Gapcursor,
  Heading.configure({ levels: [2, 3] }),
  Bold, Italic, Strike, Subscript, Superscript, Code, CodeBlock,
  // The library's own view of a numbered list writes the word null into attributes that aren't set.
  BulletList, OrderedList.extend({ addNodeView: null }), ListItem, Blockquote, HorizontalRule,
  link(desk),
  ...table,
  ...marks, Kept, Paste.configure({ desk }), Uploads.configure({ desk }),
  RelatedArticle.configure({ desk }), PictureUse.configure({ desk }), PullQuote, QuoteText, QuoteSource,
  Card.configure({ desk }), Footnote.configure({ desk }), Passages.configure({ desk }), HeadingOrder,
];
