// The words of a language: how they are compared, and what the lexicon of the index says of them.
const WORD = /[\p{L}\p{N}]/u;

// The rules of content/languages.yml normalise the index and the query in the same way.
// An older browser may not know a regular expression: it then searches without that rule.
export const createNormaliser = (rules) => {
  const compiled = rules.flatMap(([find, replacement]) => {
    try {
      return [[new RegExp(find, "gu"), replacement]];
    } catch {
      return [];
    }
  });
  return (text) =>
    compiled
      .reduce(
        (done, [pattern, replacement]) => done.replace(pattern, replacement),
        text.toLowerCase(),
      )
      .trim();
};

export const split = (text) => text.split(/\s+/u).filter((word) => WORD.test(word));

const SHORT = 5; // letters

// How far apart two spellings may be: Damerau-Levenshtein distance. The shorter a word, the more words
// are near it that mean something else.
const tolerance = (word) => {
  if (word.length < 4 || /\d/u.test(word)) return 0;
  return word.length < 8 ? 1 : 2;
};

// The distance of two spellings; Infinity if it is more than the first one tolerates. In a short word,
// another letter makes another word; a letter too few, too many or in the wrong place is a slip.
export const distance = (one, other) => {
  const limit = tolerance(one);
  const exact = limit === 2 ? 2 : 1;
  if (Math.abs(one.length - other.length) > limit) return Number.POSITIVE_INFINITY;
  if (one.slice(0, exact) !== other.slice(0, exact)) return Number.POSITIVE_INFINITY;
  const otherLetter = one.length > SHORT ? 1 : 2;
  let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const change = one[i - 1] === other[j - 1] ? 0 : otherLetter;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + change);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > limit) return Number.POSITIVE_INFINITY;
    [before, last] = [last, row];
  }
  return last[other.length] <= limit ? last[other.length] : Number.POSITIVE_INFINITY;
};

// The lexicon of a language: a file for each first letter; see search/lexicon.py.
export const createLexicon = (folder) => {
  const load = async (name) => {
    const response = await fetch(new URL(`${name}.json`, folder));
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    return response.json();
  };
  let letters;
  const start = () => {
    letters ??= load("letters");
    return letters;
  };
  const files = new Map();
  const rows = async (word) => {
    const [letter] = word;
    if (!files.has(letter)) {
      const known = (await start()).letters;
      files.set(letter, known.includes(letter) ? load(letter.codePointAt(0).toString(16)) : {});
    }
    return files.get(letter);
  };
  return {
    rows,
    pages: async () => (await start()).pages,
    targets: () => load("targets"),
    // {number of entries, words that mean the same, the same for a word of another language, numbers
    // of the pages about it}
    row: async (word) => {
      const found = await rows(word);
      if (!Object.hasOwn(found, word)) return { number: 0, own: [], foreign: [], pages: [] };
      const [number, own = [], foreign = [], pages = []] = [found[word]].flat(1);
      return { number, own, foreign, pages };
    },
  };
};
