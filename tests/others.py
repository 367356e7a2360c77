"""Repositories of another theme, region and languages, which begin with ``knowledge init``."""

from __future__ import annotations

from pathlib import Path

from knowledge_repository.starter import Choices, write_repository

BASINS = """\
label: {ru: "Бассейны", kk: "Алаптар", en: "Basins"}
one: {ru: "Бассейн", kk: "Алап", en: "Basin"}
terms:
  - {id: aral, label: {ru: "Арал", kk: "Арал", en: "Aral Sea"}}
  - {id: chu, label: {ru: "Чу", kk: "Шу", en: "Chu"}}
"""
PROJECT = """\
---
title: "Счётчики на каналах Ташкента"
summary: >-
  Потребители воды поставили счётчики на каналы и делят воду по показаниям, а не по давней
  договорённости.
status: published
countries: [UZ]
basins: [aral]
stage: done
places:
  - {name: "Ташкент", country: UZ, lat: 41.3, lon: 69.2}
  - {name: "Кызылорда", country: KZ, lat: 44.8, lon: 65.5}
period: {start: 2015-04, end: 2018}
lessons: [{id: example-lessons, role: used}]
sources: [example]
authors: [{name: "А. Автор"}]
review: {level: none}
last_reviewed: 2026-01-31
---

## Что произошло

Счётчики стоят на 40 каналах.[^example]
"""
NOTE = """\
---
title: "یادداشتی درباره قنات"
summary: >-
  این یادداشت می‌گوید که چگونه یک روستا قنات خود را دوباره لایروبی کرد
  و آب را میان خانواده‌ها تقسیم کرد.
status: published
topics: [example]
sources: [example]
authors: [{name: "نویسنده"}]
review: {level: none}
last_reviewed: 2026-01-31
---

## What happened

قنات لایروبی شد.[^example]
"""


def water(root: Path) -> Path:
    """Water management in Central Asia: Russian, Kazakh, English; projects and lessons; basins as a
    facet; a field of links called ``lessons``; no sectors, steps or themes."""
    write_repository(
        root,
        Choices("Вода", ("ru", "kk", "en"), ("projects", "lessons"), ("UZ", "KZ")),
    )
    (root / "content/vocabularies/topics.yml").unlink()
    (root / "content/vocabularies/basins.yml").write_text(BASINS, encoding="utf-8")
    kinds = root / "content/kinds.yml"
    text = kinds.read_text(encoding="utf-8")
    text = text.replace(
        "      topics: {type: term, list: true, vocabulary: topics, required: true}\n",
        "      basins: {type: term, list: true, vocabulary: basins, required: true}\n"
        "      stage: {type: choice, label: {en: Stage}, show: [head, card],"
        " choices: {planned: {en: Planned}, done: {en: Done}}}\n",
    )
    text = text.replace("  projects:\n", "  projects:\n    compare: true\n", 1)
    text = text.replace(
        '      text:\n        label: {en: "What happened"}\n',
        "      text:\n        compare: true\n"
        '        label: {ru: "Что произошло", en: "What happened"}\n',
        1,
    )
    kinds.write_text(text, encoding="utf-8")
    for file in root.glob("*/example-*/index.en.md"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("topics: [example]", "basins: [chu]"), encoding="utf-8")
    _entry(root / "projects/canal-meters/index.ru.md", PROJECT)
    return root


def notes(root: Path) -> Path:
    """Notes in Persian, written from right to left, and English: one kind without countries and
    without a period."""
    write_repository(root, Choices("یادداشت‌ها", ("fa", "en"), ("notes",), ()))
    kinds = root / "content/kinds.yml"
    lines = kinds.read_text(encoding="utf-8").splitlines(keepends=True)
    without = [line for line in lines if not line.startswith("      period:")]
    kinds.write_text("".join(without), encoding="utf-8")
    example = root / "notes/example-notes/index.en.md"
    text = example.read_text(encoding="utf-8")
    example.write_text(text.replace("period: {start: 2019, end: 2020}\n", ""), encoding="utf-8")
    _entry(root / "notes/qanat/index.fa.md", NOTE)
    return root


def _entry(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")


PLACES = {"class": "content/organisations", "import": "records/kept.here/2"}
"""Kind → the folder that its entries have in ``registers``."""


def registers(root: Path) -> Path:
    """Kinds whose entries are below ``content/`` and deep in another folder, with keys that are
    words of programs."""
    write_repository(root, Choices("Registers", ("en", "fr"), ("projects", *PLACES), ("UZ",)))
    kinds = root / "content/kinds.yml"
    text = kinds.read_text(encoding="utf-8")
    for kind, folder in PLACES.items():
        text = text.replace(f"  {kind}:\n    label", f"  {kind}:\n    folder: {folder}\n    label")
        (root / folder).parent.mkdir(parents=True, exist_ok=True)
        (root / kind).rename(root / folder)
    kinds.write_text(text, encoding="utf-8")
    project = root / "projects/example-projects/index.en.md"
    text = project.read_text(encoding="utf-8")
    link = "[the class](../../content/organisations/example-class/index.en.md#text)"
    project.write_text(text.replace("What others", f"See {link}. What others"), encoding="utf-8")
    return root
