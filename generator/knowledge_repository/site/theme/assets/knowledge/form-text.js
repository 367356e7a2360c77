// What people filled in → the file of an entry: front matter and text. No access to the page.

// Letters of other scripts → Latin letters for names of folders. Marks on letters are removed by
// Unicode normalisation; the rest of these alphabets is what the languages of the region use.
const LATIN = Object.fromEntries(
  (
    "œ=oe æ=ae ß=ss ø=o ł=l đ=d ð=d þ=th ı=i " +
    "ا=a ب=b ت=t ث=th ج=j ح=h خ=kh د=d ذ=dh ر=r ز=z س=s ش=sh ص=s ض=d ط=t ظ=z ع=a غ=gh ف=f ق=q " +
    "ك=k ل=l م=m ن=n ه=h و=w ي=y ى=a ة=a ء= ٱ=a پ=p چ=ch ژ=zh گ=g ک=k ی=y ۀ=e " +
    "а=a б=b в=v г=g д=d е=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh " +
    "ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya і=i ә=a ғ=gh қ=q ң=ng ө=o ұ=u ү=u һ=h"
  )
    .split(" ")
    .map((pair) => pair.split("=")),
);
const DIGITS = /[٠-٩۰-۹]/g;
const toDigit = (digit) => String(digit.codePointAt(0) & 0xf);

// Characters that the check refuses, and that no one means to write: controls, invisible ones, those
// that turn the direction of writing. Marks of direction are needed only next to right-to-left text.
const INVISIBLE =
  /\u034F|\u17B4|\u17B5|[\u180B-\u180F\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u00AD\u115F\u1160\u200B\u2028\u2029\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFC\u{E0000}-\u{E0FFF}]|\u200D(?![\u2600-\u27BF\u{1F000}-\u{1FAFF}])/gu;
const MARKS = /[\u061C\u200C\u200E\u200F]/g;
const RIGHT_TO_LEFT = /[\u05D0-\u05EA\u0620-\u064A\u066E-\u06D3\uFB50-\uFDFB\uFE70-\uFEFC]/;

// A text without characters that the check refuses. Line ends and tabs stay.
export const clean = (text) => {
  const seen = text
    .replace(/\r\n?/g, "\n")
    .replace(INVISIBLE, (sign) => (sign === "\n" || sign === "\t" ? sign : ""));
  return RIGHT_TO_LEFT.test(seen) ? seen : seen.replace(MARKS, "");
};

export const withLatinDigits = (text) => text.replace(DIGITS, toDigit);

// The name of a folder for a title: small Latin letters, digits and hyphens.
export const slugOf = (title, most = 60) => {
  const plain = withLatinDigits(title.toLowerCase())
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(
      /[^a-z0-9\s]/gu,
      (letter) => LATIN[letter] ?? (/\p{L}|['’ʼ]/u.test(letter) ? "" : "-"),
    );
  const parts = plain.split(/[^a-z0-9]+/).filter(Boolean);
  let slug = parts.shift()?.slice(0, most) ?? "";
  for (const word of parts) {
    if (slug.length + 1 + word.length > most) break;
    slug += `-${word}`;
  }
  return slug;
};

// -- front matter ---------------------------------------------------------------------------------

const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const SPECIAL = /^(null|true|false|yes|no|on|off)$/i;
const quoted = (text) =>
  PLAIN.test(text) && !(SPECIAL.test(text) && text !== text.toUpperCase())
    ? text
    : `"${text.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"`;

const written = (value) => {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (typeof value === "object") {
    const pairs = Object.entries(value).map(([key, one]) => `${key}: ${written(one)}`);
    return `{${pairs.join(", ")}}`;
  }
  return quoted(value);
};

const lineOf = ([key, value]) => {
  if (Array.isArray(value) && value.some((one) => typeof one === "object")) {
    return [`${key}:`, ...value.map((one) => `  - ${written(one)}`)].join("\n");
  }
  return `${key}: ${written(value)}`;
};

// The file of an entry. facts: key → text, list or record; sections: [heading, text].
export const fileOf = (facts, sections) => {
  const lines = Object.entries(facts).map(lineOf);
  const texts = sections.map(([heading, text]) => `\n## ${heading}\n\n${text}\n`);
  return `---\n${lines.join("\n")}\n---\n${texts.join("")}`;
};

// -- mistakes in the Markdown of a section ---------------------------------------------------------

const FENCE = /^ {0,3}(```|~~~)/;
const HTML = /<(?!https?:\/\/|mailto:)[A-Za-z/!?]/;
const withoutCode = (line) => line.replace(/(`+).*?\1/g, "");

// The first mistake that the check would find in a section: its name and the value, or null. ids:
// the sources that it may cite.
export const mistakeIn = (text, ids) => {
  let fence = false;
  let above = "";
  const notes = new Set([...text.matchAll(/^\[\^([^\]\s]+)\]:/gm)].map((found) => found[1]));
  for (const line of text.split("\n")) {
    if (FENCE.test(line)) fence = !fence;
    else if (!fence) {
      const shown = withoutCode(line);
      const underlined = /^ {0,3}(=+|-+)[ \t]*$/.test(line) && above.trim();
      if (/^ {0,3}#{1,2}([ \t]|$)/.test(line) || underlined) return ["heading", line];
      if (HTML.test(shown.replace(/\\</g, ""))) return ["html", shown.match(HTML)[0]];
      for (const [, id] of shown.matchAll(/\[\^([^\]\s]{1,80})\]/g)) {
        if (!ids.has(id) && !notes.has(id)) return ["unknown", id];
      }
    }
    above = line;
  }
  return null;
};

export const citedIn = (text) =>
  new Set([...text.matchAll(/\[\^([^\]\s]{1,80})\]/g)].map((found) => found[1]));

// Whether a section says where its statements come from: by a source, a footnote or another entry.
export const citesSource = (text) => citedIn(text).size > 0 || text.includes("](../");
