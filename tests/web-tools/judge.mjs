// Lighthouse on a telephone, page by page in one Chromium: what tests and benchmarks read is one line of JSON for each.
//
//   node judge.mjs '{"chrome": "/usr/bin/chromium", "urls": ["http://…"], "categories": ["seo"], "rounds": 1}'
//
// "slowdown": how many times slower than this machine the telephone is; without it four times, as Lighthouse has it.
import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";
import * as constants from "lighthouse/core/config/constants.js";

const { chrome, urls, categories, rounds, slowdown } = JSON.parse(process.argv[2]);
const quiet = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--no-first-run"];
const browser = await launcher.launch({ chromePath: chrome, chromeFlags: quiet, logLevel: "silent" });

function told(url, { categories: judged, audits, environment }) {
  const found = { url, scores: {}, lacking: [], measures: {}, fetched: [], index: environment.benchmarkIndex };
  for (const [name, category] of Object.entries(judged)) {
    found.scores[name] = Math.round(category.score * 100);
    if (name === "performance") continue; // its audits are times, told below
    for (const { id, weight } of category.auditRefs) {
      if (weight && audits[id].score !== null && audits[id].score < 1) found.lacking.push(`${id}: ${audits[id].title}`);
    }
  }
  for (const name of ["largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time"]) {
    if (audits[name]) found.measures[name] = audits[name].numericValue;
  }
  const requests = audits["network-requests"]?.details?.items ?? [];
  found.fetched = requests.map(one => [one.resourceType, one.transferSize, one.url]);
  return found;
}

// On a busy machine Chromium's recording now and then lacks its beginning: then the page is loaded again, twice at most.
async function judged(url, options, again = 2) {
  const { lhr } = await lighthouse(url, options);
  if (!lhr.runtimeError) return lhr;
  if (!again) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  return judged(url, options, again - 1);
}

try {
  for (let round = 0; round < rounds; round += 1) {
    for (const url of urls) {
      const options = { port: browser.port, output: "json", logLevel: "silent", onlyCategories: categories, locale: "en" };
      if (slowdown) options.throttling = { ...constants.throttling.mobileSlow4G, cpuSlowdownMultiplier: slowdown };
      console.log(JSON.stringify(told(url, await judged(url, options))));
    }
  }
} finally {
  await browser.kill();
}
