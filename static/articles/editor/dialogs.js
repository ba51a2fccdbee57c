// Small windows of the editor: built from elements, never from markup, and gone again when they close.

let number = 0;

export const unique = (stem) => `${stem}-${++number}`;

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (name === "text") made.textContent = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

export const button = (text, onclick, className = "btn quiet small") =>
  element("button", { type: "button", class: className, text, onclick });

// Shows a window and answers what its `close` was given, or null when it was left. `build` gets that `close`.
export function ask(title, build, className = "") {
  return new Promise((resolve) => {
    let answer = null;
    const heading = element("h2", { id: unique("dialog"), text: title });
    const dialog = element("dialog", { class: `body-dialog ${className}`, "aria-labelledby": heading.id }, heading);
    const leave = () => {
      dialog.remove();
      resolve(answer);
    };
    // At once: until the browser's own "close" event what somebody goes on typing would meet the text as it was before.
    const close = (value) => {
      answer = value;
      dialog.close();
      leave();
    };
    dialog.append(...build(close));
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", leave);
    // At the end of the page: inside the article's form its fields would be sent along.
    document.body.append(dialog);
    dialog.showModal();
    dialog.scrollTop = 0; // a long one is read from its title on, wherever its first button is
  });
}

export function field(label, input, ...more) {
  input.id ||= unique("dialog-field");
  return element("div", { class: "field" }, element("label", { for: input.id, text: label }), input, ...more);
}

export function form(onsubmit, ...children) {
  const submit = (event) => {
    event.preventDefault();
    onsubmit();
  };
  return element("form", { novalidate: true, onsubmit: submit }, ...children);
}

const SCHEMES = /^(https?:\/\/[^\s/]|mailto:[^\s@]+@[^\s@]|tel:\+?[\d]|\/(?!\/)|#)/i;

// What somebody typed as an address that the site lets through, or "" for what it wouldn't.
export function address(typed) {
  const value = typed.trim();
  if (/\s/.test(value)) return "";
  if (SCHEMES.test(value)) return value;
  if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(value)) return "";
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(value)) return `mailto:${value}`;
  return /^[^\s/.@]+(\.[^\s/.@]+)+(:\d+)?([/?#]|$)/.test(value) ? `https://${value}` : "";
}

// Answers an address, "" to take the link away, or null. `choose` opens the picker of our own articles.
export const askForLink = (current, choose) =>
  ask(gettext("Link"), (close) => {
    const input = element("input", {
      type: "text", inputmode: "url", dir: "ltr", value: current, autocomplete: "off", spellcheck: "false",
    });
    const refusal = element("p", { class: "errorlist", role: "alert", id: unique("refusal") });
    input.setAttribute("aria-describedby", refusal.id);
    const save = () => {
      const found = address(input.value);
      if (found) return close(found);
      refusal.textContent = gettext("Enter a web address, a mail address or a path of this site, for example https://example.ma.");
      input.setAttribute("aria-invalid", "true");
      input.focus();
    };
    const own = button(gettext("Choose one of our articles"), async () => {
      const row = await choose();
      if (row) close(row.url);
    });
    const actions = [element("button", { class: "btn main", text: gettext("Set the link") })];
    if (current) actions.push(button(gettext("Remove the link"), () => close(""), "btn quiet"));
    actions.push(button(gettext("Cancel"), () => close(null), "btn quiet"));
    return [form(save, field(gettext("Address"), input, refusal), own, element("div", { class: "answers" }, ...actions))];
  });

// Answers a language's code, "ltr" or "rtl" for one that the site isn't written in, "" for the text's own, or null.
export const askForLanguage = (current, languages, title = gettext("Language of these words")) =>
  ask(title, (close) => {
    const choices = {
      "": gettext("That of the text"), ...languages,
      ltr: gettext("Another, from left to right"), rtl: gettext("Another, from right to left"),
    };
    const select = element("select");
    for (const [code, name] of Object.entries(choices)) {
      select.append(element("option", { value: code, text: name, selected: code === current }));
    }
    const actions = element(
      "div", { class: "answers" },
      element("button", { class: "btn main", text: gettext("Set the language") }),
      button(gettext("Cancel"), () => close(null), "btn quiet"),
    );
    return [form(() => close(select.value), field(gettext("Language"), select), actions)];
  });
