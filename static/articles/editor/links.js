// Addresses without what only tells who followed whom, and without the doors that other sites put before them.

const TRACKING = new RegExp(
  "^(utm_\\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igsh|igshid|srsltid|mc_[ce]id|mkt_tok" +
    "|_hsenc|_hsmi|__hs\\w+|hsctatracking|vero_(id|conv)|oly_(enc|anon)_id|_openstat|wickedid|_gl|_ga|xtor|wt_mc|at_(medium|campaign)" +
    "|cmpid|ncid|spm|ref_src|ref_url|guce_\\w+|guccounter)$",
  "i",
);
const VIDEOS = /^(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|spotify\.com)$/;
const DOORS = [
  [/^(?:www\.)?google\.[a-z.]{2,6}$/, /^\/url$/, ["q", "url"]],
  [/^lm?\.(?:facebook|instagram)\.com$/, /^\//, ["u"]],
  [/(?:^|\.)safelinks\.protection\.outlook\.com$/, /^\//, ["url"]],
  [/^(?:www\.)?youtube\.com$/, /^\/redirect$/, ["q"]],
  [/^(?:www\.)?linkedin\.com$/, /^\/(?:redir|safety)\//, ["url"]],
  [/^slack-redir\.net$/, /^\/link$/, ["url"]],
];
const MOST_DOORS = 3;

function parsed(href) {
  try {
    return new URL(href);
  } catch {
    return null;
  }
}

function behind(href) {
  const url = parsed(href);
  if (!url || !/^https?:$/.test(url.protocol)) return "";
  for (const [host, path, names] of DOORS) {
    if (!host.test(url.hostname) || !path.test(url.pathname)) continue;
    const found = names.map((name) => url.searchParams.get(name)).find((value) => value && /^https?:\/\//i.test(value));
    if (found && parsed(found)) return found.replace(/\s/g, "%20");
  }
  return "";
}

// Nothing else of the address changes, its spelling neither.
export function untracked(href) {
  let found = href.trim();
  for (let door = 0; door < MOST_DOORS; door++) found = behind(found) || found;
  const host = parsed(found)?.hostname;
  if (!host || !/^https?:/i.test(found)) return found;
  const [, before, query, hash] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(found);
  const isTracking = (part) => {
    const name = part.split("=", 1)[0];
    return TRACKING.test(name) || (name === "si" && VIDEOS.test(host));
  };
  const kept = (query ?? "").slice(1).split("&").filter((part) => part && !isTracking(part));
  const place = (hash ?? "").replace(/:~:text=.*$/, "");
  const isPlace = place.length > 1 && !isTracking(place.slice(1));
  return before + (kept.length ? `?${kept.join("&")}` : "") + (isPlace ? place : "");
}
