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


ITEMS = """\
label: {ur: "اشیا", zh-Hant: "物品", es-419: "Cosas"}
one: {ur: "شے", zh-Hant: "物品", es-419: "Cosa"}
terms:
  - {id: keys, label: {ur: "چابیاں", zh-Hant: "鑰匙", es-419: "Llaves"}}
  - {id: values, label: {ur: "قدریں", zh-Hant: "值", es-419: "Valores"}, parent: keys}
"""
ODD_FIELDS = """\
      items: {type: term, list: true, vocabulary: items}
      title2:
        type: text
        label: {ur: "دوسرا عنوان", zh-Hant: "標題", es-419: "Título"}
        show: [lead]
      lang: {type: text, translate: false, label: {ur: "زبان"}}
      model_fields:
        type: choice
        label: {ur: "قسم"}
        choices: {self: {ur: "خود"}, none: {ur: "کوئی نہیں"}}
      budget: {type: money, label: {ur: "بجٹ"}}
      depth: {type: number, unit: {ur: "میٹر"}, label: {ur: "گہرائی"}}
      history: {type: event, list: true, label: {ur: "تاریخ"}}
      parent:
        type: link
        list: true
        kind: class
        period: true
        label: {ur: "اوپر"}
        roles: {index: {label: {ur: "جزو"}}}
"""
ISLAND = """\
---
title: "斐濟的水"
summary: >-
  島上的人一起修好了水井，並把用水的規則寫在村裡的牆上；
  這是一段夠長的摘要，讓讀者在列表裡知道這裡做了什麼，
  又得到了什麼結果，為什麼值得一讀，以及接下來可以到哪裡去看。
status: published
countries: [FJ, KI]
places:
  - {name: "Suva", country: FJ, lat: -18.14, lon: 178.44}
  - {name: "Taveuni", country: FJ, lat: -16.85, lon: -179.97}
  - {name: "Tarawa", country: KI, lat: 1.45, lon: 173.0}
topics: [example]
period: {start: 2016-04, end: ongoing}
items: [values]
title2: "井"
lang: Na Vosa Vakaviti
model_fields: none
budget: {value: 1234567.5, currency: FJD, note: "三年", source: example}
depth: 12.5
history:
  - {date: 2017-02-28, event: "井修好了", source: example}
  - {date: 2016, event: "開會", source: example}
results: [{indicator: "家庭", value: 40, unit: "戶", year: 2019, baseline: 12, source: example}]
parent: [{id: example-class, role: index, period: {start: 2016}, note: "同一個島"}]
sources: [example]
authors: [{name: "王"}]
review: {level: none}
last_reviewed: 2026-01-31
---

## What happened

水井修好了。[^example] 見[例子](../example-class/index.ur.md)。
"""


def odd(root: Path) -> Path:
    """Kinds ``class`` and ``import``, one of them without fields; Urdu, Chinese, Spanish of Latin
    America; fields and a vocabulary with names of parts of programs; places around 180 degrees."""
    write_repository(
        root,
        Choices(
            "Odd: 'names' & <more>", ("ur", "zh-Hant", "es-419"), ("class", "import"), ("FJ", "KI")
        ),
    )
    (root / "content/vocabularies/items.yml").write_text(ITEMS, encoding="utf-8")
    kinds = root / "content/kinds.yml"
    text = kinds.read_text(encoding="utf-8")
    head, _, second = text.partition("  import:\n    label:")
    first = head.replace(
        "      import:\n        type: link\n", f"{ODD_FIELDS}      import:\n        type: link\n"
    )
    first = first.replace(
        '{ur: "What happened"}', '{ur: "What happened", zh-Hant: "What happened"}'
    )
    second = second.partition("    fields:\n")[0]
    kinds.write_text(f"{first}  import:\n    label:{second}", encoding="utf-8")
    example = root / "import/example-import/index.ur.md"
    lines = example.read_text(encoding="utf-8").splitlines(keepends=True)
    fields = ("countries:", "topics:", "period:")
    example.write_text(
        "".join(one for one in lines if not one.startswith(fields)), encoding="utf-8"
    )
    _entry(root / "class/island-well/index.zh-Hant.md", ISLAND)
    return root
