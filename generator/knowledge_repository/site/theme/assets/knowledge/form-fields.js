// The fields of the form: rows of lists, boxes to choose from, reading values, keeping a draft.
// A field is an element with data-field; what it holds follows from the elements inside it.
import { clean, slugOf, withLatinDigits } from "./form-text.js";

const own = (field, selector) =>
  [...field.querySelectorAll(selector)].filter(
    (one) => one.parentElement.closest("[data-field]") === field,
  );

// -- rows -----------------------------------------------------------------------------------------

const NUMBERED = ["id", "name", "for", "aria-describedby", "data-rows", "aria-labelledby"];
const templates = new Map();

const modelPath = (rows) => rows.dataset.rows.replace(/\.\d+(?=\.)/g, ".0");

// The first row of each list is the model of the others. A list that must have a value keeps one.
export const prepareRows = (form) => {
  const all = [...form.querySelectorAll("[data-rows]")];
  for (const rows of all) templates.set(modelPath(rows), rows.firstElementChild.cloneNode(true));
  for (const rows of all) {
    const { dataset } = rows.closest("[data-field]");
    rows.replaceChildren();
    if ("required" in dataset && dataset.field === "list") addRow(rows);
  }
};

// Add a row; its number is in the names of its fields.
export const addRow = (rows, number = Number(rows.dataset.next ?? 0)) => {
  const row = templates.get(modelPath(rows)).cloneNode(true);
  rows.dataset.next = Math.max(number + 1, Number(rows.dataset.next ?? 0));
  row.dataset.number = number;
  for (const element of row.querySelectorAll("*")) {
    for (const name of NUMBERED) {
      const value = element.getAttribute(name);
      const from = `${modelPath(rows)}.0`;
      if (value)
        element.setAttribute(name, value.replaceAll(from, `${rows.dataset.rows}.${number}`));
    }
  }
  row.setAttribute("aria-label", `${row.getAttribute("aria-label")} ${rows.children.length + 1}`);
  for (const inner of row.querySelectorAll("[data-rows]")) inner.replaceChildren();
  rows.append(row);
  return row;
};

// -- boxes ----------------------------------------------------------------------------------------

// The order in which boxes were checked: it is the order of the values.
const turns = new WeakMap();
let turn = 0;

export const chosenOf = (field) =>
  own(field, "[data-options] input:checked").sort(
    (one, other) => (turns.get(one) ?? 0) - (turns.get(other) ?? 0),
  );

export const showChosen = (field, words) => {
  const status = own(field, "[data-chosen]")[0];
  const names = chosenOf(field).map((box) => box.nextElementSibling.textContent);
  status.textContent = names.length ? words.chosen.replace("{names}", names.join(words.comma)) : "";
};

export const check = (box, words) => {
  turn += 1;
  turns.set(box, turn);
  const field = box.closest("[data-field]");
  if (
    box.checked &&
    (box.hasAttribute("data-exclusive") || field.querySelector("[data-exclusive]"))
  ) {
    const exclusive = box.hasAttribute("data-exclusive");
    for (const other of own(field, "[data-options] input")) {
      if (other.hasAttribute("data-exclusive") !== exclusive) other.checked = false;
    }
  }
  showChosen(field, words);
};

export const addBox = (field, value, label) => {
  const list = own(field, "[data-options]")[0];
  const item = document.createElement("li");
  const outer = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", value });
  box.name = field.id;
  const text = Object.assign(document.createElement("span"), { textContent: label, dir: "auto" });
  outer.append(box, " ", text);
  item.append(outer);
  list.append(item);
};

// Letters are compared without marks and without their case.
const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

export const filter = (field, query) => {
  const parts = folded(query).split(/\s+/).filter(Boolean);
  for (const item of own(field, "[data-options] > li")) {
    const text = folded(item.textContent);
    const box = item.querySelector("input");
    item.hidden = !box.checked && !parts.every((word) => text.includes(word));
  }
};

// -- values ---------------------------------------------------------------------------------------

const controlOf = (field) => field.querySelector("input, select, textarea");

const textOf = (field, words) => {
  const text = clean(controlOf(field).value).trim().replace(/\s+/g, " ");
  const { type } = field.dataset;
  if (text === words.ongoing && type === "month-or-ongoing") return "ongoing";
  return type === "text" || type === "by-language" ? text : withLatinDigits(text);
};

// The values of the fields directly inside an element: key → value.
const record = (element, words) => {
  const facts = {};
  for (const field of element.querySelectorAll("[data-field]")) {
    if (field.parentElement.closest("[data-field], [data-row]") !== element) continue;
    const value = read(field, words);
    if (value !== undefined) facts[field.dataset.key] = value;
  }
  return Object.keys(facts).length ? facts : undefined;
};

export const rowsOf = (field) => own(field, "[data-rows]")[0]?.children ?? [];

const rowValues = (field, words) =>
  [...rowsOf(field)]
    .map((row) => read(row.querySelector("[data-field]"), words))
    .filter((value) => value !== undefined);

// The value of a field: a text, a list, a record; undefined if it is empty.
export const read = (field, words) => {
  const kind = field.dataset.field;
  if (kind === "record") return record(field, words);
  if (kind === "file") return field.dataset.name || undefined;
  if (kind === "text") return textOf(field, words) || undefined;
  const values = kind === "list" ? [] : chosenOf(field).map((box) => box.value);
  if (values.length === 1 && field.querySelector("[data-exclusive]:checked")) return values[0];
  if (kind !== "choose") values.push(...rowValues(field, words));
  return values.length ? values : undefined;
};

// A source that is not in the register gets its id from its publisher and title.
export const proposeIds = (form) => {
  for (const field of form.querySelectorAll("[data-field=sources] [data-key=id]")) {
    const control = controlOf(field);
    const title = field.parentElement.querySelector("[data-key=title] :is(input, textarea)");
    if ("own" in control.dataset || !title) continue;
    control.value = slugOf(title.value, 50);
  }
};

// -- draft ----------------------------------------------------------------------------------------

// What is filled in, for localStorage: numbers of rows, values by name, boxes in their order.
export const draftOf = (form) => {
  const draft = { rows: [], values: {}, chosen: {} };
  for (const rows of form.querySelectorAll("[data-rows]")) {
    draft.rows.push([
      rows.dataset.rows,
      [...rows.children].map((row) => Number(row.dataset.number)),
    ]);
  }
  for (const control of form.querySelectorAll("[name]")) {
    if (control.type === "checkbox" || control.type === "file" || !control.value) continue;
    draft.values[control.name] = control.value;
  }
  for (const list of form.querySelectorAll("[data-options]")) {
    const field = list.closest("[data-field]");
    const values = chosenOf(field).map((box) => box.value);
    if (values.length) draft.chosen[field.id] = values;
  }
  return draft;
};

// Fill in a draft. Outer rows come before the rows inside them.
export const fill = (form, draft, words) => {
  for (const [path, numbers] of draft.rows ?? []) {
    const rows = form.querySelector(`[data-rows="${CSS.escape(path)}"]`);
    if (!rows) continue;
    rows.replaceChildren();
    for (const number of numbers) addRow(rows, number);
  }
  for (const [name, value] of Object.entries(draft.values ?? {})) {
    const control = form.elements.namedItem(name);
    if (control instanceof HTMLElement && control.type !== "file") control.value = value;
  }
  for (const [id, values] of Object.entries(draft.chosen ?? {})) choose(form, id, values, words);
};

// Check the boxes of some values, in their order.
export const choose = (form, id, values, words) => {
  for (const value of values) {
    const box = form.querySelector(
      `[data-options] input[name="${CSS.escape(id)}"][value="${CSS.escape(value)}"]`,
    );
    if (!box) continue;
    box.checked = true;
    check(box, words);
  }
};
