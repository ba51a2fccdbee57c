// Notes to colleagues: left and settled without leaving the page, names offered after an @. Everything works without.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const rail = document.querySelector("[data-notes-list]");
  const form = document.getElementById("note-form");
  const dialog = document.getElementById("note-dialog");
  if (!form) return;
  const field = (name) => form.querySelector(`#note_${name}`);
  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // -- names after an @ ----------------------------------------------------------------------------------------------
  const boxes = () => [...form.querySelectorAll("input[name=people]")];
  const people = () => boxes().map((box) => ({ box, name: box.closest("label").textContent.trim() }));
  let offered = [];
  let chosen = 0;
  let list = null;

  const typedName = () => {
    const before = field("text").value.slice(0, field("text").selectionStart);
    const match = /(?:^|[^\p{L}\p{N}_])@([\p{L}\p{M}'’. -]{0,40})$/u.exec(before);
    return match ? match[1] : null;
  };

  const close = () => {
    offered = [];
    list?.remove();
    list = null;
    field("text").removeAttribute("aria-activedescendant");
    field("text").removeAttribute("aria-controls");
  };

  const mark = () => {
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    field("text").setAttribute("aria-activedescendant", `mention-${chosen}`);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };

  const take = (person) => {
    const text = field("text");
    const end = text.selectionStart;
    text.setRangeText(`${person.name} `, end - typedName().length, end, "end");
    person.box.checked = true;
    close();
    text.focus();
  };

  const offer = () => {
    const words = typedName();
    close();
    if (words === null) return;
    const wanted = plain(words);
    const fits = (name) => plain(name).startsWith(wanted) || plain(name).split(/\s+/).some((word) => word.startsWith(wanted));
    offered = people().filter((person) => fits(person.name)).slice(0, 8);
    if (!offered.length || (offered.length === 1 && plain(offered[0].name) === wanted)) return close();
    const place = form.querySelector("[data-mention-list]");
    list = document.createElement("ul");
    Object.assign(list, { id: "mention-list", role: "listbox", className: "mention-list" });
    list.setAttribute("aria-label", place.dataset.words);
    offered.forEach((person, at) => {
      const option = Object.assign(document.createElement("li"), { id: `mention-${at}`, role: "option" });
      option.append(Object.assign(document.createElement("bdi"), { textContent: person.name }));
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => take(person));
      list.append(option);
    });
    place.append(list);
    field("text").setAttribute("aria-controls", list.id);
    chosen = 0;
    mark();
  };

  form.addEventListener("input", (event) => event.target === field("text") && offer());
  form.addEventListener("focusout", (event) => event.target === field("text") && close());
  form.addEventListener("keydown", (event) => {
    if (event.target !== field("text")) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return form.requestSubmit();
    if (!list) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      chosen = (chosen + step + offered.length) % offered.length;
      mark();
    } else if (event.key === "Enter" || event.key === "Tab") take(offered[chosen]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  if (!rail || !dialog) return;

  // -- the rail ------------------------------------------------------------------------------------------------------
  const section = rail.closest("section");
  const show = () => {
    for (const button of rail.querySelectorAll("button[form=note-deed]")) button.hidden = false;
  };
  show();

  const send = async (address, data) => {
    const answer = await fetch(`${address}?part=1`, { method: "POST", body: data, redirect: "manual" });
    if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
    return { ok: answer.ok, html: await answer.text() };
  };
  const pieces = (html) => new DOMParser().parseFromString(html, "text/html").body.childNodes;
  const renew = (html) => {
    rail.replaceChildren(...pieces(html));
    show();
  };
  const trouble = (place) => {
    place.textContent = form.dataset.away;
    place.hidden = false;
  };

  rail.addEventListener("click", async (event) => {
    const button = event.target.closest("button[form=note-deed]");
    if (!button) return;
    event.preventDefault();
    const data = new FormData(document.getElementById("note-deed"));
    data.set(button.name, button.value);
    try {
      renew((await send(button.getAttribute("formaction"), data)).html);
      section.querySelector("[data-write-note]").focus();
    } catch {
      const said = rail.querySelector(".notes-said") ?? rail.appendChild(document.createElement("p"));
      said.className = "notes-said";
      said.setAttribute("role", "alert");
      trouble(said);
    }
  });

  // -- the dialog ----------------------------------------------------------------------------------------------------
  const manuscript = document.getElementById("manuscript");
  let passage = "";
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (!manuscript || !manuscript.contains(selection.anchorNode)) return;
    passage = selection.toString().replace(/\s+/g, " ").trim().slice(0, 500);
  });

  section.querySelector("[data-write-note]").addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (passage) field("passage").value = passage;
    dialog.showModal();
    field("text").focus();
  });
  dialog.addEventListener("cancel", (event) => list && event.preventDefault());
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", close);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = form.querySelector("[data-trouble]");
    const button = form.querySelector("[type=submit]");
    said.hidden = button.disabled = true;
    close();
    try {
      const answer = await send(form.getAttribute("action"), new FormData(form));
      if (answer.ok) {
        renew(answer.html);
        form.reset();
        for (const error of form.querySelectorAll(".errorlist")) error.remove();
        passage = "";
        dialog.close();
      } else {
        form.querySelector("[data-fields]").replaceChildren(...pieces(answer.html));
        field("text").focus();
      }
    } catch {
      trouble(said);
      // Still not sent: leaving is asked about again.
      field("text").dispatchEvent(new Event("input", { bubbles: true }));
    } finally {
      button.disabled = false;
    }
  });

  // A quoted passage leads to its words, where they still stand.
  rail.addEventListener("click", (event) => {
    const quote = event.target.closest(".passage button");
    const text = manuscript?.querySelector(".ProseMirror, .reading .text");
    if (!quote || !text) return;
    const places = [];
    let words = "";
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      [...walker.currentNode.data].reduce((at, letter) => {
        if (letter.trim()) {
          words += letter;
          places.push(...Array.from({ length: letter.length }, () => [walker.currentNode, at]));
        }
        return at + letter.length;
      }, 0);
    }
    const wanted = quote.textContent.replace(/\s+/g, "");
    const found = words.indexOf(wanted);
    if (found < 0) return;
    const [first, last] = [places[found], places[found + wanted.length - 1]];
    const range = document.createRange();
    range.setStart(...first);
    range.setEnd(last[0], last[1] + 1);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    first[0].parentElement.scrollIntoView({ block: "center" });
  });
});
