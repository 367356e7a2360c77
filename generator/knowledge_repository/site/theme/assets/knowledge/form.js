// The form for a new entry: it makes the files of an entry from what people fill in, and offers ways
// to send them. Nothing leaves the browser by itself; a draft is kept in the browser.
import { isNeeded, problemsOf, showProblems } from "./form-checks.js";
import * as fields from "./form-fields.js";
import { pictureOf } from "./form-files.js";
import { clean, fileOf, slugOf } from "./form-text.js";
import { waysOf } from "./form-ways.js";

const { words } = JSON.parse(document.querySelector("[data-form-words]").textContent);
const form = document.querySelector("[data-entry-form]");
const facts = form.querySelector(":scope > [data-field=record]");
const folder = form.elements.namedItem("folder");
const title = form.elements.namedItem("title");
const status = form.querySelector("[data-status]");
const { parent } = form.dataset;
const KEY = `draft:${location.pathname}`;
const pictures = new Map(); // input → { name, bytes }
let register = { sources: [], entries: {}, taken: [] };

const say = (text) => {
  status.textContent = text;
};
const ways = waysOf(form, words, say);

// -- draft ----------------------------------------------------------------------------------------

// Some browsers refuse storage in private windows: then nothing is kept.
const storage = (work) => {
  try {
    return work(localStorage);
  } catch {
    return null;
  }
};
let waiting;
const keep = () => storage((store) => store.setItem(KEY, JSON.stringify(fields.draftOf(form))));
const keepSoon = () => {
  clearTimeout(waiting);
  waiting = setTimeout(keep, 300);
};

// -- sources and entries --------------------------------------------------------------------------

const load = async () => {
  const response = await fetch(form.dataset.source);
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  register = await response.json();
};

const option = (value, label) => Object.assign(new Option(label, value), { dir: "auto" });

const offerEntries = (element) => {
  for (const field of element.querySelectorAll("[data-names=entry]")) {
    const kinds = field.dataset.kind ? [field.dataset.kind] : Object.keys(register.entries);
    const rows = kinds.flatMap((one) => register.entries[one] ?? []);
    const select = field.dataset.field === "text" ? field.querySelector("select") : null;
    for (const [id, label] of rows) {
      if (select) select.append(option(id, label));
      else fields.addBox(field, id, label);
    }
  }
};

// The sources of this entry: those that are chosen, and new ones. [{ id, title, isNew }]
const sources = () => {
  const field = form.querySelector("[data-field=sources]");
  if (!field) return [];
  const chosen = fields.chosenOf(field).map((box) => ({
    id: box.value,
    title: box.nextElementSibling.textContent,
    isNew: false,
  }));
  const all = fields.read(field, words) ?? [];
  const added = all.filter((one) => typeof one === "object" && one.id);
  return [
    ...chosen,
    ...added.map(({ id, title: name = id }) => ({ id, title: name, isNew: true })),
  ];
};

// Sections cite these sources, and figures name them.
const offerSources = () => {
  const found = sources();
  const selects = form.querySelectorAll(
    "select[data-cite], [data-names=source][data-field=text] select",
  );
  for (const select of selects) {
    const { value } = select;
    const empty = select.matches("[data-cite]") ? [] : [option("", "")];
    select.replaceChildren(...empty, ...found.map((one) => option(one.id, one.title)));
    if (found.some((one) => one.id === value)) select.value = value;
  }
};

const cite = (button) => {
  const section = button.closest("[data-section]");
  const { value } = section.querySelector("[data-cite]");
  const area = section.querySelector("textarea");
  if (value) area.setRangeText(`[^${value}]`, area.selectionStart, area.selectionEnd, "end");
  area.focus();
};

// -- pictures -------------------------------------------------------------------------------------

const takePicture = async (input) => {
  const field = input.closest("[data-field]");
  const error = document.getElementById(`${input.id}-error`);
  pictures.delete(input);
  delete field.dataset.name;
  error.textContent = "";
  const [file] = input.files;
  if (!file) return;
  const limits = {
    bytes: Number(form.dataset.pictureBytes),
    pixels: Number(form.dataset.pixels),
  };
  try {
    const { ending, bytes } = await pictureOf(file, limits);
    const base = slugOf(file.name.replace(/\.[^.]*$/, "")) || "picture";
    const names = new Set([...pictures.values()].map((one) => one.name));
    let name = `${base}.${ending}`;
    for (let number = 2; names.has(name); number += 1) name = `${base}-${number}.${ending}`;
    pictures.set(input, { name, bytes });
    field.dataset.name = name;
  } catch (problem) {
    console.info(problem);
    error.textContent = words.picture;
  }
};

// -- results --------------------------------------------------------------------------------------

// The sections with a text. Pictures that no section shows follow the last one.
const sectionTexts = (media) => {
  const found = [...form.querySelectorAll("[data-section]")]
    .map((section) => [
      section.dataset.section,
      clean(section.querySelector("textarea").value).trim(),
    ])
    .filter(([, text]) => text);
  const all = found.map(([, text]) => text).join("\n");
  for (const { file, alt = "" } of media) {
    if (!file || all.includes(`](${file})`) || !found.length) continue;
    found.at(-1)[1] += `\n\n![${alt.replace(/[[\]\\`*_<>]/g, "\\$&")}](${file})`;
  }
  return found;
};

const wasCleaned = () =>
  [...form.querySelectorAll("input[type=text], textarea")].some(
    (one) => clean(one.value) !== one.value,
  );

// The text of the entry, or null if something is missing or wrong.
const makeText = () => {
  fields.proposeIds(form);
  offerSources();
  const problems = problemsOf(form, words, {
    sources: sources(),
    registered: new Set(register.sources.map(([id]) => id)),
    taken: register.taken,
  });
  showProblems(form, problems, words);
  if (problems.length) {
    form.querySelector("[data-problems]").focus();
    say("");
    return null;
  }
  const values = fields.read(facts, words);
  const text = fileOf(values, sectionTexts(values.media ?? []));
  form.querySelector("[data-result]").value = text;
  return text;
};

const send = async (way) => {
  const text = makeText();
  if (text === null) return;
  const path = `${parent}/${folder.value}`;
  await ways[way]({ text, path, title: title.value, pictures: [...pictures.values()] });
  if (wasCleaned()) say(`${status.textContent} ${words.cleaned}`);
};

// -- events ---------------------------------------------------------------------------------------

const markNeeded = () => {
  for (const section of form.querySelectorAll("[data-section]")) {
    const mark = section.querySelector("[data-needed]");
    mark.dataset.text ??= mark.textContent;
    mark.textContent = isNeeded(section, form) ? words.required : mark.dataset.text;
  }
};

form.addEventListener("input", ({ target }) => {
  if (target === title && !("own" in folder.dataset)) folder.value = slugOf(title.value);
  if (target === folder || target.closest("[data-field=sources] [data-key=id]")) {
    target.dataset.own = "";
  }
  if (target.matches("[data-filter]")) {
    fields.filter(target.closest("[data-field]"), target.value);
  }
  keepSoon();
});

form.addEventListener("change", ({ target }) => {
  if (target.matches("[data-options] input")) fields.check(target, words);
  if (target.matches("[type=file]")) takePicture(target);
  if (target.closest("[data-field=sources]")) {
    fields.proposeIds(form);
    offerSources();
  }
  markNeeded();
  keepSoon();
});

form.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const list = button.closest("[data-field=list], [data-field=sources]");
  if (button.matches("[data-insert]")) cite(button);
  else if (button.matches("[data-way]")) send(button.dataset.way);
  else if (button.matches("[data-add]")) {
    const row = fields.addRow(list.querySelector("[data-rows]"));
    offerEntries(row);
    offerSources();
    row.querySelector("[name]").focus();
  } else if (button.matches("[data-remove]")) {
    for (const input of button.closest("[data-row]").querySelectorAll("[type=file]")) {
      pictures.delete(input);
    }
    button.closest("[data-row]").remove();
    list.focus();
    offerSources();
  }
  keepSoon();
});

document.querySelector("[data-clear]").addEventListener("click", () => {
  clearTimeout(waiting);
  storage((store) => store.removeItem(KEY));
  location.replace(location.pathname);
});
form.addEventListener("submit", (event) => event.preventDefault());

// -- start ----------------------------------------------------------------------------------------

// Elements that do nothing without this script.
for (const element of document.querySelectorAll("[data-script]")) element.hidden = false;
fields.prepareRows(form);
try {
  await load();
} catch (problem) {
  console.warn(problem);
  say(words.failed);
}
offerEntries(form);
for (const field of form.querySelectorAll("[data-field=sources]")) {
  for (const [id, label, publisher] of register.sources) {
    fields.addBox(field, id, publisher ? `${label} (${publisher})` : label);
  }
}
const draft = storage((store) => JSON.parse(store.getItem(KEY)));
if (draft) {
  // Rows first: their fields offer entries and sources, too.
  fields.fill(form, { rows: draft.rows, chosen: draft.chosen }, words);
  for (const row of form.querySelectorAll("[data-row]")) offerEntries(row);
  fields.fill(form, { values: draft.values }, words);
  offerSources();
  fields.fill(form, { values: draft.values }, words);
  say(words.restored);
}
for (const day of form.querySelectorAll("[data-today]")) {
  day.value ||= new Date().toLocaleDateString("sv"); // as 2026-11-22, in the reader's time zone
}
for (const [key, value] of new URL(location.href).searchParams) {
  fields.choose(form, key, value.split(","), words);
  const control = form.elements.namedItem(key);
  if (control instanceof HTMLSelectElement) control.value = value;
}
markNeeded();
form.dataset.ready = "";
