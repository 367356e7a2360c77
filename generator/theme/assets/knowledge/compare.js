// Two to four cases side by side. The choice stands in the address (?case=a&case=b), so that it can
// be sent to somebody. What is compared is taken from the pages of the cases themselves.
const { words } = JSON.parse(document.querySelector("[data-compare-words]").textContent);
const form = document.querySelector("[data-compare]");
const table = document.querySelector("[data-compare-table]");
const status = document.querySelector("[data-compare-status]");
const boxes = [...form.querySelectorAll("input[type=checkbox]")];
const MOST = 4;
let turn = 0;

const element = (tag, className, ...children) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
};

const pages = new Map();
const page = (box) => {
  const address = new URL(box.dataset.route, location.href);
  if (!pages.has(box.value)) {
    pages.set(
      box.value,
      fetch(address)
        .then((answer) => {
          if (!answer.ok) throw new Error(`${answer.status} ${address}`);
          return answer.text();
        })
        .then((text) => ({ address, doc: new DOMParser().parseFromString(text, "text/html") })),
    );
    pages.get(box.value).catch(() => pages.delete(box.value));
  }
  return pages.get(box.value);
};

// A copy of what another page shows: its links lead where they led there, its ids stay there.
const copy = (node, address) => {
  const made = document.importNode(node, true);
  for (const each of [made, ...made.querySelectorAll("*")]) {
    each.removeAttribute("id");
    const href = each.getAttribute("href");
    if (href) each.setAttribute("href", new URL(href, address).href);
  }
  for (const cite of made.querySelectorAll("sup.cite")) cite.remove();
  return made;
};

// The rows of one page: name of the row → its label and nodes, in the order of the page.
const rows = ({ address, doc }) => {
  const found = new Map();
  for (const row of doc.querySelectorAll(".k-panel dl > div"))
    found.set(row.className, {
      label: row.querySelector("dt").textContent,
      nodes: [...row.querySelectorAll("dd")].map((dd) =>
        element("div", "", ...copy(dd, address).childNodes),
      ),
    });
  for (const id of ["figures", "practices"]) {
    const heading = doc.getElementById(id);
    if (heading)
      found.set(id, {
        label: heading.textContent,
        nodes: [copy(heading.nextElementSibling, address)],
      });
  }
  const lessons = doc.getElementById("lessons");
  if (lessons) {
    const nodes = [];
    for (
      let node = lessons.nextElementSibling;
      node && node.tagName !== "H2";
      node = node.nextElementSibling
    )
      nodes.push(copy(node, address));
    found.set("lessons", { label: lessons.textContent, nodes });
  }
  return found;
};

const draw = (chosen, shown) => {
  const heads = shown.map(({ address, doc }) => {
    const title = doc.querySelector("h1");
    const link = element("a", "", title.textContent);
    link.href = address;
    for (const name of ["lang", "dir"])
      if (title.hasAttribute(name)) link.setAttribute(name, title.getAttribute(name));
    const head = element("th", "", link);
    head.scope = "col";
    return head;
  });
  const all = shown.map(rows);
  const names = [...new Set(all.flatMap((found) => [...found.keys()]))];
  const body = names.map((name) => {
    const head = element("th", "", all.find((found) => found.has(name)).get(name).label);
    head.scope = "row";
    return element(
      "tr",
      "",
      head,
      ...all.map((found, index) => {
        const cell = element("td", "", ...(found.get(name)?.nodes ?? [words.nothing]));
        cell.dataset.case = heads[index].textContent;
        return cell;
      }),
    );
  });
  table.className = "k-compare";
  table.tabIndex = 0;
  table.setAttribute("role", "region");
  table.setAttribute("aria-label", document.querySelector("h1").textContent);
  table.replaceChildren(
    element(
      "table",
      "",
      element("thead", "", element("tr", "", element("td"), ...heads)),
      element("tbody", "", ...body),
    ),
  );
};

const run = async () => {
  const mine = ++turn;
  const chosen = boxes.filter((box) => box.checked);
  const address = new URL(location.href);
  address.searchParams.delete("case");
  for (const box of chosen) address.searchParams.append("case", box.value);
  history.replaceState(null, "", address);
  for (const box of boxes) box.disabled = chosen.length >= MOST && !box.checked;
  if (chosen.length < 2) {
    table.replaceChildren();
    table.removeAttribute("tabindex");
    table.removeAttribute("role");
    table.removeAttribute("aria-label");
    status.textContent = chosen.length ? words.more : words.choose;
    return;
  }
  status.textContent = words.loading;
  try {
    const shown = await Promise.all(chosen.map(page));
    if (mine !== turn) return;
    draw(chosen, shown);
    status.textContent = chosen.length >= MOST ? words.most : "";
  } catch (error) {
    console.warn(error);
    if (mine === turn) status.textContent = words.failed;
  }
};

const asked = new URL(location.href).searchParams.getAll("case").slice(0, MOST);
for (const box of boxes) {
  box.hidden = false;
  box.checked = asked.includes(box.value);
  if (box.checked) box.closest("details").open = true;
}
form.addEventListener("change", run);
run();
