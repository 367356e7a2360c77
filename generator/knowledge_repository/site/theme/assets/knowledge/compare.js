// The comparison page: two to four entries next to each other. The choice is in the address
// (?entry=a&entry=b), so that it can be linked. The content comes from the pages of the entries.
const { sections, words } = JSON.parse(document.querySelector("[data-compare-words]").textContent);
const form = document.querySelector("[data-compare]");
const region = document.querySelector("[data-compare-table]");
const status = document.querySelector("[data-compare-status]");
const boxes = [...form.querySelectorAll("input[type=checkbox]")];
const MAXIMUM = 4;
// Each comparison has a number. Pages that arrive after a newer choice are dropped.
let lastComparison = 0;

const createElement = (tag, className, ...children) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
};

const loadPage = async (address) => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  const doc = new DOMParser().parseFromString(await response.text(), "text/html");
  return { address, doc };
};

// Each page is loaded once. A page that failed is forgotten, so that the next choice tries again.
const pages = new Map();
const pageOf = (box) => {
  const { value } = box;
  if (!pages.has(value)) {
    const page = loadPage(new URL(box.dataset.route, location.href));
    page.catch(() => pages.delete(value));
    pages.set(value, page);
  }
  return pages.get(value);
};

// A copy of a part of another page. It keeps its language and direction, and its links keep their
// targets. Its ids and the marks of its sources are removed: here they would be ambiguous.
const copyPart = (node, address) => {
  const copy = document.importNode(node, true);
  const marked = node.closest("[lang]");
  if (marked !== node.ownerDocument.documentElement) {
    copy.lang = marked.lang;
    copy.dir = marked.dir;
  }
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    element.removeAttribute("id");
    const href = element.getAttribute("href");
    if (href) element.setAttribute("href", new URL(href, address).href);
  }
  for (const mark of copy.querySelectorAll("sup.cite")) mark.remove();
  return copy;
};

const copyLanguage = (from, to) => {
  for (const name of ["lang", "dir"]) {
    if (from.hasAttribute(name)) to.setAttribute(name, from.getAttribute(name));
  }
};

// The name of a row: the content of a heading of another page.
const createLabel = (heading, address) => {
  const copy = copyPart(heading, address);
  const label = createElement("span", "", ...copy.childNodes);
  copyLanguage(copy, label);
  return label;
};

// The rows of one page: name of the row → its label and its nodes, in the order of the page.
const rowsOf = ({ address, doc }) => {
  const rows = new Map();

  // One row for each fact of the panel.
  for (const fact of doc.querySelectorAll(".k-panel dl > div")) {
    const values = [...fact.querySelectorAll("dd")];
    rows.set(fact.className, {
      label: createLabel(fact.querySelector("dt"), address),
      nodes: values.map((value) =>
        createElement("div", "", ...copyPart(value, address).childNodes),
      ),
    });
  }

  // The part that follows a heading.
  for (const heading of doc.querySelectorAll("h2[data-compare]")) {
    const part = copyPart(heading.nextElementSibling, address);
    rows.set(heading.id, { label: createLabel(heading, address), nodes: [part] });
  }

  // Whole sections, each up to the next heading.
  for (const id of sections) {
    const heading = doc.getElementById(id);
    if (!heading) continue;
    const nodes = [];
    let node = heading.nextElementSibling;
    while (node && node.tagName !== "H2") {
      nodes.push(copyPart(node, address));
      node = node.nextElementSibling;
    }
    rows.set(id, { label: createLabel(heading, address), nodes });
  }
  return rows;
};

// The heading of a column: the title of the entry, with its language and direction.
const createColumnHeading = ({ address, doc }) => {
  const title = doc.querySelector("h1");
  const link = createElement("a", "", title.textContent);
  link.href = address;
  copyLanguage(title, link);
  const heading = createElement("th", "", link);
  heading.scope = "col";
  return heading;
};

const showTable = (shownPages) => {
  const columnHeadings = shownPages.map(createColumnHeading);
  const columns = shownPages.map(rowsOf);
  // All rows that at least one entry has.
  const names = new Set(columns.flatMap((rows) => [...rows.keys()]));
  const tableRows = [...names].map((name) => {
    const { label } = columns.find((rows) => rows.has(name)).get(name);
    const heading = createElement("th", "", label);
    heading.scope = "row";
    const cells = columns.map((rows, index) => {
      const cell = createElement("td", "", ...(rows.get(name)?.nodes ?? [words.nothing]));
      // On a phone the style sheet shows this title in each cell.
      cell.dataset.case = columnHeadings[index].textContent;
      return cell;
    });
    return createElement("tr", "", heading, ...cells);
  });

  const head = createElement(
    "thead",
    "",
    createElement("tr", "", createElement("td"), ...columnHeadings),
  );
  const body = createElement("tbody", "", ...tableRows);
  // A wide table scrolls inside the region: the keyboard needs to reach it, and it needs a name.
  region.className = "k-compare";
  region.tabIndex = 0;
  region.setAttribute("role", "region");
  region.setAttribute("aria-label", document.querySelector("h1").textContent);
  region.replaceChildren(createElement("table", "", head, body));
};

const clearTable = () => {
  region.replaceChildren();
  region.removeAttribute("tabindex");
  region.removeAttribute("role");
  region.removeAttribute("aria-label");
};

const updateAddress = (chosen) => {
  const address = new URL(location.href);
  address.searchParams.delete("entry");
  for (const box of chosen) address.searchParams.append("entry", box.value);
  history.replaceState(null, "", address);
};

const run = async () => {
  lastComparison += 1;
  const comparison = lastComparison;
  const chosen = boxes.filter((box) => box.checked);
  updateAddress(chosen);
  const full = chosen.length >= MAXIMUM;
  for (const box of boxes) box.disabled = full && !box.checked;
  if (chosen.length < 2) {
    clearTable();
    status.textContent = chosen.length ? words.more : words.choose;
    return;
  }

  status.textContent = words.loading;
  try {
    const shownPages = await Promise.all(chosen.map(pageOf));
    if (comparison !== lastComparison) return;
    showTable(shownPages);
    status.textContent = full ? words.most : "";
  } catch (error) {
    console.warn(error);
    if (comparison === lastComparison) status.textContent = words.failed;
  }
};

// Start with what the address asks for.
const asked = new URL(location.href).searchParams.getAll("entry").slice(0, MAXIMUM);
for (const box of boxes) {
  box.hidden = false;
  box.checked = asked.includes(box.value);
  if (box.checked) box.closest("details").open = true;
}
form.addEventListener("change", run);
run();
