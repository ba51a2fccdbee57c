// Below headline and standfirst: how long they are, and the last words that search engines and phones show of them.
"use strict";
addEventListener("DOMContentLoaded", () => {
  // In pixels of their own letters: widths of the lines that results and notifications have room for.
  const PLACES = {
    id_title: [
      [gettext("in search engines up to"), 580, "20px Arial, sans-serif"],
      [gettext("on phones up to"), 340, "600 16px Arial, sans-serif"],
    ],
    id_standfirst: [
      [gettext("in search engines up to"), 920, "14px Arial, sans-serif"],
      [gettext("on phones up to"), 680, "14px Arial, sans-serif"],
    ],
  };
  const pen = document.createElement("canvas").getContext("2d");
  const characters = (text) =>
    window.Intl?.Segmenter ? [...new Intl.Segmenter().segment(text)].length : [...text].length;
  const tidy = (text) => text.replace(/\s+/g, " ").trim();

  // How many characters of a line are shown: up to the last whole word, as they all cut.
  function kept(text, width, font) {
    pen.font = font;
    if (pen.measureText(text).width <= width) return text.length;
    let low = 0, high = text.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (pen.measureText(`${text.slice(0, middle).trimEnd()} …`).width <= width) low = middle;
      else high = middle - 1;
    }
    const word = text[low] === " " ? low : text.lastIndexOf(" ", low - 1);
    return word > 0 ? word : low;
  }

  function made(tag, className, ...children) {
    const node = document.createElement(tag);
    node.className = className;
    node.append(...children);
    return node;
  }

  // The last words that are shown: one looks for the place, not for the whole line again.
  function cut(name, text, at) {
    const shown = text.slice(0, at).trim().split(" ");
    const words = document.createElement("bdi");
    words.append(made("span", "kept", `${shown.length > 3 ? "… " : ""}${shown.slice(-3).join(" ")} …`));
    return made("span", "cut", made("span", "where", name), " ", words);
  }

  for (const [id, places] of Object.entries(PLACES)) {
    const input = document.getElementById(id);
    if (!input) continue;
    const shown = made("p", "measure");
    shown.id = `${id}_measure`;
    input.after(shown);
    input.setAttribute("aria-describedby", [input.getAttribute("aria-describedby"), shown.id].filter(Boolean).join(" "));
    const show = () => {
      const text = tidy(input.value), number = characters(text);
      shown.hidden = !text;
      if (!text) return;
      const cuts = places.map(([name, width, font]) => [name, kept(text, width, font)]).filter(([, at]) => at < text.length);
      const count = interpolate(ngettext("%s character", "%s characters", number), [number]);
      shown.replaceChildren(made("span", "count", count), ...cuts.map(([name, at]) => cut(name, text, at)));
    };
    input.addEventListener("input", show);
    show();
  }
});
