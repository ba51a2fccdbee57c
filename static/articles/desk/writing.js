// Niceties of the writing page; everything on it works without this file.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("article_form");
  const byId = (id) => document.getElementById(id);
  const later = (wait, deed) => {
    let timer = 0;
    return (...args) => {
      clearTimeout(timer);
      timer = setTimeout(() => deed(...args), wait);
    };
  };

  if (form) {
    // A headline is one line, and Ctrl+S saves.
    byId("id_title")?.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      form.querySelector("[name=_continue]")?.click();
    });

    // The manuscript speaks the article's language.
    const language = byId("id_language");
    language?.addEventListener("change", () => {
      const way = language.value === "ar" ? "rtl" : "ltr";
      byId("manuscript").lang = language.value;
      for (const id of ["id_title", "id_standfirst"]) Object.assign(byId(id), { lang: language.value, dir: way });
    });

    // Of several inputs below one another, what is filled and one to go on.
    for (const list of form.querySelectorAll("ol.points")) {
      const rows = [...list.children], input = (row) => row.querySelector("input, select, textarea");
      const show = () => {
        const filled = rows.findLastIndex((row) => input(row).value.trim());
        const here = rows.findIndex((row) => row.contains(document.activeElement));
        rows.forEach((row, number) => { row.hidden = number > Math.max(filled + 1, here); });
      };
      list.addEventListener("input", show);
      show();
    }

    // A link to a field opens what it is in.
    form.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#id_']");
      const input = link && byId(link.hash.slice(1));
      if (!input) return;
      for (let box = input.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      const box = input.closest(".field") || input;
      const target = box.querySelector("[contenteditable=true]") || input;
      event.preventDefault();
      box.scrollIntoView({ block: "center" });
      target.focus();
    });

    const ask = async (address, words) => {
      const query = new URLSearchParams({ q: words, language: language ? language.value : "" });
      const answer = await fetch(`${address}?${query}`, { headers: { Accept: "application/json" } });
      return answer.ok ? (await answer.json()).found : [];
    };

    // Related articles: titles while somebody types.
    const picks = form.querySelector("[data-picks]");
    picks?.addEventListener("input", later(250, async (event) => {
      const words = event.target.value.trim();
      if (words.length < 2 || /^\d+ – /.test(words)) return;
      const found = await ask(picks.dataset.picks, words);
      event.target.list.replaceChildren(...found.map((row) => {
        const option = document.createElement("option");
        option.value = `${row.id} – ${row.title}`;
        option.label = [row.section, row.said].filter(Boolean).join(" · ");
        return option;
      }));
    }));
  }
});
