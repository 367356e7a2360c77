// The search page: a box, filters with counts, results. The index is a Pagefind index on this site.
import { createCard, createElement, createTarget } from "./search-cards.js";
import { createHighlighter } from "./search-excerpt.js";
import { createPlanner } from "./search-plan.js";

const root = new URL("../../", import.meta.url);
const { language, languages, titles, words } = JSON.parse(
  document.querySelector("[data-search-words]").textContent,
);
const form = document.querySelector("[data-search]");
const finder = document.querySelector("[data-finder]");
const queryInput = form.elements.q;
const status = document.querySelector("[data-status]");
const resultList = document.querySelector("[data-results]");
const choiceList = document.querySelector("[data-choices]");
const browseList = document.querySelector("[data-browse]");
const targetList = document.querySelector("[data-targets]");
const moreButton = document.querySelector("[data-more]");
const clearButton = document.querySelector("[data-clear]");
// One checkbox for each term of each facet. Its name is the facet, its value is the term.
const boxes = [...finder.querySelectorAll("input[type=checkbox]")];
// Every entry has this word: without a word, Pagefind loads the whole index. See search/documents.py.
const EVERY = '"zzevery"';
const pageTitle = document.title;
const PAGE_SIZE = 10;
const TYPING_PAUSE = 60; // milliseconds

const pluralRules = new Intl.PluralRules(language);
const foundMessage = (number) => {
  const message = words.found[pluralRules.select(number)] ?? words.found.other;
  return message.replace("{count}", number);
};

// Nothing is loaded before something is asked.
let pagefind;
const loadIndex = () => {
  pagefind ??= (async () => {
    const module = await import(new URL("pagefind/pagefind.js", root));
    await module.options({ baseUrl: root.pathname, noWorker: true });
    await module.init(language);
    return module;
  })();
  return pagefind;
};

// Id of an entry → its result, which loads what its card shows.
const known = new Map();
const ask = async (query, options) => {
  const index = await loadIndex();
  const { results } = await index.search(query, options);
  for (const result of results) if (!known.has(result.id)) known.set(result.id, result);
  return results;
};
const planner = createPlanner({
  language,
  rules: Object.fromEntries(Object.entries(languages).map(([code, { rules }]) => [code, rules])),
  folder: new URL(`pagefind/words/${language}/`, root),
  find: async (query) => new Map((await ask(query)).map(({ id, score }) => [id, score])),
});

// What the list shows: ids of entries, how many of them, and how to mark a text.
let results = [];
let shownResults = 0;
let highlighter = createHighlighter([], planner.normalise);
// Each search has a number. An answer that arrives after a newer search has started is dropped.
let lastSearch = 0;

// Facet → chosen terms.
const chosenFilters = () => {
  const filters = {};
  for (const box of boxes) {
    if (!box.checked) continue;
    filters[box.name] ??= [];
    filters[box.name].push(box.value);
  }
  return filters;
};

const isEmpty = (filters) => Object.keys(filters).length === 0;

// Within a facet, one of the chosen terms is enough. Every facet with a choice must match.
const pagefindFilters = (filters) =>
  Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, { any: values }]));

const iconOf = (kind) =>
  boxes
    .find((box) => box.name === "kind" && box.value === kind)
    ?.closest("label")
    .querySelector(".k-icon");

const showMore = async (search) => {
  const nextResults = results.slice(shownResults, shownResults + PAGE_SIZE);
  const data = await Promise.all(nextResults.map((id) => known.get(id).data()));
  if (search !== lastSearch) return;
  resultList.append(
    ...data.map((result) => createCard(result, { highlighter, languages, titles, iconOf })),
  );
  shownResults += data.length;
  moreButton.hidden = shownResults >= results.length;
};

// The ids of the entries that the filters leave; null if all.
const idsWith = async (filters) => {
  if (isEmpty(filters)) return null;
  const all = await ask(EVERY, { filters: pagefindFilters(filters) });
  return all.map(({ id }) => id);
};

const idsByTerm = new Map();
const idsOfTerm = (name, value) => {
  const key = `${name}=${value}`;
  if (!idsByTerm.has(key)) idsByTerm.set(key, idsWith({ [name]: [value] }));
  return idsByTerm.get(key);
};

// How many results one more tick would bring: the counts of a facet ignore the choice in this facet.
// Only the facets that a reader sees are counted, since each loads a part of the index. Without words
// and choices, the counts of the page are right. `found`: ids of the entries with the words, or null.
const showCounts = async (found, filters, search) => {
  const nothingAsked = !found && isEmpty(filters);
  for (const facet of finder.querySelectorAll("[data-facet]")) {
    const seen = facet.open && finder.querySelector("[data-facets]").open;
    if (!seen && !nothingAsked) continue;
    const { [facet.dataset.facet]: _, ...others } = filters;
    const allowed = await idsWith(others);
    const inBoth = (ids) =>
      ids.filter((id) => (!allowed || allowed.includes(id)) && (!found || found.has(id))).length;
    for (const box of boxes.filter((one) => one.name === facet.dataset.facet)) {
      const row = box.closest("li");
      const number = row.querySelector("[data-count]");
      const count = nothingAsked
        ? Number(number.dataset.count)
        : row.hidden
          ? 0
          : inBoth(await idsOfTerm(box.name, box.value));
      if (search !== lastSearch) return;
      number.textContent = count;
      row.classList.toggle("k-none", count === 0 && !box.checked);
    }
  }
};

// The query and the filters are in the address, so that a search can be linked and opened again.
// `push`: a new step of the browser's history.
const updateAddress = (typed, filters, push) => {
  const address = new URL(location.href);
  address.search = "";
  if (typed) address.searchParams.set("q", typed);
  for (const [name, values] of Object.entries(filters)) {
    for (const value of values) address.searchParams.append(name, value);
  }
  document.title = typed ? `${typed} – ${pageTitle}` : pageTitle;
  if (address.href === location.href) return;
  if (push) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
};

// A button for each choice, which takes it back: on a phone, the filters are closed.
const labelOf = (box) => box.closest("label").querySelector("span").textContent.trim();
const showChoices = () => {
  const chosen = boxes.filter((box) => box.checked);
  choiceList.replaceChildren(
    ...chosen.map((box) => {
      const button = createElement("button", "k-choice", labelOf(box));
      button.type = "button";
      button.addEventListener("click", () => {
        box.checked = false;
        run({ push: true });
      });
      return button;
    }),
  );
};

// What the status says: the number of results, and what was done with words that are not found.
const summarise = (plan) => {
  if (!results.length) return words.none;
  const said = [foundMessage(results.length)];
  if (plan?.near.length) said.push(words.near.replace("{words}", plan.near.join(words.comma)));
  if (plan?.missing.length) {
    said.push(words.without.replace("{words}", plan.missing.join(words.comma)));
  }
  return said.join(" · ");
};

// `typing`: the reader is still in the middle of a word.
const run = async ({ typing = false, push = false } = {}) => {
  lastSearch += 1;
  const search = lastSearch;
  const typed = queryInput.value.trim();
  const filters = chosenFilters();
  updateAddress(typed, filters, push);
  showChoices();
  clearButton.hidden = isEmpty(filters);

  const nothingAsked = !typed && isEmpty(filters);
  try {
    resultList.setAttribute("aria-busy", "true");
    if (!nothingAsked) status.textContent = words.loading;
    const plan = typed ? await planner.search(typed, typing) : null;
    const allowed = await idsWith(filters);
    if (search !== lastSearch) return;
    results = plan ? plan.ids.filter((id) => !allowed || allowed.includes(id)) : (allowed ?? []);
    highlighter = createHighlighter(plan?.forms ?? [], planner.normalise);

    resultList.replaceChildren();
    targetList.replaceChildren(
      ...(plan?.targets ?? []).map((target) => createTarget(target, root)),
    );
    shownResults = 0;
    browseList.hidden = nothingAsked || results.length > 0;
    status.textContent = nothingAsked ? words.idle : summarise(plan);
    await showMore(search);
    await showCounts(plan && new Set(plan.ids), filters, search);
    // The list is complete for this search, unless a newer one has started.
    if (search === lastSearch) resultList.setAttribute("aria-busy", "false");
  } catch (error) {
    console.warn(error);
    status.textContent = words.failed;
  }
};

// Search for what the address asks for.
const readAddress = () => {
  const asked = new URL(location.href).searchParams;
  queryInput.value = asked.get("q") ?? "";
  for (const box of boxes) {
    const wanted = asked.getAll(box.name).map((value) => value.toLowerCase());
    box.checked = wanted.includes(box.value.toLowerCase());
    if (box.checked) box.closest("details").open = true;
  }
};
readAddress();
form.hidden = false;
finder.hidden = false;
// On narrow screens the filters are closed, so that the results are visible.
if (matchMedia("(max-width: 60rem)").matches) document.querySelector("[data-facets]").open = false;

let typingTimer;
queryInput.addEventListener("input", () => {
  clearTimeout(typingTimer);
  typingTimer = setTimeout(run, TYPING_PAUSE, { typing: true });
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typingTimer);
  run({ push: true });
});
addEventListener("popstate", () => {
  readAddress();
  run();
});
finder.addEventListener("change", () => run({ push: true }));
// A facet that is opened is counted; "toggle" does not bubble.
finder.addEventListener(
  "toggle",
  () => {
    if (pagefind) run();
  },
  true,
);
clearButton.addEventListener("click", () => {
  for (const box of boxes) box.checked = false;
  run({ push: true });
});
moreButton.addEventListener("click", () => showMore(lastSearch));
run();
