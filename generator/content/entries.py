"""Folders of entries: an original, its translations, its pictures."""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator import markdown, schema
from generator.content import pictures
from generator.content.files import Files
from generator.model import LIMITS, Entry, Language, Limits, Location, Size, Translation
from generator.schema.validate import validate
from generator.source.front_matter import Source, split
from generator.source.suggestions import quoted
from generator.source.text import SourceError

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
INDEX = re.compile(r"index\.([A-Za-z-]+)\.md")
_ALIASES = re.compile(r"^aliases:((?:.|\n(?=[ \t-]))*)", re.MULTILINE)
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif")
REPOSITORY = ".git"
# What is taken for a letter of a-z or a hyphen: Cyrillic, Greek, digits, signs.
_ALIKE = {
    ord(sign): letter
    for letter, signs in {
        "a": "аαАΑ", "b": "ВΒ", "c": "сСϲ", "d": "ԁ", "e": "еЕεΕ", "h": "һНΗ", "i": "іІιΙı",
        "j": "јЈ", "k": "кКκΚ", "l": "ӏ1|ł", "m": "мМΜ", "n": "Νη", "o": "оОοΟ0ø", "p": "рРρΡ",
        "q": "ԛ", "s": "ѕЅ", "t": "тТτΤ", "u": "υ", "v": "ν", "w": "ԝω", "x": "хХχΧ",
        "y": "уУγΥ", "z": "Ζ", "-": "‐‑‒–—―−_ .",
    }.items()
    for sign in signs
}  # fmt: skip

FrontMatterModel = type[schema.Facts] | type[schema.PlainPage]


@dataclass(frozen=True, slots=True, eq=False)
class ParseContext:
    """What a text is read by: the languages, and the headings of the sections in each."""

    languages: Mapping[str, Language]
    sections: Mapping[tuple[str, str], Mapping[str, str]]
    anchors: Mapping[str, str]
    html: bool = True
    """Also make the HTML of the texts; a check needs none."""
    limits: Limits = LIMITS

    @classmethod
    def of(
        cls,
        languages: Mapping[str, Language],
        words: Mapping[str, Mapping[str, Any]],
        html: bool = True,
        limits: Limits = LIMITS,
    ) -> ParseContext:
        """From the languages and the words of the interface."""
        sections = {
            (kind, code): _sections(kind, words.get(code, {}))
            for kind in schema.KINDS
            for code in languages
        }
        anchors = section_anchors(words)
        return cls(languages, sections, anchors, html, limits)


def subfolders(files: Files, folder: str, needed: bool = True) -> list[str]:
    """The names of the folders in *folder*, sorted; anything else in it is named."""
    names = []
    seen: dict[str, str] = {}
    for name, path, mode in files.listing(folder, needed):
        if not stat.S_ISDIR(mode) or name == REPOSITORY:
            foreign(files, path, name)
            continue
        files.folders.add(path)
        twin = seen.setdefault(looks(name), name)
        if twin != name:
            files.report(Location(path), "twin-name", name=quoted(name), other=twin)
            continue
        if name.isprintable():
            names.append(name)
        if not SLUG.fullmatch(name) or len(name) > 80:
            better = re.sub(r"[^a-z0-9]+", "-", name.lower())[:80].strip("-")
            files.report(Location(path), "bad-folder-name", name=name, nearest=better)
            files.folders.add(f"{folder}/{better}")  # who calls it by its right name is right
    return names


def foreign(files: Files, path: str, name: str) -> None:
    """Name a file that does not belong where it stands."""
    cause = {"cause": "repository"} if name == REPOSITORY else {}
    files.report(Location(path), "foreign-file", name=name, **cause)


def looks(name: str) -> str:
    """What a name looks like: two names that look alike are one to a reader, and two names that
    differ in case are one to many machines."""
    apart = unicodedata.normalize("NFKD", name.translate(_ALIKE)).casefold()
    return "".join(c for c in apart if unicodedata.category(c)[0] in "LNP").translate(_ALIKE)


NO_SIZE: Size = (0, 0)


def _measured(files: Files, path: str) -> Size:
    """Width and height of a picture; none where it cannot be published, which is told."""
    found = pictures.inspect(files.root / path, files.limits)
    if found is not None:
        files.report(Location(path), found[0], **found[1])
        return NO_SIZE
    return pictures.size((files.root / path).read_bytes())


def load_entry(
    files: Files, kind: str, name: str, model: FrontMatterModel, context: ParseContext
) -> Entry | None:
    """The entry in one folder; None where it has no original that could be read."""
    folder = f"{kind}/{name}"
    told = len(files.diagnostics)
    cut: dict[str, Source] = {}
    images: dict[str, Size] = {}
    seen: dict[str, str] = {}
    texts: list[str] = []
    for file, path, mode in files.listing(folder, needed=False):
        match = INDEX.fullmatch(file)
        if match and stat.S_ISREG(mode):
            texts.append(path)
            files.found.add(path)
            if (source := _cut(files, path, match[1], context)) is not None:
                cut[match[1]] = source
        elif file.lower().endswith(PICTURES) and stat.S_ISREG(mode):
            files.found.add(path)
            # On many machines, and in some folders, two names that differ in case are one.
            twin = seen.setdefault(unicodedata.normalize("NFC", file).casefold(), file)
            if twin != file:
                files.report(Location(path), "twin-name", name=file, other=twin)
            images[file] = _measured(files, path)
        else:
            foreign(files, path, file)
    if not texts and len(files.diagnostics) == told:
        files.report(Location(folder), "empty-folder", name=name)
    said = files.diagnostics[told:]
    broken = any(diagnostic.location.path.startswith(f"{folder}/index") for diagnostic in said)
    original = _original(files, folder, cut, broken)
    read = {
        code: _translation(files, path, code, kind, source, form, context)
        for code, source in cut.items()
        if (path := f"{folder}/index.{code}.md")
        and (form := model if code == original else schema.Words if _translates(source) else None)
    }
    translations = {code: words for code, words in read.items() if words is not None}
    if original not in translations:
        for path in texts:  # its old names are known all the same
            if found := _ALIASES.search(files.glimpse(path, files.limits.front_matter)):
                files.folders.update(f"{kind}/{id}" for id in SLUG.findall(found[1]))
        return None
    # The original first: it is what a reader without a translation is shown.
    facts = translations[original]
    ordered = {original: facts, **translations}
    return Entry(name, kind, original, facts.front_matter, ordered, images)


def _cut(files: Files, path: str, code: str, context: ParseContext) -> Source | None:
    """One ``index.<lang>.md`` in its two parts."""
    if code not in context.languages:
        files.report(
            Location(path), "unknown-language", value=code, known=", ".join(context.languages)
        )
        return None
    return _split(files, path)


def _split(files: Files, path: str) -> Source | None:
    text = files.text(path, files.limits.markdown)
    if text is None:
        return None
    try:
        return split(path, text, files.limits)
    except SourceError as error:
        files.diagnostics.append(error.diagnostic)
        return None


def _translates(source: Source) -> bool:
    data = source.front_matter.data
    return isinstance(data, dict) and "translation" in data


def _original(files: Files, folder: str, cut: Mapping[str, Source], broken: bool) -> str:
    """The language of the original: of two, the one with more fields; "" where there is none."""
    originals = [code for code, source in cut.items() if not _translates(source)]
    if not originals:
        if cut and not broken:
            location = next(iter(cut.values())).front_matter.source_map.key(("translation",))
            files.report(location, "translation-without-original")
        return ""
    if len(originals) == 1:
        return originals[0]
    first, *others = sorted(
        originals, key=lambda code: -len(cut[code].front_matter.source_map.keys)
    )
    for code in others:
        location = Location(f"{folder}/index.{code}.md")
        files.report(location, "two-originals", first=f"{folder}/index.{first}.md")
    return first


def _translation(
    files: Files,
    path: str,
    code: str,
    kind: str,
    source: Source,
    model: FrontMatterModel | type[schema.Words],
    context: ParseContext,
) -> Translation | None:
    """The words of one file, its front matter read as *model*."""
    language = context.languages[code]
    front_matter: Any
    front_matter, diagnostics = validate(model, source.front_matter)
    files.diagnostics += diagnostics
    body, diagnostics = markdown.render(
        path,
        source.body,
        source.body_line,
        context.sections.get((kind, code)),
        context.anchors,
        language.typeset if language.typography else None,
        files.limits,
        context.html,
    )
    files.diagnostics += diagnostics
    if front_matter is None or body is None:
        return None
    return Translation(
        code,
        Location(path),
        source.front_matter.source_map,
        language.typeset(front_matter.title),
        language.typeset(front_matter.summary),
        language.typeset(front_matter.short_title) if front_matter.short_title else None,
        body,
        front_matter,
    )


def _sections(kind: str, words: Mapping[str, Any]) -> dict[str, str]:
    """Heading → id of the section it opens, for one kind in one language."""
    model = schema.KINDS[kind]
    headings = {section: words.get(f"sections.{section}") or section for section in model.sections}
    return {markdown.heading_key(str(heading)): section for section, heading in headings.items()}


def section_anchors(words: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The anchor that GitHub gives each section's heading → our id, in every language."""
    found: dict[str, str] = {}
    for model in schema.KINDS.values():
        for section in model.sections:
            for vocabulary in words.values():
                if isinstance(heading := vocabulary.get(f"sections.{section}"), str):
                    found.setdefault(markdown.slugify(heading), section)
            found[section] = section
    return found
