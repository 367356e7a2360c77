// The search page: a box, filters with counts, results. The index is a Pagefind index on this site.
// All text enters the page through textContent: no text of an entry can become markup.
const root = new URL("../../", import.meta.url);
const {
  language,
  languages,
  titles,
  words,
  search_rules: searchRules,
} = JSON.parse(document.querySelector("[data-search-words]").textContent);
const form = document.querySelector("[data-search]");
const finder = document.querySelector("[data-finder]");
const queryInput = form.elements.q;
const status = document.querySelector("[data-status]");
const resultList = document.querySelector("[data-results]");
const moreButton = document.querySelector("[data-more]");
const clearButton = document.querySelector("[data-clear]");
// One checkbox for each term of each facet. Its name is the facet, its value is the term.
const boxes = [...finder.querySelectorAll("input[type=checkbox]")];
const PAGE_SIZE = 10;
const TYPING_PAUSE = 200; // milliseconds

// The rules of content/languages.yml normalise the index and the query in the same way.
// An older browser may not know a regular expression: it then searches without that rule.
const normalisationRules = searchRules.flatMap(([find, replacement]) => {
  try {
    return [[new RegExp(find, "gu"), replacement]];
  } catch {
    return [];
  }
});
const normalise = (text) =>
  normalisationRules.reduce(
    (normalised, [pattern, replacement]) => normalised.replace(pattern, replacement),
    text.toLowerCase(),
  );

const pluralRules = new Intl.PluralRules(language);
const foundMessage = (number) => {
  const message = words.found[pluralRules.select(number)] ?? words.found.other;
  return message.replace("{count}", number);
};

// The index loads while the reader may already type: run() waits for this promise.
let pagefind;
const indexLoaded = (async () => {
  pagefind = await import(new URL("pagefind/pagefind.js", root));
  await pagefind.options({ baseUrl: root.pathname });
  await pagefind.init(language);
})();

let results = [];
let shownResults = 0;
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

const createElement = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
};

// A text; an element with its language and direction if these are not those of the page.
const createMarked = ({ text, lang, dir }) => {
  if (!lang) return text;
  const element = createElement("span", "", text);
  element.lang = lang;
  element.dir = dir;
  return element;
};

const findBox = (name, value) => boxes.find((box) => box.name === name && box.value === value);

// The card of one result: the same markup as in the template of cards.
const createCard = ({ url, meta, filters }) => {
  const familyClasses = meta.family ? ` k-family k-family--${meta.family}` : "";
  const card = createElement("li", `k-card${familyClasses}`);

  const otherLanguage = languages[meta.lang];
  const heading = createElement("h2", "k-card__title");
  const link = createElement("a", "", meta.title);
  link.href = url;
  heading.append(link);
  const summary = createElement("p", "k-card__summary", meta.summary);
  if (otherLanguage) {
    for (const element of [link, summary]) {
      element.lang = meta.lang;
      element.dir = otherLanguage.dir;
    }
  }

  const facts = createElement("p", "k-card__facts");
  for (const text of [meta.terms, meta.period]) {
    if (text) facts.append(createElement("span", "", text));
  }

  const kindLine = createElement("p", "k-card__kind");
  const kindLabel = titles[filters.kind?.[0]];
  if (kindLabel) kindLine.append(createMarked(kindLabel));
  if (kindLabel && otherLanguage) kindLine.append(" · ");
  if (otherLanguage) kindLine.append(otherLanguage.name);
  const kindIcon = findBox("kind", filters.kind?.[0])?.closest("label").querySelector(".k-icon");
  if (kindIcon) kindLine.prepend(kindIcon.cloneNode(true));

  card.append(kindLine, heading, summary, facts);
  return card;
};

const showMore = async (search) => {
  const nextResults = results.slice(shownResults, shownResults + PAGE_SIZE);
  const data = await Promise.all(nextResults.map((result) => result.data()));
  if (search !== lastSearch) return;
  resultList.append(...data.map(createCard));
  shownResults += data.length;
  moreButton.hidden = shownResults >= results.length;
};

// The counts of a facet ignore the choice in this facet: a count says how many results one more
// tick would bring.
const showCounts = async (text, filters, search) => {
  const allCounts = await pagefind.filters();
  const countsWith = async (usedFilters) => {
    if (!text && isEmpty(usedFilters)) return allCounts;
    const answer = await pagefind.search(text, { filters: pagefindFilters(usedFilters) });
    return answer.filters;
  };

  const counts = {};
  const countsWithAll = await countsWith(filters);
  for (const name of new Set(boxes.map((box) => box.name))) {
    if (filters[name]) {
      const { [name]: _, ...otherFilters } = filters;
      counts[name] = (await countsWith(otherFilters))[name];
    } else {
      counts[name] = countsWithAll[name];
    }
  }
  if (search !== lastSearch) return;

  for (const box of boxes) {
    const row = box.closest("li");
    const count = counts[box.name]?.[box.value] ?? 0;
    row.querySelector("[data-count]").textContent = count;
    row.hidden = !allCounts[box.name]?.[box.value];
    row.classList.toggle("k-none", count === 0 && !box.checked);
  }
  for (const facet of finder.querySelectorAll("[data-facet]")) {
    facet.hidden = !facet.querySelector("li:not([hidden])");
  }
};

// The query and the filters are in the address, so that a search can be linked and opened again.
const updateAddress = (typed, filters) => {
  const address = new URL(location.href);
  address.search = "";
  if (typed) address.searchParams.set("q", typed);
  for (const [name, values] of Object.entries(filters)) {
    for (const value of values) address.searchParams.append(name, value);
  }
  history.replaceState(null, "", address);
};

const run = async () => {
  lastSearch += 1;
  const search = lastSearch;
  const typed = queryInput.value.trim();
  const filters = chosenFilters();
  updateAddress(typed, filters);
  clearButton.hidden = isEmpty(filters);

  const text = normalise(typed).trim() || null;
  const nothingAsked = !text && isEmpty(filters);
  try {
    status.textContent = words.loading;
    resultList.setAttribute("aria-busy", "true");
    await indexLoaded;
    await showCounts(text, filters, search);
    if (nothingAsked) {
      results = [];
    } else {
      const answer = await pagefind.search(text, { filters: pagefindFilters(filters) });
      if (search !== lastSearch) return;
      results = answer.results;
    }
    if (search !== lastSearch) return;

    resultList.replaceChildren();
    shownResults = 0;
    if (nothingAsked) status.textContent = words.idle;
    else if (results.length) status.textContent = foundMessage(results.length);
    else status.textContent = words.none;
    await showMore(search);
    // The list is complete for this search, unless a newer one has started.
    if (search === lastSearch) resultList.setAttribute("aria-busy", "false");
  } catch (error) {
    console.warn(error);
    status.textContent = words.failed;
  }
};

// Start with what the address asks for.
const asked = new URL(location.href).searchParams;
queryInput.value = asked.get("q") ?? "";
for (const box of boxes) {
  box.checked = asked.getAll(box.name).includes(box.value);
  if (box.checked) box.closest("details").open = true;
}
form.hidden = false;
finder.hidden = false;
// On narrow screens the filters are closed, so that the results are visible.
if (matchMedia("(max-width: 60rem)").matches) document.querySelector("[data-facets]").open = false;

let typingTimer;
queryInput.addEventListener("input", () => {
  clearTimeout(typingTimer);
  typingTimer = setTimeout(run, TYPING_PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typingTimer);
  run();
});
finder.addEventListener("change", run);
clearButton.addEventListener("click", () => {
  for (const box of boxes) box.checked = false;
  run();
});
moreButton.addEventListener("click", () => showMore(lastSearch));
run();
