// Says that this page is here, and shows who else is. Falls silent when nobody has touched the page for a while.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const page = window.newsroomSitting;
  const list = document.getElementById("here");
  if (!page || !list) return;
  const IDLE = 10 * 60_000;
  const beat = Number(page.said.beat) * 1000;
  let touched = Date.now(), shown = [...list.children].map((row) => row.textContent).join("\n"), timer = 0;

  const show = (told) => {
    const words = (told.here ?? []).join("\n");
    if (words !== shown) {
      shown = words;
      list.replaceChildren(...(told.here ?? []).map((one) => Object.assign(document.createElement("li"), { textContent: one })));
    }
    const behind = document.getElementById("behind");
    if (behind.textContent !== (told.behind ?? "")) behind.textContent = told.behind ?? "";
  };
  const say = (more = [], options = {}) =>
    page.post(page.said.keep, [["sitting", page.sitting], ["seen", page.version()], ...more], options);
  const round = async () => {
    clearTimeout(timer);
    timer = setTimeout(round, beat);
    if (!page.mayAsk() || Date.now() - touched > IDLE) return;
    try {
      show(await say());
    } catch { /* what is written finds out why, and says so */ }
  };

  for (const kind of ["input", "pointerdown", "keydown", "focus"]) {
    addEventListener(kind, () => {
      const slept = Date.now() - touched > IDLE;
      touched = Date.now();
      if (slept) round();
    }, { passive: true });
  }
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && round());
  page.form.addEventListener("told", (event) => show(event.detail));
  addEventListener("pagehide", () => {
    clearTimeout(timer);
    if (page.said.article) say([["leaves", "1"]], { keepalive: true }).catch(() => {});
  });
  addEventListener("pageshow", (event) => event.persisted && round());
  round();
});
