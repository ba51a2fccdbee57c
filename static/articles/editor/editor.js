// Turns <textarea data-body> into the editor. The library's own start isn't used: it writes a style element, which the
// page's policy refuses, and it takes a text that holds nothing but one picture for empty.

import { Editor } from "django-prose-editor/editor";
import { element } from "newsroom-editor/dialogs";
import { headingHint } from "newsroom-editor/headings";
import { notices } from "newsroom-editor/notices";
import { lookup } from "newsroom-editor/picker";
import { reading } from "newsroom-editor/reading";
import { extensions } from "newsroom-editor/schema";
import { toolbar } from "newsroom-editor/toolbar";

function deskOf(textarea) {
  const chooser = textarea.form?.querySelector("select[name=language], input[name=language]");
  const language = () => chooser?.value || textarea.dataset.language || document.documentElement.lang;
  const { articles, images, drop, article: own } = textarea.dataset;
  return {
    articles, images, drop, own, language, chooser,
    form: textarea.form,
    most: Number(textarea.dataset.most),
    languages: JSON.parse(textarea.dataset.languages),
    article: lookup(articles),
    image: lookup(images, () => [["language", language()]]),
  };
}

function attributesOf(textarea, desk) {
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const help = document.getElementById(`${textarea.id}_helptext`);
  if (label) label.id ||= `${textarea.id}_label`;
  return () => ({
    role: "textbox",
    "aria-multiline": "true",
    ...(label ? { "aria-labelledby": label.id } : { "aria-label": gettext("Text") }),
    ...(help ? { "aria-describedby": help.id } : {}),
    ...(textarea.closest(".errors") ? { "aria-invalid": "true" } : {}),
    "data-placeholder": gettext("The text begins here"),
    spellcheck: "true",
    lang: desk.language(),
    dir: desk.language() === "ar" ? "rtl" : "ltr",
  });
}

export function start(textarea) {
  const desk = deskOf(textarea);
  const frame = element("div", { class: "body-editor" });
  const notice = notices();
  desk.tell = notice.tell;
  const editor = new Editor({
    element: frame,
    injectCSS: false,
    editable: !textarea.disabled && !textarea.readOnly,
    extensions: extensions(desk),
    content: textarea.value,
    editorProps: { attributes: attributesOf(textarea, desk) },
  });
  const words = element("p", { class: "body-words" });
  editor.on("update", () => {
    textarea.value = editor.isEmpty ? "" : editor.getHTML();
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  });
  if (editor.isEditable) frame.prepend(toolbar(editor));
  if (editor.isEditable) frame.append(headingHint(editor));
  frame.append(element("div", { class: "body-foot" }, words));
  const lead = () => Number(Boolean(textarea.form?.querySelector("[name=picture]:checked")?.value));
  const recount = reading(editor, words, desk, JSON.parse(textarea.dataset.rates), lead);
  textarea.form?.addEventListener("change", recount);
  frame.prepend(notice.region);
  textarea.before(frame);
  textarea.hidden = true;
  document.querySelector(`label[for="${textarea.id}"]`)?.addEventListener("click", () => editor.commands.focus());
  desk.chooser?.addEventListener("change", () => editor.view.dispatch(editor.state.tr));
  textarea.dispatchEvent(new CustomEvent("body-editor:ready", { bubbles: true, detail: { editor } }));
  return editor;
}

for (const textarea of document.querySelectorAll("textarea[data-body]")) start(textarea);
