// Every page: light or dark scheme, digits, choice of language.
// Each page also works without this script. Nothing that it stores leaves the browser.

// Some browsers refuse storage in private windows: then the choice holds for one page only.
const remember = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {}
};
const recall = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

// Light or dark scheme. An inline script in the page applies a stored choice before this one runs.
const schemeButton = document.querySelector("[data-scheme-toggle]");
if (schemeButton) {
  const root = document.documentElement;
  const systemScheme = () =>
    matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const isDark = () => (root.dataset.scheme ?? systemScheme()) === "dark";
  const showState = () => schemeButton.setAttribute("aria-pressed", String(isDark()));

  schemeButton.hidden = false;
  showState();
  schemeButton.addEventListener("click", () => {
    const scheme = isDark() ? "light" : "dark";
    root.dataset.scheme = scheme;
    remember("scheme", scheme);
    showState();
  });
}

// Digits: the button changes all numbers of the page from one system to the other.
const digitsButton = document.querySelector("[data-digits]");
if (digitsButton) {
  const SIGNS = { latn: "0123456789.,", arab: "٠١٢٣٤٥٦٧٨٩٫٬" };
  // What to replace in order to get a system: numbers of the other one. Digits that are part of a
  // word in Latin letters stay.
  const NUMBERS = {
    latn: /[٠-٩]+(?:[٫٬][٠-٩]+)*/g,
    arab: /(?<![A-Za-z0-9])[0-9]+(?:[.,][0-9]+)*(?![A-Za-z0-9])/g,
  };
  // Code and text in another language keep their digits.
  const UNCHANGED = `script, code, [lang]:not([lang=${document.documentElement.lang}])`;

  const writeDigits = (system) => {
    const from = SIGNS[system === "latn" ? "arab" : "latn"];
    const to = SIGNS[system];
    const convert = (number) => [...number].map((sign) => to[from.indexOf(sign)]).join("");
    const texts = document.createTreeWalker(
      document.getElementById("content"),
      NodeFilter.SHOW_TEXT,
    );
    while (texts.nextNode()) {
      const node = texts.currentNode;
      if (node.parentElement.closest(UNCHANGED)) continue;
      node.data = node.data.replace(NUMBERS[system], convert);
    }
  };

  digitsButton.hidden = false;
  let system = recall("digits");
  if (system in SIGNS) writeDigits(system);
  digitsButton.addEventListener("click", () => {
    system = system === "arab" ? "latn" : "arab";
    remember("digits", system);
    writeDigits(system);
  });
}

// The page of an entry: its citation as a file, and its text. What makes a file is loaded on use.
const citation = document.querySelector(".k-cite");
if (citation && document.querySelector('script[type="application/ld+json"]')) {
  const script = document.currentScript.src.replace(/[^/]*$/, "cite.js");
  const files = document.createElement("p");
  files.className = "k-about__links";
  files.dir = "ltr";
  for (const format of ["BibTeX", "RIS", "CSL-JSON"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "k-more";
    button.textContent = format;
    button.addEventListener("click", async () => (await import(script)).download(format));
    files.append(button, " ");
  }
  const text = document.createElement("a");
  text.href = "index.md";
  text.textContent = "Markdown";
  files.append(text);
  if (location.protocol !== "file:") citation.after(files); // a file loads no module
}

// Links to other languages: remember the choice.
for (const link of document.querySelectorAll("a[data-language]")) {
  link.addEventListener("click", () => remember("language", link.dataset.language));
  // In the header, the link leads to the same search or the same section in the other language.
  if (link.closest(".k-languages")) {
    const keepSearchAndHash = () => {
      link.search = location.search;
      link.hash = location.hash;
    };
    link.addEventListener("pointerenter", keepSearchAndHash);
    link.addEventListener("focus", keepSearchAndHash);
  }
}

// The first page of the site lists the languages. It opens the best one: the remembered language,
// or else one that the browser asks for, by its full code before its first part.
const languageList = document.querySelector("[data-doors]");
if (languageList) {
  const links = [...languageList.querySelectorAll("a[data-language]")];
  const firstPart = (code) => code.split("-")[0];
  const preferred = [recall("language"), ...navigator.languages].filter(Boolean);
  for (const code of preferred) {
    const link =
      links.find(({ dataset }) => dataset.language === code) ??
      links.find(({ dataset }) => firstPart(dataset.language) === firstPart(code));
    if (link) {
      location.replace(link.href);
      break;
    }
  }
}

// "/" and Ctrl+K lead to the search box, except where a reader is writing.
addEventListener("keydown", (event) => {
  const wanted = event.key === "/" || (event.key === "k" && (event.ctrlKey || event.metaKey));
  if (!wanted || event.target.closest("input, textarea, select, [contenteditable]")) return;
  const box = document.querySelector("#query, #home-search, #header-search");
  if (!box?.checkVisibility()) return;
  event.preventDefault();
  box.focus();
});
