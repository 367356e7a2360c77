// Lighthouse, as a phone: `node lighthouse.mjs RUNS ADDRESS…` prints one line of JSON for each page,
// {address, scores: {category: [score of each run]}, missed: [what cost points in the last run]}.
// CHROME_PATH names the browser. One browser serves all runs; each run starts without a cache.
import lighthouse from "lighthouse";
import { launch } from "chrome-launcher";

const [runs, ...addresses] = process.argv.slice(2);
const chrome = await launch({ chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
try {
  for (const address of addresses) {
    const scores = {};
    let missed = [];
    for (let run = 0; run < Number(runs); run++) {
      const { lhr } = await lighthouse(address, {
        port: chrome.port, logLevel: "error", formFactor: "mobile", disableFullPageScreenshot: true,
      });
      if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
      missed = [];
      for (const [name, { score, auditRefs }] of Object.entries(lhr.categories)) {
        (scores[name] ??= []).push(Math.round(score * 100));
        for (const { id, weight } of auditRefs) {
          const audit = lhr.audits[id];
          if (weight && audit.score !== null && audit.score < 0.9)
            missed.push(`${name}: ${audit.title} ${audit.displayValue ?? ""}`.trim());
        }
      }
    }
    console.log(JSON.stringify({ address, scores, missed }));
  }
} finally {
  chrome.kill();
}
