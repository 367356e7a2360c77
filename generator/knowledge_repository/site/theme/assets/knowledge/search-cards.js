// What the search page shows of a result. All text enters the page through textContent: no text of an
// entry can become markup.
export const createElement = (tag, className, text) => {
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

// Text and marked text, as the excerpt module cuts it.
const appendParts = (element, parts) => {
  for (const { text, marked } of parts) {
    element.append(marked ? createElement("mark", "", text) : text);
  }
  return element;
};

// The passage that has the words, with a link to its section; the summary if it has them, or if no
// passage does.
const createPassage = ({ url, meta, passages }, highlighter) => {
  const found = highlighter.excerpt([["", "", meta.summary ?? ""], ...passages]);
  const passage = createElement("p", "k-card__summary");
  if (!found) {
    passage.textContent = meta.summary;
    return passage;
  }
  appendParts(passage, found.parts);
  if (found.id) {
    const link = createElement("a", "k-card__section", found.heading);
    link.href = `${url}#${found.id}`;
    passage.append(" ", link);
  }
  return passage;
};

// The card of one result: the same markup as in the template of cards. `iconOf`: kind → its icon.
export const createCard = (result, { highlighter, languages, titles, iconOf }) => {
  const { url, meta, filters } = result;
  const familyClasses = meta.family ? ` k-family k-family--${meta.family}` : "";
  const card = createElement("li", `k-card${familyClasses}`);

  const otherLanguage = languages[meta.lang];
  const heading = createElement("h2", "k-card__title");
  const link = appendParts(createElement("a"), highlighter.mark(meta.title));
  link.href = url;
  heading.append(link);
  const summary = createPassage(result, highlighter);
  if (otherLanguage) {
    for (const element of [link, summary]) {
      element.lang = meta.lang;
      element.dir = otherLanguage.dir;
    }
  }

  const facts = createElement("p", "k-card__facts");
  for (const text of [meta.terms, meta.period]) {
    if (text) facts.append(appendParts(createElement("span"), highlighter.mark(text)));
  }

  const kindLine = createElement("p", "k-card__kind");
  const kindLabel = titles[filters.kind?.[0]];
  if (kindLabel) kindLine.append(createMarked(kindLabel));
  if (kindLabel && otherLanguage) kindLine.append(" · ");
  if (otherLanguage) kindLine.append(otherLanguage.name);
  const kindIcon = iconOf(filters.kind?.[0]);
  if (kindIcon) kindLine.prepend(kindIcon.cloneNode(true));

  card.append(kindLine, heading, summary, facts);
  return card;
};

// A page about what was typed: a country, a trade, a term of the glossary with its definition.
export const createTarget = ([title, address, text], root) => {
  const item = createElement("li");
  const link = createElement("a", "", title);
  link.href = new URL(address, root);
  item.append(link);
  if (text) item.append(createElement("span", "", text));
  return item;
};
