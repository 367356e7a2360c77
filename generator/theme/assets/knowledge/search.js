// The search page: a box, facets with counts, results. The index is Pagefind's, on this site.
// All text reaches the page through textContent: nothing that an entry says can become markup.
const root = new URL("../../", import.meta.url);
const { language, languages, titles, words, folding } = JSON.parse(
  document.querySelector("[data-search-words]").textContent,
);
const form = document.querySelector("[data-search]");
const finder = document.querySelector("[data-finder]");
const query = form.elements.q;
const status = document.querySelector("[data-status]");
const list = document.querySelector("[data-results]");
const more = document.querySelector("[data-more]");
const clear = document.querySelector("[data-clear]");
const boxes = [...finder.querySelectorAll("input[type=checkbox]")];
const PAGE = 10;

const rules = folding.flatMap(([find, replace]) => {
  try {
    return [[new RegExp(find, "gu"), replace]];
  } catch {
    return [];
  } // an older browser
});
const fold = (text) =>
  rules.reduce((t, [find, replace]) => t.replace(find, replace), text.toLowerCase());
const plural = new Intl.PluralRules(language);
const found = (n) => (words.found[plural.select(n)] ?? words.found.other).replace("{count}", n);

let pagefind;
// Whoever types before the index is here waits for it, and is answered.
const ready = (async () => {
  pagefind = await import(new URL("pagefind/pagefind.js", root));
  await pagefind.options({ baseUrl: root.pathname });
  await pagefind.init(language);
})();
let results = [];
let shown = 0;
let turn = 0;

const chosen = () => {
  const filters = {};
  for (const box of boxes) if (box.checked) (filters[box.name] ??= []).push(box.value);
  return filters;
};

// Within a facet any of the chosen terms will do; every facet that has a choice must match.
const wanted = (filters) =>
  Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, { any: values }]));

const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};

const box = (name, id) => boxes.find((b) => b.name === name && b.value === id);
const label = (name, id) => box(name, id)?.closest("label").querySelector("span").textContent;

const card = ({ url, meta, filters }) => {
  const family = (filters.sectors ?? [])
    .map((id) => box("sectors", id)?.dataset.family)
    .find(Boolean);
  // A practice for all sectors has the colour of none.
  const own = family && filters.countries ? ` k-family k-family--${family}` : "";
  const item = element("li", `k-card${own}`);
  const foreign = languages[meta.lang];
  item.append(
    element(
      "p",
      "k-card__kind",
      [titles[filters.kind?.[0]], foreign?.name].filter(Boolean).join(" · "),
    ),
  );
  const heading = element("h2", "k-card__title");
  const link = element("a", "", meta.title);
  link.href = url;
  const summary = element("p", "k-card__summary", meta.summary);
  for (const part of [link, summary]) {
    if (foreign) {
      part.lang = meta.lang;
      part.dir = foreign.dir;
    }
  }
  heading.append(link);
  item.append(heading, summary);
  const facts = element("p", "k-card__facts");
  const places = (filters.countries ?? []).map((id) => label("countries", id)).join(", ");
  for (const text of [places, meta.period]) if (text) facts.append(element("span", "", text));
  item.append(facts);
  return item;
};

const showMore = async (mine) => {
  const batch = await Promise.all(results.slice(shown, shown + PAGE).map((r) => r.data()));
  if (mine !== turn) return;
  list.append(...batch.map(card));
  shown += batch.length;
  more.hidden = shown >= results.length;
};

// Each facet counts as if its own boxes were free: the number says what a tick would bring.
const count = async (text, filters, mine) => {
  const total = await pagefind.filters();
  const names = [...new Set(boxes.map((box) => box.name))];
  const counts = {};
  const whole =
    text || Object.keys(filters).length
      ? await pagefind.search(text, { filters: wanted(filters) })
      : { filters: total };
  for (const name of names) {
    if (!filters[name]) {
      counts[name] = whole.filters[name];
      continue;
    }
    const { [name]: _, ...others } = filters;
    counts[name] = (
      text || Object.keys(others).length
        ? await pagefind.search(text, { filters: wanted(others) })
        : { filters: total }
    ).filters[name];
  }
  if (mine !== turn) return;
  for (const box of boxes) {
    const row = box.closest("li");
    const n = counts[box.name]?.[box.value] ?? 0;
    row.querySelector("[data-count]").textContent = n;
    row.hidden = !total[box.name]?.[box.value];
    row.classList.toggle("k-none", n === 0 && !box.checked);
  }
  for (const facet of finder.querySelectorAll("[data-facet]"))
    facet.hidden = !facet.querySelector("li:not([hidden])");
};

const run = async () => {
  const mine = ++turn;
  const typed = query.value.trim();
  const filters = chosen();
  const address = new URL(location.href);
  address.search = "";
  if (typed) address.searchParams.set("q", typed);
  for (const [name, values] of Object.entries(filters))
    for (const value of values) address.searchParams.append(name, value);
  history.replaceState(null, "", address);
  clear.hidden = !Object.keys(filters).length;
  const text = fold(typed).trim() || null;
  try {
    status.textContent = words.loading;
    list.setAttribute("aria-busy", "true");
    await ready;
    await count(text, filters, mine);
    if (!text && !Object.keys(filters).length) {
      results = [];
    } else {
      const answer = await pagefind.search(text, { filters: wanted(filters) });
      if (mine !== turn) return;
      results = answer.results;
    }
    if (mine !== turn) return;
    list.replaceChildren();
    shown = 0;
    status.textContent =
      !text && !Object.keys(filters).length
        ? words.idle
        : results.length
          ? found(results.length)
          : words.none;
    await showMore(mine);
    // The results now belong to this query, unless another was asked meanwhile.
    if (mine === turn) list.setAttribute("aria-busy", "false");
  } catch (error) {
    console.warn(error);
    status.textContent = words.failed;
  }
};

const asked = new URL(location.href).searchParams;
query.value = asked.get("q") ?? "";
for (const box of boxes) {
  box.checked = asked.getAll(box.name).includes(box.value);
  if (box.checked) box.closest("details").open = true;
}
form.hidden = finder.hidden = false;
more.textContent = words.more;
if (matchMedia("(max-width: 60rem)").matches) document.querySelector("[data-facets]").open = false;

let timer;
query.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(run, 200);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  run();
});
finder.addEventListener("change", run);
clear.addEventListener("click", () => {
  for (const box of boxes) box.checked = false;
  run();
});
more.addEventListener("click", () => showMore(turn));
run();
