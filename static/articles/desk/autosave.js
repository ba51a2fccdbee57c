// Keeps what is written: in the browser at once, on the server a moment later, until the form is saved.
//
// A copy stays in the browser as long as the server hasn't acknowledged it – while it can't be reached, while the person
// is signed out – and is sent as soon as it can be, from this page or from the next one that the same person opens.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("article_form");
  const box = document.getElementById("sitting");
  if (!form || !box) return;
  const byId = (id) => document.getElementById(id);
  const said = box.dataset;
  const input = (name) => form.elements.namedItem(name);
  const PAUSE = 2500, LONGEST_PAUSE = 10_000, LOCAL = 300, PATIENCE = 20_000, MONTH = 30 * 24 * 3600_000;
  const BEACON = 60_000; // characters that a browser sends for a page that is gone: 64 KB
  const sitting = input("sitting").value;
  const shelf = `newsroom.kept.${said.person}.`;
  const mirror = window.newsroomMirror;
  const turn = () => Number(input("turn").value);
  let acknowledged = turn(), relief = 0;
  let state = "here"; // or why the server doesn't take it: away, out, other, refused
  let waiting = 0, since = 0, again = 0, storing = 0, sending = null, leaving = false, another = false;

  // -- the copy in the browser ---------------------------------------------------------------------------------------
  const fields = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  const store = () => {
    clearTimeout(storing);
    storing = 0;
    if (turn() === acknowledged && !leaving) return true;
    const copy = JSON.stringify({ at: Date.now(), turn: turn(), article: said.article, fields: fields() });
    mirror.put(shelf + sitting, copy);
    try {
      localStorage.setItem(shelf + sitting, copy);
      return true;
    } catch {
      return false;
    }
  };
  const unstore = (name, sent) => {
    mirror.drop(name, sent);
    try {
      const copy = JSON.parse(localStorage.getItem(name));
      if (copy && copy.turn <= sent) localStorage.removeItem(name);
    } catch { /* the browser keeps nothing */ }
  };
  // Other pages of this browser leave the copy of a page that is open to it.
  navigator.locks?.request(shelf + sitting, () => new Promise(() => {}));

  // -- talking to the server -------------------------------------------------------------------------------------------
  class Refused extends Error {
    constructor(how, answer = {}) {
      super(how);
      Object.assign(this, { how, answer });
    }
  }
  const REFUSALS = { 401: "out", 403: "stamp", 404: "refused", 409: "other", 413: "large" };
  const read = async (response) => {
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = isJson ? await response.json() : {};
    if (response.ok && isJson) return answer;
    throw new Refused(REFUSALS[response.status] || "away", answer);
  };
  const ask = (address, options = {}) =>
    fetch(address, { credentials: "same-origin", redirect: "manual", headers: { Accept: "application/json" }, ...options })
      .catch(() => { throw new Refused("away"); }).then(read);
  const stamp = (token) => {
    if (!token) return;
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
  };
  const post = async (address, pairs, options = {}) => {
    const body = () => new URLSearchParams([...pairs, ["person", said.person], ["csrfmiddlewaretoken", input("csrfmiddlewaretoken").value]]);
    const send = () => ask(address, { method: "POST", body: body(), signal: AbortSignal.timeout(PATIENCE), ...options });
    let answer;
    try {
      answer = await send();
    } catch (refusal) {
      if (refusal.how !== "stamp") throw refusal;
      // Somebody signed in meanwhile, in another tab: the form's stamp is of the session before.
      stamp((await ask(said.keepNew)).token);
      answer = await send();
    }
    stamp(answer.token);
    return answer;
  };

  // -- what the person is told -----------------------------------------------------------------------------------------
  const tell = (id, words) => {
    if (byId(id).textContent !== words) byId(id).textContent = words;
  };
  const become = (now, answer = {}) => {
    const words = { here: state === "here" ? "" : said.back, large: answer.said, stamp: said.away };
    clearTimeout(relief);
    if (words.here && now === "here") relief = setTimeout(() => tell("trouble", ""), 10_000);
    const unkept = now !== "here" && !store() && said.full;
    tell("trouble", unkept || (words[now] ?? said[now] ?? ""));
    byId("sign-in").hidden = !["out", "other"].includes(now);
    state = now;
    clearTimeout(again);
    if (now !== "here") again = setTimeout(() => send(), now === "large" ? 60_000 : 10_000);
  };
  const settleIn = (answer) => {
    if (said.article || !answer.article) return;
    // The page for a new article is the draft's page from here on.
    Object.assign(said, { article: String(answer.article), keep: answer.keep });
    form.action = answer.address;
    history.replaceState(history.state, "", answer.address);
  };

  // -- keeping ---------------------------------------------------------------------------------------------------------
  const send = async (options = {}) => {
    clearTimeout(waiting);
    waiting = since = 0;
    if (leaving || (turn() === acknowledged && state === "here")) return;
    if (sending && !options.keepalive) {
      another = true;
      return sending;
    }
    const sent = turn();
    sending = post(said.keep, fields(), options).then((answer) => {
      if (leaving) return; // the next page deals with it
      acknowledged = Math.max(acknowledged, sent);
      settleIn(answer);
      unstore(shelf + sitting, sent);
      input("takes").value = "";
      become("here");
      if (sent === turn()) {
        tell("kept", answer.said);
        form.dispatchEvent(new CustomEvent("kept", { bubbles: true }));
      }
      form.dispatchEvent(new CustomEvent("told", { detail: answer }));
    }, (refusal) => {
      if (!leaving) become(refusal.how || "away", refusal.answer);
    });
    await sending;
    sending = null;
    if (another) {
      another = false;
      await send();
    }
  };
  const written = () => {
    leaving = false; // a button was pressed, and then the browser's own to stop
    input("turn").value = turn() + 1;
    since ||= Date.now();
    storing ||= setTimeout(store, LOCAL);
    clearTimeout(waiting);
    waiting = setTimeout(send, Math.min(PAUSE, Math.max(0, since + LONGEST_PAUSE - Date.now())));
  };
  form.addEventListener("input", (event) => event.target.name && written());
  form.addEventListener("focusout", () => {
    if (waiting && state === "here") waiting = (clearTimeout(waiting), setTimeout(send, LOCAL));
  });
  const flush = () => {
    if (leaving || turn() === acknowledged) return;
    store();
    const size = new URLSearchParams(fields()).toString().length;
    send(size < BEACON ? { keepalive: true } : {});
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
    else if (state !== "here") send();
  });
  addEventListener("pagehide", flush);
  for (const kind of ["online", "focus"]) addEventListener(kind, () => state !== "here" && send());

  // -- the form's own buttons ------------------------------------------------------------------------------------------
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (!["here", "large"].includes(state) || !navigator.onLine) {
      // It would be lost behind an error or at the door: first see whether the server takes it.
      event.preventDefault();
      const button = event.submitter;
      input("turn").value = turn() + 1;
      store();
      send().then(() => state === "here" && form.requestSubmit(button));
      return;
    }
    input("turn").value = turn() + 1;
    leaving = true;
    clearTimeout(waiting);
    store();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });

  // -- what other pages of this browser left ---------------------------------------------------------------------------
  const offer = (found) => {
    const section = byId("offer");
    byId("offer-said").querySelector("b").textContent = found.said;
    byId("offer-take").href = found.take;
    byId("offer-compare").href = found.compare;
    byId("offer-compare").hidden = !found.compare;
    section.querySelector("[name=number]").value = found.number;
    section.querySelector("form").action = found.give_up;
    section.hidden = false;
  };
  const deliver = async (name, copy) => {
    const address = copy.article ? said.keepNew.replace(/keep\/$/, `${Number(copy.article)}/keep/`) : said.keepNew;
    const answer = await post(address, [...copy.fields, ["left", "1"]]);
    unstore(name, copy.turn);
    const concerns = String(answer.article) === said.article || (!said.article && !copy.article);
    if (concerns && answer.offer) offer(answer.offer);
  };
  const leftovers = async () => {
    await mirror.restore(shelf);
    const held = new Set(((await navigator.locks?.query())?.held ?? []).map((lock) => lock.name));
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(shelf) || name === shelf + sitting || held.has(name)) continue;
      try {
        const copy = JSON.parse(localStorage.getItem(name));
        if (copy.at < Date.now() - MONTH) unstore(name, copy.turn);
        else await deliver(name, copy);
      } catch { /* it stays, for another day */ }
    }
  };

  const kept = (() => {
    try {
      return JSON.parse(localStorage.getItem(shelf + sitting));
    } catch {
      return null;
    }
  })();
  // The form came back. What it holds was refused and is to be kept – or it is saved, and only what was asked for refused.
  const saved = kept && said.saved && kept.turn <= turn();
  if (saved) unstore(shelf + sitting, kept.turn);
  else if (kept) acknowledged = turn() - 1;
  if (input("takes").value && !saved) written();
  if ((kept || input("takes").value) && !saved) send();
  leftovers().catch(() => { /* the browser keeps nothing */ });

  // For presence.js, which comes after this file.
  window.newsroomSitting = {
    form, said, sitting, post,
    version: () => input("seen").value,
    mayAsk: () => said.article && state === "here" && !leaving,
  };
});
