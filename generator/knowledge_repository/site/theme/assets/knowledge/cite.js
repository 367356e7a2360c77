// How to cite an entry, as a file for reference managers: made from the JSON-LD of its page, in the
// same form as the bulk files of exports/citations.py. Loaded when a reader asks for a file.

const oneLine = (text) => text.split(/\s+/).join(" ").trim();
const tex = (text) => text.replace(/[\\^~]/g, " ").replace(/[{}$&%#_]/g, "\\$&");

function read() {
  const data = JSON.parse(document.querySelector('script[type="application/ld+json"]').textContent);
  return {
    id: data["@id"].split("/").at(-2),
    title: data.headline,
    authors: data.author.map((author) => author.name),
    site: document.querySelector(".k-brand span").textContent,
    language: data.inLanguage,
    day: data.dateModified,
    url: data["@id"],
    summary: data.description,
  };
}

function bibtex(one) {
  const authors = one.authors.map((name) => `{${tex(name)}}`).join(" and ");
  return `@online{${one.id},
  title = {${tex(one.title)}},
  author = {${authors}},
  organization = {${tex(one.site)}},
  date = {${one.day}},
  langid = {${one.language}},
  url = {${one.url}},
}
`;
}

function ris(one) {
  const lines = [
    ["TY", "ELEC"],
    ["ID", one.id],
    ["TI", one.title],
    ...one.authors.map((name) => ["AU", name]),
    ["PB", one.site],
    ["PY", one.day.slice(0, 4)],
    ["DA", `${one.day.replaceAll("-", "/")}/`],
    ["LA", one.language],
    ["AB", one.summary],
    ["UR", one.url],
    ["ER", ""],
  ];
  return `${lines.map(([tag, value]) => `${tag}  - ${oneLine(value)}\r\n`).join("")}\r\n`;
}

function csl(one) {
  const item = {
    id: one.id,
    type: "webpage",
    title: one.title,
    author: one.authors.map((name) => ({ literal: name })),
    "container-title": one.site,
    issued: { "date-parts": [one.day.split("-").map(Number)] },
    language: one.language,
    abstract: one.summary,
    URL: one.url,
  };
  return `${JSON.stringify([item], null, 1)}\n`;
}

const FORMATS = {
  BibTeX: [bibtex, "bib", "application/x-bibtex"],
  RIS: [ris, "ris", "application/x-research-info-systems"],
  "CSL-JSON": [csl, "csl.json", "application/vnd.citationstyles.csl+json"],
};

// Give the reader a file that cites the entry of this page. "format": a key of FORMATS.
export function download(format) {
  const [make, ending, type] = FORMATS[format];
  const one = read();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([make(one)], { type }));
  link.download = `${one.id}.${ending}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
