// Links: typed, or to an article of ours.

import { Link } from "django-prose-editor/editor";
import { address, askForLink } from "newsroom-editor/dialogs";
import { pickArticle } from "newsroom-editor/nodes";

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

export const link = (desk) =>
  OwnLink.configure({
    desk, autolink: false, openOnClick: false, enableTarget: false,
    HTMLAttributes: { target: null, rel: null, class: null },
    isAllowedUri: (href) => Boolean(address(href ?? "")) && address(href) === href.trim(),
  });
