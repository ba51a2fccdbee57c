// Small windows about one picture: its words and credit, and what must stay in view when it is cropped.

import { ask, button, element, field, form } from "newsroom-editor/dialogs";
import { follow } from "newsroom-pictures/focal";
import { describePicture, pictureNow, Refused } from "newsroom-pictures/sending";

const crops = () => [["16x9", gettext("Wide, 16:9")], ["4x3", gettext("Card, 4:3")], ["1x1", gettext("Square")]];
const way = (language) => (language === "ar" ? "rtl" : "ltr");

function refusal() {
  const line = element("p", { class: "errorlist", role: "alert" });
  const during = async (deed) => {
    line.textContent = "";
    try {
      return await deed();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      line.textContent = error.message;
      return null;
    }
  };
  return { line, during };
}

const answers = (words, close) => element(
  "div", { class: "answers" },
  element("button", { class: "btn main", text: words }),
  button(gettext("Later"), () => close(null), "btn quiet"),
);

// Answers { alt, caption, row }, or null where it was left for later. `words` are those of this use so far.
export const askForWords = (row, to, { words = row, known = false, left = 0 } = {}) =>
  ask(gettext("What does the picture show?"), (close) => {
    const own = { lang: to.language(), dir: way(to.language()) };
    const alt = element("input", { type: "text", maxlength: 300, value: words.alt, autofocus: true, ...own });
    const caption = element("textarea", { rows: 2, maxlength: 500, text: words.caption, ...own });
    const credit = element("input", { type: "text", maxlength: 160, value: row.credit, dir: "auto", readonly: Boolean(row.credit) });
    const { line, during } = refusal();
    const save = async () => {
      const said = { alt: alt.value.trim(), caption: caption.value.trim() };
      const more = row.credit ? {} : { credit: credit.value };
      const now = await during(() => describePicture(row.id, to, { ...said, ...more }));
      if (now) close({ ...said, row: now });
    };
    const facts = [
      known ? gettext("The library has this picture already; that one is used.") : "",
      left ? interpolate(ngettext("%s more after this one.", "%s more after this one.", left), [left]) : "",
    ].filter(Boolean).join(" ");
    return [
      facts ? element("p", { class: "meta", text: facts }) : null,
      form(
        save,
        element("img", { class: "asked", src: row.thumb, alt: row.title }),
        field(gettext("Alternative text"), alt, element("p", { class: "help", text: gettext("What it shows, for those who don’t see it.") })),
        field(gettext("Caption"), caption),
        field(gettext("Credit"), credit, row.credit ? element("p", { class: "help", text: gettext("As the library has it.") }) : null),
        line,
        answers(gettext("Keep these words"), close),
      ),
    ].filter(Boolean);
  }, "describing");

function slider(name, label, value) {
  const input = element("input", { type: "range", name, min: 0, max: 100, step: 1, value: Math.round(value * 100) });
  const made = field(label, input);
  made.querySelector("label").append(" ", element("output", { for: input.id }));
  return made;
}

// Answers the picture's row as it is now, or null.
export async function askForFocus(id, to) {
  const row = await pictureNow(id, to);
  return ask(gettext("What must stay in view"), (close) => {
    const [width, height] = row.size;
    const point = element("button", { type: "button", class: "focal-point", "data-focal-point": true, "aria-label": gettext("Focal point") });
    const panel = element(
      "div", { class: "focal", "data-width": width, "data-height": height },
      element("div", { class: "focal-picture", dir: "ltr" }, element("img", { src: row.whole, alt: row.title }), point),
      element("p", { class: "meta", text: gettext("Click on the picture, move the point with the arrow keys, or use the sliders. Crops keep it in view.") }),
      element(
        "div", { class: "focal-sliders", dir: "ltr" },
        slider("focal_x", gettext("From the left, in percent"), row.focal[0]),
        slider("focal_y", gettext("From the top, in percent"), row.focal[1]),
      ),
      element("ul", { class: "focal-crops" }, ...crops().map(([crop, words]) => element(
        "li", {},
        element("div", { class: `focal-crop focal-crop-${crop}`, "data-crop": crop }, element("img", { src: row.whole, alt: "" })),
        element("span", { class: "meta", text: words }),
      ))),
    );
    const { line, during } = refusal();
    const at = (name) => panel.querySelector(`[name=${name}]`).value;
    const save = async () => {
      const now = await during(() => describePicture(id, to, { focal_x: at("focal_x"), focal_y: at("focal_y") }));
      if (now) close(now);
    };
    const all = form(
      save, panel, line,
      element(
        "div", { class: "answers" },
        element("button", { class: "btn main", text: gettext("Keep this point") }),
        button(gettext("Cancel"), () => close(null), "btn quiet"),
      ),
    );
    queueMicrotask(() => follow(panel)); // once it stands in the page, where its labels are found
    return [all];
  }, "describing wide");
}
