// What the check would refuse, found while people still fill in the form: [{ id, label, text }].
// The limits are those of the schema; the words are those of the page.
import { read, rowsOf } from "./form-fields.js";
import { citedIn, citesSource, mistakeIn } from "./form-text.js";

const NUMBER = /^-?\d{1,15}(\.\d{1,9})?$/;
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LONGEST_NAME = 80;

const fillIn = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

// Whether a text that looks like a date is a day, a month or a year of the calendar.
const isDate = (text) => {
  const [year, month = "1", day = "1"] = text.split("-");
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
};

const wrongText = (text, { dataset }, words) => {
  const least = Number(dataset.lengthLeast ?? 0);
  const most = Number(dataset.lengthMost ?? Number.POSITIVE_INFINITY);
  const count = [...text].length;
  if (count < least) return fillIn(words.short, { least, count });
  if (count > most) return fillIn(words.long, { most, count });
  if (dataset.type === "number" || dataset.type === "integer") {
    const whole = dataset.type === "number" || !text.includes(".");
    if (!NUMBER.test(text) || !whole) return words.number;
    const { valueLeast = Number.NEGATIVE_INFINITY, valueMost = Number.POSITIVE_INFINITY } = dataset;
    if (Number(text) < Number(valueLeast) || Number(text) > Number(valueMost)) {
      return fillIn(words.range, {
        least: dataset.valueLeast ?? "–",
        most: dataset.valueMost ?? "–",
      });
    }
  }
  if (dataset.pattern && !new RegExp(`^(?:${dataset.pattern})$`).test(text)) {
    return fillIn(words.shape, { form: dataset.form });
  }
  if (["date", "day", "month", "month-or-ongoing"].includes(dataset.type) && text !== "ongoing") {
    if (!isDate(text)) return words.day;
  }
  return "";
};

// A year without a month covers all its months: 2014-06 to 2014 is possible.
const endsBefore = ({ start, end }) => {
  if (typeof start !== "string" || typeof end !== "string" || end === "ongoing") return false;
  const length = Math.min(start.length, end.length);
  return end.slice(0, length) < start.slice(0, length);
};

export const problemsOf = (form, words, data) => {
  const problems = [];

  const report = (field, text) => {
    const control = field.matches("fieldset, [id]")
      ? field
      : field.querySelector("input:not([type=search]), textarea, select:not([data-cite])");
    const label = field.querySelector("[data-label]").textContent;
    problems.push({ id: control.id, label, text });
  };

  const partsOf = (element) =>
    [...element.querySelectorAll("[data-field]")].filter(
      (one) => one.parentElement.closest("[data-field], [data-row]") === element,
    );

  const checkField = (field) => {
    const value = read(field, words);
    const { field: kind, itemsMost } = field.dataset;
    const needed = "required" in field.dataset;
    if (value === undefined && needed && kind !== "record") {
      report(field, kind === "text" || kind === "file" ? words.needed : words.choose);
    } else if (kind === "text" && value !== undefined) {
      const wrong = wrongText(value, field, words);
      if (wrong) report(field, wrong);
    } else if (kind === "record" && (value !== undefined || needed)) {
      for (const part of partsOf(field)) checkField(part);
      if (value && endsBefore(value)) report(field, words.order);
    } else if (Array.isArray(value)) {
      if (value.length > Number(itemsMost ?? Number.POSITIVE_INFINITY)) {
        report(field, fillIn(words.many, { most: itemsMost }));
      }
      for (const row of rowsOf(field)) {
        const one = row.querySelector("[data-field]");
        if (read(one, words) !== undefined) checkField(one);
      }
    }
  };

  const whole = form.querySelector(":scope > [data-field=record]");
  for (const field of partsOf(whole)) checkField(field);
  checkSections(form, words, data, report);
  return problems;
};

// Whether a section must be there: always, or with the values that other fields have.
export const isNeeded = (section, form) => {
  const conditions = Object.entries(JSON.parse(section.dataset.conditions));
  if ("required" in section.dataset) return true;
  return (
    conditions.length > 0 &&
    conditions.every(([key, value]) => form.elements.namedItem(key)?.value === value)
  );
};

const checkSections = (form, words, data, report) => {
  const ids = new Set(data.sources.map((source) => source.id));
  const cited = new Set();
  // In a draft, sources may still be missing.
  const mustCite = form.elements.namedItem("status")?.value !== "draft";
  for (const section of form.querySelectorAll("[data-section]")) {
    const text = section.querySelector("textarea").value.trim();
    if (!text && isNeeded(section, form)) report(section, words.needed);
    const mistake = mistakeIn(text, ids);
    if (mistake) {
      const [name, value] = mistake;
      const texts = { heading: words.heading, html: words.html, unknown: words.unknown };
      report(section, fillIn(texts[name], { value }));
    } else if (text && mustCite && "cited" in section.dataset && !citesSource(text)) {
      report(section, words.no_source);
    }
    for (const id of citedIn(text)) cited.add(id);
  }
  for (const select of form.querySelectorAll("[data-names=source] select")) cited.add(select.value);
  const sources = form.querySelector("[data-field=sources]");
  const uncited = data.sources.filter((source) => !cited.has(source.id));
  if (sources && uncited.length) {
    const names = uncited.map((source) => source.title).join(words.comma);
    report(sources, fillIn(words.uncited, { names }));
  }
  const known = new Set();
  for (const { id, isNew } of data.sources) {
    if (known.has(id) || (isNew && data.registered.has(id)))
      report(sources, fillIn(words.taken, { id }));
    known.add(id);
  }

  const folder = form.querySelector("[data-folder]");
  const name = form.elements.namedItem("folder").value;
  if (!name) report(folder, words.needed);
  else if (!SLUG.test(name) || name.length > LONGEST_NAME) {
    report(folder, fillIn(words.shape, { form: "a-z 0-9 -" }));
  } else if (data.taken.includes(name)) report(folder, fillIn(words.taken, { id: name }));
};

// Show the problems next to their fields, and all of them with links at the top.
export const showProblems = (form, problems, words) => {
  for (const place of form.querySelectorAll("[data-error]")) place.textContent = "";
  for (const control of form.querySelectorAll("[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
  }
  const summary = form.querySelector("[data-problems]");
  summary.hidden = problems.length === 0;
  const list = document.createElement("ul");
  for (const { id, label, text } of problems) {
    const place = document.getElementById(`${id}-error`);
    place.textContent = text;
    const control = document.getElementById(id);
    if (!control.matches("fieldset")) control.setAttribute("aria-invalid", "true");
    const link = Object.assign(document.createElement("a"), { href: `#${id}` });
    link.textContent = `${label}${words.colon}${text}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      for (let part = control; part; part = part.parentElement.closest("details")) {
        if (part.matches("details")) part.open = true;
        if (!part.parentElement) break;
      }
      control.focus();
    });
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  const heading = Object.assign(document.createElement("p"), { textContent: words.problems });
  summary.replaceChildren(heading, list);
};
