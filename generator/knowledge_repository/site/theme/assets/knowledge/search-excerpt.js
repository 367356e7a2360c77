// Why an entry is a result: the passage of its text that has most of the words, and the words in it.
const LENGTH = 160; // characters
const TOKEN = /[\p{L}\p{N}\p{M}’'ـ]+/gu;

// Words of a text, with their places; those that are not searched for ("the") are left out.
const tokensOf = (text, normalise) =>
  [...text.matchAll(TOKEN)].flatMap(({ 0: word, index }) => {
    const parts = normalise(word).split(/\s+/u).filter(Boolean);
    return parts.length ? [{ parts, start: index, end: index + word.length }] : [];
  });

// The stems are Pagefind's own; the same beginning is near enough for a mark.
const isForm = ({ parts }, word) => {
  const start = word.slice(0, Math.max(4, word.length - 2));
  const longest = word.length + (word.length < 4 ? 1 : 3);
  return parts.some((part) => part.startsWith(start) && part.length <= longest);
};

// Where the forms are in a text: {form, start, end}. A form may have several words.
const hitsOf = (text, forms, normalise) => {
  const tokens = tokensOf(text, normalise);
  const hits = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const found = forms.find((form) =>
      form.every((word, index) => tokens[at + index] && isForm(tokens[at + index], word)),
    );
    if (!found) continue;
    const last = tokens[at + found.length - 1];
    hits.push({ form: found, start: tokens[at].start, end: last.end });
    at += found.length - 1;
  }
  return hits;
};

// The window of the text with the most different forms.
const densest = (hits) => {
  let best = { number: 0, start: 0 };
  for (const [index, { start }] of hits.entries()) {
    const inside = hits.slice(index).filter(({ end }) => end <= start + LENGTH);
    const number = new Set(inside.map(({ form }) => form)).size;
    if (number > best.number) best = { number, start };
  }
  return best;
};

const partsOf = (text, hits, from, to) => {
  const parts = [];
  let at = from;
  for (const { start, end } of hits.filter((hit) => hit.start >= from && hit.end <= to)) {
    parts.push({ text: text.slice(at, start) }, { text: text.slice(start, end), marked: true });
    at = end;
  }
  return [...parts, { text: text.slice(at, to) }].filter((part) => part.text);
};

export const createHighlighter = (forms, normalise) => {
  const wanted = forms
    .map((form) => form.split(" ").filter(Boolean))
    .sort((one, other) => other.length - one.length);
  const hitsIn = (text) => hitsOf(text, wanted, normalise);

  // A whole text as parts; what was searched for is marked.
  const mark = (text) => partsOf(text, hitsIn(text), 0, text.length);

  // The best passage: {id and heading of its section, parts}; null if the text has none of the words.
  const excerpt = (passages) => {
    let best = null;
    for (const [id, heading, text] of passages) {
      const hits = hitsIn(text);
      const { number, start } = densest(hits);
      if (number > (best?.number ?? 0)) best = { id, heading, text, hits, number, start };
    }
    if (!best) return null;
    const { id, heading, text, hits, start } = best;
    let from = Math.max(0, start - LENGTH / 4);
    if (from > 0) from = text.indexOf(" ", from) + 1;
    let to = Math.min(text.length, from + LENGTH);
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), start + 1);
    const parts = partsOf(text, hits, from, to);
    if (from > 0) parts.unshift({ text: "… " });
    if (to < text.length) parts.push({ text: " …" });
    return { id, heading, parts };
  };

  return { mark, excerpt };
};
