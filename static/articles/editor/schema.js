// What a text may hold, as newsroom/core/html.py says.

import {
  Blockquote, Bold, BulletList, Code, CodeBlock, Document, Dropcursor, Gapcursor, HardBreak, Heading, History,
  HorizontalRule, Italic, Link, ListItem, OrderedList, Paragraph, Strike, Subscript, Superscript, Text,
} from "django-prose-editor/editor";
import { address, askForLink } from "newsroom-editor/dialogs";
import { Kept, marks } from "newsroom-editor/marks";
import { PullQuote, QuoteSource, QuoteText, RelatedArticle, pickArticle } from "newsroom-editor/nodes";
import { Paste } from "newsroom-editor/paste";
import { PictureUse } from "newsroom-editor/pictures";
import { table } from "newsroom-editor/table";

const OwnLink = Link.extend({
  inclusive: false,
  addCommands() {
    const { setLink, unsetLink } = this.parent();
    return {
      setLink,
      unsetLink,
      addLink: () => ({ editor }) => {
        if (editor.state.selection.empty && !editor.isActive("link")) return false;
        const { desk } = this.options;
        askForLink(editor.getAttributes("link").href ?? "", () => pickArticle(desk, (row) => row.url)).then((href) => {
          const chain = editor.chain().focus();
          if (href === null) return chain.run();
          chain.extendMarkRange("link");
          return (href ? chain.setLink({ href }) : chain.unsetLink()).run();
        });
        return true;
      },
    };
  },
});

export const extensions = (desk) => [
  Document.extend({ content: "(block | top)+" }),
  Paragraph, Text, HardBreak, History, Dropcursor, Gapcursor,
  Heading.configure({ levels: [2, 3] }),
  Bold, Italic, Strike, Subscript, Superscript, Code, CodeBlock,
  BulletList, OrderedList, ListItem, Blockquote, HorizontalRule,
  OwnLink.configure({
    desk, autolink: false, openOnClick: false, enableTarget: false,
    HTMLAttributes: { target: null, rel: null, class: null },
    isAllowedUri: (href) => Boolean(address(href ?? "")) && address(href) === href.trim(),
  }),
  ...table,
  ...marks, Kept, Paste,
  RelatedArticle.configure({ desk }), PictureUse.configure({ desk }), PullQuote, QuoteText, QuoteSource,
];
