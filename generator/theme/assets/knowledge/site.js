// Light or dark, the language that a reader chose, and the door at the top of the site.
// Everything works without this script; nothing here leaves the browser.
const remember = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* private mode */
  }
};
const recall = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

const toggle = document.querySelector("[data-scheme-toggle]");
if (toggle) {
  toggle.hidden = false;
  const dark = () =>
    (document.documentElement.dataset.scheme ??
      (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  toggle.setAttribute("aria-pressed", String(dark()));
  toggle.addEventListener("click", () => {
    const next = dark() ? "light" : "dark";
    document.documentElement.dataset.scheme = next;
    remember("scheme", next);
    toggle.setAttribute("aria-pressed", String(dark()));
  });
}

// Digits as a reader prefers them, wherever the country of a text would write others.
const digits = document.querySelector("[data-digits]");
if (digits) {
  const SIGNS = { latn: "0123456789.,", arab: "٠١٢٣٤٥٦٧٨٩٫٬" };
  const NUMBER = {
    latn: /[٠-٩]+(?:[٫٬][٠-٩]+)*/g,
    arab: /(?<![A-Za-z0-9])[0-9]+(?:[.,][0-9]+)*(?![A-Za-z0-9])/g,
  };
  const write = (system) => {
    const from = SIGNS[system === "latn" ? "arab" : "latn"];
    const walk = document.createTreeWalker(
      document.getElementById("content"),
      NodeFilter.SHOW_TEXT,
    );
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (
        !node.parentElement.closest(
          "script, code, [lang]:not([lang=" + document.documentElement.lang + "])",
        )
      )
        node.data = node.data.replace(NUMBER[system], (n) =>
          [...n].map((c) => SIGNS[system][from.indexOf(c)]).join(""),
        );
    }
  };
  digits.hidden = false;
  let shown = recall("digits");
  if (shown in SIGNS) write(shown);
  digits.addEventListener("click", () => {
    shown = shown === "arab" ? "latn" : "arab";
    remember("digits", shown);
    write(shown);
  });
}

for (const link of document.querySelectorAll("a[data-language]")) {
  link.addEventListener("click", () => remember("language", link.dataset.language));
  // The other language of a search or a section is the same search, the same section.
  if (link.closest(".k-languages")) {
    const follow = () => {
      link.search = location.search;
      link.hash = location.hash;
    };
    link.addEventListener("pointerenter", follow);
    link.addEventListener("focus", follow);
  }
}

const doors = document.querySelector("[data-doors]");
if (doors) {
  const links = [...doors.querySelectorAll("a[data-language]")];
  const wanted = [recall("language"), ...navigator.languages].filter(Boolean);
  for (const language of wanted) {
    const link =
      links.find((a) => a.dataset.language === language) ??
      links.find((a) => a.dataset.language.split("-")[0] === language.split("-")[0]);
    if (link) {
      location.replace(link.href);
      break;
    }
  }
}
