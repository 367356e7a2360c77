// The planner: what a reader typed → the entries that answer, best first.
//
// Each word is looked for as itself (Pagefind compares stems), as the words that mean the same, and
// only if all that finds nothing, as a near spelling or as the beginning of a word. An entry need not
// have all the words: those that it has count by how rare they are.
import { createLexicon, createNormaliser, distance, split } from "./search-lexicon.js";

const LONGEST_PHRASE = 4; // words
const MOST_NEAR = 2;
const SHORTEST_BEGINNING = 4; // letters, of a word that is finished
const MOST_TARGETS = 3;
const MOST_COMPLETIONS = 4;
const WEIGHT = { same: 0.85, ending: 0.9, near: 0.7, completion: 0.6 };
const LEAST_COVERAGE = 0.2; // of the best one
const QUOTED = /["“”«»„]([^"“”«»„]+)["“”«»„]/gu;

// `find` asks the index: a query → a map of the ids of entries to scores.
// `rules`: language code → the rules of its words.
export const createPlanner = ({ language, rules, folder, find }) => {
  const lexicon = createLexicon(folder);
  const { endings, prefixes, question_words: questionWords } = rules[language];
  const normalisers = Object.fromEntries(
    Object.entries(rules).map(([code, { replacements }]) => [code, createNormaliser(replacements)]),
  );
  const normalise = normalisers[language];
  const ignored = new Set(questionWords.flatMap((word) => split(normalise(word))));
  const searches = new Map();
  // In quotation marks, Pagefind finds exactly this stem, with one score for all. Without, it scores,
  // and finds longer and shorter words as well.
  const scored = async (form) => {
    const [exact, loose] = await Promise.all([find(`"${form}"`), find(form)]);
    return new Map([...exact.keys()].map((id) => [id, loose.get(id) ?? 0]));
  };
  const exactly = (form) => {
    if (!searches.has(form)) searches.set(form, scored(form));
    return searches.get(form);
  };

  // The words of a query; never none, if something was typed.
  const wordsOf = (text) => {
    const tokens = split(normalise(text));
    const needed = tokens.filter((word) => !ignored.has(word));
    if (needed.length) return needed;
    return tokens.length ? tokens : split(text.toLowerCase());
  };

  // The words that search for one concept are one unit: "small business".
  const unitsOf = async (tokens) => {
    await Promise.all(tokens.map((word) => lexicon.rows(word)));
    const units = [];
    for (let at = 0; at < tokens.length; ) {
      let unit;
      let length = Math.min(LONGEST_PHRASE, tokens.length - at);
      for (; length > 1; length -= 1) {
        const text = tokens.slice(at, at + length).join(" ");
        const { own, pages } = await lexicon.row(text);
        if (own.length || pages.length) {
          unit = { text, forms: [[text, 1], ...own.map((form) => [form, WEIGHT.same])] };
          break;
        }
      }
      units.push(unit ?? (await wordUnit(tokens[at])));
      at += length;
    }
    return units;
  };

  // The word with the other endings that it may have.
  const otherEndings = (text) =>
    endings.flatMap((group) =>
      group
        .filter((ending) => text.endsWith(ending) && text.length >= ending.length + 3)
        .flatMap((ending) =>
          group.map((other) => text.slice(0, text.length - ending.length) + other),
        ),
    );

  const wordUnit = async (text) => {
    const { number, own } = await lexicon.row(text);
    const forms = [[text, 1], ...own.map((form) => [form, WEIGHT.same])];
    for (const form of new Set(otherEndings(text))) {
      if (form === text) continue;
      const other = await lexicon.row(form);
      if (other.number) forms.push([form, WEIGHT.ending]);
      if (!own.length) forms.push(...other.own.map((one) => [one, WEIGHT.same]));
    }
    const prefix = prefixes.find((one) => text.startsWith(one));
    if (prefix) {
      const form = text.slice(prefix.length);
      const known = form.length > 2 ? await lexicon.row(form) : null;
      if (known?.number > number || (known?.own.length && !number)) {
        forms.push([form, 1], ...known.own.map((one) => [one, WEIGHT.same]));
      }
    }
    return { text, forms };
  };

  // A word of another language: what means the same in this one.
  const foreignForms = async (text) => {
    for (const [code, normaliseOther] of Object.entries(normalisers)) {
      if (code === language) continue;
      const word = normaliseOther(text);
      const { foreign } = word ? await lexicon.row(word) : { foreign: [] };
      if (foreign.length) return foreign.map((form) => [form, WEIGHT.same]);
    }
    return [];
  };

  // Words of the lexicon that are spelt nearly the same; the first letter is right.
  const nearForms = async (text) => {
    const near = Object.keys(await lexicon.rows(text))
      .map((word) => [word, distance(text, word)])
      .filter(([, away]) => Number.isFinite(away));
    const nearest = Math.min(...near.map(([, away]) => away));
    const found = [];
    for (const [word] of near.filter(([, away]) => away === nearest).slice(0, MOST_NEAR)) {
      const { number, own, foreign } = await lexicon.row(word);
      const forms = number ? [word, ...own] : [...own, ...foreign];
      found.push(...forms.map((form) => [form, WEIGHT.near]));
    }
    return found;
  };

  const completions = async (text, shortest = 1) => {
    if (text.length < shortest) return [];
    const longer = [];
    for (const word of Object.keys(await lexicon.rows(text))) {
      if (!word.startsWith(text) || word === text) continue;
      const { number, own } = await lexicon.row(word);
      if (number || own.length) longer.push([word, number]);
    }
    longer.sort(([one, first], [other, second]) => second - first || one.length - other.length);
    return longer.slice(0, MOST_COMPLETIONS).map(([word]) => [word, WEIGHT.completion]);
  };

  // Which entries have one of the forms: their ids, with a weight from 0 to 1.
  const match = async (forms) => {
    const found = new Map();
    const answers = await Promise.all(forms.map(([form]) => exactly(form)));
    for (const [index, scores] of answers.entries()) {
      const best = Math.max(...scores.values());
      for (const [id, score] of scores) {
        const weight = forms[index][1] * (0.4 + 0.6 * (best ? score / best : 0));
        if (weight > (found.get(id) ?? 0)) found.set(id, weight);
      }
    }
    return found;
  };

  const answer = async (unit, unfinished) => {
    const tries = [
      async () => unit.forms,
      () => foreignForms(unit.text),
      () => nearForms(unit.text),
      () => completions(unit.text, SHORTEST_BEGINNING),
    ];
    for (const [number, attempt] of tries.entries()) {
      let forms = await attempt();
      if (number === 0 && unfinished) forms = [...forms, ...(await completions(unit.text))];
      const found = forms.length ? await match(forms) : new Map();
      if (found.size) return { ...unit, found, forms, near: number === 2 };
    }
    return { ...unit, found: new Map(), forms: [], near: false };
  };

  // A phrase that is nowhere in the index is answered by its words.
  const answerWhole = async (unit, unfinished) => {
    const whole = await answer(unit, unfinished);
    const parts = unit.text.split(" ");
    if (whole.found.size || parts.length === 1) return [whole];
    return Promise.all(parts.map(async (part) => answer(await wordUnit(part), false)));
  };

  // The pages about what was typed, as [title, address from the root, definition].
  const targetsOf = async (typed, units) => {
    const numbers = new Set();
    for (const [code, normaliseOther] of Object.entries(normalisers)) {
      const whole = split(normaliseOther(typed)).join(" ");
      const texts = code === language ? [whole, ...units.map(({ text }) => text)] : [whole];
      for (const text of texts.filter(Boolean)) {
        for (const page of (await lexicon.row(text)).pages) numbers.add(page);
      }
    }
    if (!numbers.size) return [];
    const targets = await lexicon.targets();
    return [...numbers].slice(0, MOST_TARGETS).map((number) => targets[number]);
  };

  // `typing`: the last word may be unfinished. Returns the ids of entries, the forms that were found,
  // the words that nothing answers, the near spellings that were used instead, and the pages about
  // what was typed.
  const search = async (typed, typing) => {
    const phrases = [...typed.matchAll(QUOTED)].map(([, phrase]) => normalise(phrase));
    const rest = typed.replace(QUOTED, " ");
    const tokens = wordsOf(rest);
    const planned = [
      ...phrases.filter(Boolean).map((text) => ({ text, forms: [[text, 1]], required: true })),
      ...(await unitsOf(tokens)),
    ];
    const unfinished = typing && tokens.length && !/\s$/u.test(typed) ? planned.length - 1 : -1;
    const answers = await Promise.all(
      planned.map((unit, index) =>
        unit.required
          ? match(unit.forms).then((found) => [{ ...unit, found, near: false }])
          : answerWhole(unit, index === unfinished),
      ),
    );
    const units = answers.flat();

    const pages = await lexicon.pages();
    let whole = 0;
    const totals = new Map();
    for (const { found } of units) {
      const rarity = Math.log(1 + pages / Math.max(1, found.size));
      whole += rarity;
      for (const [id, weight] of found) {
        const total = totals.get(id) ?? { score: 0, coverage: 0 };
        totals.set(id, {
          score: total.score + rarity * weight,
          coverage: total.coverage + rarity,
        });
      }
    }
    const required = units.filter((unit) => unit.required);
    const best = Math.max(0, ...[...totals.values()].map(({ coverage }) => coverage));
    const ids = [...totals]
      .filter(([id]) => required.every(({ found }) => found.has(id)))
      .filter(([, { coverage }]) => coverage >= best * LEAST_COVERAGE)
      .map(([id, { score, coverage }]) => [id, score * (coverage / whole) ** 2])
      .sort(([, one], [, other]) => other - one)
      .map(([id]) => id);
    return {
      ids,
      forms: units.flatMap((unit) => (unit.found.size ? unit.forms.map(([form]) => form) : [])),
      missing: units.filter(({ found }) => !found.size).map(({ text }) => text),
      targets: await targetsOf(rest, units),
      near: units.filter(({ near }) => near).map(({ forms }) => forms[0][0]),
    };
  };

  return { search, normalise };
};
