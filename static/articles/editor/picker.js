// Searching while typing for something to put into a text; and what is known of what stands in it already.

import { ask, button, element, unique } from "newsroom-editor/dialogs";

const PAUSE = 180;
const AT_ONCE = 100; // more would make an address that is too long

class Refused extends Error {}

async function read(url, parameters, signal) {
  const wanted = new URL(url, location.href);
  for (const [name, value] of parameters) wanted.searchParams.append(name, value);
  const answer = await fetch(wanted, { signal, headers: { Accept: "application/json" }, redirect: "manual" });
  if (answer.type === "opaqueredirect") {
    throw new Refused(gettext("You are signed out. Sign in again in another tab, then go on here."));
  }
  if (!answer.ok) throw new Refused(gettext("The search doesn’t answer at the moment. Try again."));
  return (await answer.json()).found;
}

// Asks once for all ids that are wanted within one turn of the event loop, and remembers what was answered.
export function lookup(url, parameters = () => []) {
  const known = new Map();
  let waiting = null;
  const fetchAll = async () => {
    const all = waiting;
    waiting = null;
    for (let at = 0; at < all.size; at += AT_ONCE) fetchSome(new Map([...all].slice(at, at + AT_ONCE)));
  };
  const fetchSome = async (ids) => {
    try {
      const found = await read(url, [...[...ids.keys()].map((id) => ["id", id]), ...parameters()]);
      const rows = new Map(found.map((row) => [String(row.id), row]));
      for (const [id, tell] of ids) tell(rows.get(id) ?? null);
    } catch {
      for (const [id, tell] of ids) {
        known.delete(id);
        tell(undefined);
      }
    }
  };
  const watchers = new Set();
  return {
    remember(row) {
      known.set(String(row.id), Promise.resolve(row));
      for (const tell of watchers) tell(String(row.id));
    },
    // Calls back with the id of each row of which something else became known; answers how to end that.
    watch(tell) {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    // The row; null for one that there isn't; undefined where nobody could be asked.
    get(id) {
      const key = String(id);
      if (!known.has(key)) {
        known.set(key, new Promise((tell) => {
          if (!waiting) {
            waiting = new Map();
            setTimeout(fetchAll);
          }
          waiting.set(key, tell);
        }));
      }
      return known.get(key);
    },
  };
}

function option(row) {
  const words = element("span", { class: "words" }, element("bdi", { class: "title", text: row.title, lang: row.language }));
  const facts = [row.section, row.said].filter(Boolean).join(" · ");
  if (facts) words.append(element("span", { class: "facts" }, element("bdi", { text: facts })));
  const item = element("li", { role: "option", id: unique("option"), "aria-selected": "false", class: row.state || null });
  if (row.thumb) item.append(element("img", { src: row.thumb, alt: "", width: 72, height: 54, loading: "lazy" }));
  item.append(words);
  return item;
}

const told = (count) =>
  count ? interpolate(ngettext("%s found", "%s found", count), [count]) : gettext("Nothing found. Try other words.");

// Answers the row that was chosen, or null. `wanted` says which of the rows found may be; `more` answers other buttons.
export function pick({ url, title, label, parameters = [], wanted = () => true, more = () => [] }) {
  return ask(title, (close) => {
    let rows = [], at = -1, timer = 0, running = null;
    const status = element("p", { class: "status-line", role: "status" });
    const list = element("ul", { role: "listbox", id: unique("found"), "aria-label": title });
    const input = element("input", {
      type: "search", id: unique("search"), role: "combobox", dir: "auto", autocomplete: "off", maxlength: 200,
      "aria-controls": list.id, "aria-expanded": "false", "aria-autocomplete": "list", autofocus: true,
    });

    const mark = (next) => {
      at = next;
      [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
      const current = list.children[at];
      if (current) input.setAttribute("aria-activedescendant", current.id);
      else input.removeAttribute("aria-activedescendant");
      current?.scrollIntoView({ block: "nearest" });
    };
    const show = (found) => {
      rows = found.filter(wanted);
      list.replaceChildren(...rows.map(option));
      list.hidden = !rows.length;
      input.setAttribute("aria-expanded", String(rows.length > 0));
      status.textContent = told(rows.length);
      mark(rows.length && input.value.trim() ? 0 : -1);
    };
    const search = async () => {
      running?.abort();
      const mine = (running = new AbortController());
      try {
        const found = await read(url, [["q", input.value], ...parameters], mine.signal);
        if (mine === running) show(found);
      } catch (error) {
        if (mine.signal.aborted) return;
        show([]);
        status.textContent =
          error instanceof Refused ? error.message : gettext("The search doesn’t answer at the moment. Try again.");
      }
    };
    const steps = {
      ArrowDown: () => (at + 1) % rows.length,
      ArrowUp: () => (at <= 0 ? rows.length : at) - 1,
      PageDown: () => Math.min(rows.length - 1, at + 5),
      PageUp: () => Math.max(0, at - 5),
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(search, PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape") {
        event.preventDefault(); // which would only empty the field
        close(null);
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (rows[at]) close(rows[at]);
      } else if (steps[event.key] && rows.length) {
        event.preventDefault();
        mark(steps[event.key]());
      }
    });
    list.addEventListener("click", (event) => {
      const index = [...list.children].indexOf(event.target.closest("[role=option]"));
      if (index >= 0) close(rows[index]);
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the search keeps the focus
    list.hidden = true;
    search();
    return [
      element("div", { class: "field" }, element("label", { for: input.id, text: label }), input),
      status,
      list,
      element("div", { class: "answers" }, ...more(close), button(gettext("Cancel"), () => close(null), "btn quiet")),
    ];
  }, "picker");
}
