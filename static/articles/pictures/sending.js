// A file on its way into the library: known ones aren't sent, and what can't be done is said in words.

const AT_ONCE = 2;
const MEGABYTE = 1024 * 1024;

// `again`: whether trying once more may help.
export class Refused extends Error {
  constructor(words, again = false) {
    super(words);
    this.again = again;
  }
}

const signedOut = () => new Refused(gettext("You are signed out. Sign in again in another tab, then try again here."), true);
const lost = () => new Refused(gettext("The server can’t be reached at the moment. Try again."), true);
const stamps = () => document.querySelectorAll("input[name=csrfmiddlewaretoken]");

async function known(url, parameters) {
  let answer;
  try {
    answer = await fetch(`${url}?${new URLSearchParams(parameters)}`, { headers: { Accept: "application/json" } });
  } catch {
    throw lost();
  }
  if (answer.status === 401) throw signedOut();
  if (!answer.ok) throw lost();
  const { picture, token } = await answer.json();
  for (const stamp of stamps()) stamp.value = token; // somebody signed in again elsewhere: forms go on from there
  return picture;
}

function post(url, fields, { progress, signal } = {}) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  data.append("csrfmiddlewaretoken", stamps()[0]?.value ?? "");
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.open("POST", url);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    if (progress) request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    request.onload = () => resolve({ status: request.status, body: request.response });
    request.onerror = () => reject(lost());
    request.onabort = () => reject(signal.reason);
    signal?.addEventListener("abort", () => request.abort());
    request.send(data);
  });
}

// As `post`, once more with a new stamp where the old one isn't good any longer.
async function answered(url, fields, options, renew) {
  let answer = await post(url, fields, options);
  if (answer.status === 403) {
    await known(renew, {});
    answer = await post(url, fields, options);
  }
  const { status, body } = answer;
  if (status === 200 && body) return body;
  if (status === 401) throw signedOut();
  if (status === 413) throw new Refused(gettext("This file is too large. Save the picture smaller and try again."));
  if (status === 422 && body) throw new Refused(body.refused);
  throw new Refused(gettext("The picture couldn’t be taken in. Try again."), true);
}

async function digest(file) {
  if (!globalThis.crypto?.subtle) return ""; // not a safe connection: the server finds out
  const bytes = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

let running = 0;
const waiting = [];
const turn = () => new Promise((go) => {
  waiting.push(go);
  next();
});

function next() {
  if (running < AT_ONCE && waiting.length) {
    running += 1;
    waiting.shift()();
  }
}

function refuseAtSight(file, most) {
  if (file.type && !file.type.startsWith("image/")) {
    throw new Refused(gettext("This is no picture. JPEG, PNG, WebP and AVIF can be dropped here."));
  }
  if (file.size > most) {
    const sizes = [file.size, most].map((size) => (size / MEGABYTE).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 }));
    throw new Refused(interpolate(gettext("This file has %s MB; up to %s are possible. Save the picture smaller and try again."), sizes));
  }
}

// Answers the picture's row, and whether the library had it. `to` is where and in which language; throws Refused.
export async function send(file, to, { progress, signal }) {
  refuseAtSight(file, to.most);
  await turn();
  try {
    signal.throwIfAborted();
    const sha256 = await digest(file);
    const language = to.language();
    const row = sha256 ? await known(to.drop, { sha256, language }) : null;
    signal.throwIfAborted();
    if (row) return { row, known: true };
    const body = await answered(to.drop, { language, file }, { progress, signal }, to.drop);
    return { row: body.picture, known: body.known };
  } finally {
    running -= 1;
    next();
  }
}

// Words or the focal point of one picture. Answers its row as it is now; throws Refused.
export async function describePicture(id, to, fields) {
  const body = await answered(`${to.drop}${id}/`, { language: to.language(), ...fields }, {}, to.drop);
  return body.picture;
}

export async function pictureNow(id, to) {
  return known(`${to.drop}${id}/`, { language: to.language() });
}
