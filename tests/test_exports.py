"""The data of a site are what others' readers and validators accept, and say what the pages say."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path

import bibtexparser
import feedparser
import frictionless
import jsonschema
import openapi_spec_validator
import pytest
import rdflib
import rispy
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON

from knowledge_repository import check, config
from knowledge_repository.build import pipeline
from knowledge_repository.content.drafts import without_drafts
from knowledge_repository.exports import EXPORTS, Exported
from knowledge_repository.exports.citations import bibtex, citation_of, ris
from knowledge_repository.exports.tables import _cell
from knowledge_repository.graph import link
from knowledge_repository.model import Library
from knowledge_repository.pages import contexts
from knowledge_repository.pages.data import FILES
from knowledge_repository.pages.metadata import metadata
from knowledge_repository.schema import facts
from tests.conftest import SMALL, build_once, copy_small

SKOS = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")


@pytest.fixture(scope="module")
def exported() -> Exported:
    settings, _ = config.load(SMALL)
    library = without_drafts(check.load(SMALL, settings)[0])
    return Exported(contexts(library, link(library)))


@pytest.fixture(scope="module")
def library(exported: Exported) -> Library:
    return exported.library


@pytest.fixture(scope="module")
def files(exported: Exported) -> Mapping[str, str]:
    """Path on the site → text."""
    found: dict[str, str] = {}
    for export in EXPORTS:
        for path, text in export(exported):
            assert path not in found
            found[path] = text
    return found


def test_the_entries_are_those_of_the_repository_with_all_their_facts(
    files: Mapping[str, str], library: Library
) -> None:
    data = json.loads(files["data/v1/entries.json"])
    assert [row["id"] for row in data["entries"]] == list(library.entries)
    for row in data["entries"]:
        entry = library.entries[row["id"]]
        assert set(row["title"]) == set(entry.translations)
        assert row["url"].keys() == library.languages.keys()
        assert entry.facts.declared.keys() <= row.keys()
        assert row["last_reviewed"] == entry.facts.last_reviewed.isoformat()


def test_every_link_leads_to_an_entry(files: Mapping[str, str], library: Library) -> None:
    links = json.loads(files["data/v1/links.json"])["links"]
    assert links
    assert {link["to"] for link in links} <= library.entries.keys()
    assert len(links) == sum(
        len(facts.links_of(entry, library.schema)) for entry in library.entries.values()
    )


def test_the_tables_are_csv_without_formulas(files: Mapping[str, str], library: Library) -> None:
    rows = list(csv.DictReader(io.StringIO(files["data/v1/entries.csv"], newline="")))
    assert [row["id"] for row in rows] == list(library.entries)
    for text in ("=1+1", "+1", "-x", "@SUM(A1)", "\tx", "\rx"):
        assert str(_cell(text)).startswith("'")
    assert _cell(-2.5) == -2.5


def test_the_places_are_geojson(files: Mapping[str, str]) -> None:
    data = json.loads(files["data/v1/places.geojson"])
    assert data["type"] == "FeatureCollection"
    assert data["features"]
    for feature in data["features"]:
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_reference_managers_read_the_citations(
    files: Mapping[str, str], library: Library, language: str
) -> None:
    base = f"data/v1/citations.{language}"
    parser = bibtexparser.bparser.BibTexParser(ignore_nonstandard_types=False)
    found = bibtexparser.loads(files[f"{base}.bib"], parser).entries
    assert {one["ID"] for one in found} == library.entries.keys()
    records = rispy.loads(files[f"{base}.ris"])
    assert [one["id"] for one in records] == list(library.entries)
    assert all(one["title"] and one["urls"] for one in records)
    items = json.loads(files[f"{base}.csl.json"])
    source = CiteProcJSON(items)
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    assert len(bibliography.bibliography()) == len(items)


def test_a_title_with_signs_of_tex_stays_one_record(exported: Exported) -> None:
    context = exported.contexts[0]
    entry = next(iter(exported.library.entries.values()))
    one = citation_of(exported, context, entry)
    hostile = type(one)(**{**vars(one), "title": "50 % & {more}\nER  - _x_ \\input"})
    [parsed] = bibtexparser.loads(
        bibtex(hostile), bibtexparser.bparser.BibTexParser(ignore_nonstandard_types=False)
    ).entries
    assert parsed["url"] == one.url
    [record] = rispy.loads(ris(hostile))
    assert record["title"] == "50 % & {more} ER - _x_ \\input"


def test_the_feeds_are_well_formed_and_have_the_newest_entries_first(
    files: Mapping[str, str], library: Library
) -> None:
    paths = [path for path in files if path.endswith("feed.xml")]
    assert {path.split("/")[0] for path in paths} == library.languages.keys()
    for path in paths:
        feed = feedparser.parse(files[path])
        assert not feed.bozo, path
        assert feed.feed.title
        days = [entry.updated for entry in feed.entries]
        assert days == sorted(days, reverse=True)
        json_feed = json.loads(files[path.replace(".xml", ".json")])
        assert json_feed["version"] == "https://jsonfeed.org/version/1.1"
        assert [item["url"] for item in json_feed["items"]] == [one.link for one in feed.entries]
    assert any(feedparser.parse(files[path]).entries for path in paths)


def test_the_data_package_is_valid(files: Mapping[str, str], tmp_path: Path) -> None:
    for path, text in files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    package = json.loads(files["data/v1/datapackage.json"])
    assert frictionless.Package.validate_descriptor(package).valid
    listed = {resource["path"] for resource in package["resources"]}
    assert all(f"data/v1/{path}" in files for path in listed)
    for name in ("entries.csv", "results.csv", "sources.csv"):
        resource = frictionless.Resource(path=name, basepath=str(tmp_path / "data/v1"))
        report = resource.validate()
        assert report.valid, report.flatten(["title", "message"])


def test_the_catalogue_and_the_vocabularies_are_rdf(
    files: Mapping[str, str], library: Library
) -> None:
    catalogue = rdflib.Graph().parse(data=files["data/v1/catalog.jsonld"], format="json-ld")
    [dataset] = catalogue.subjects(rdflib.RDF.type, DCAT.Dataset)
    assert len(list(catalogue.objects(dataset, DCAT.distribution))) == len(FILES)
    skos = rdflib.Graph().parse(data=files["data/v1/vocabularies.jsonld"], format="json-ld")
    concepts = set(skos.subjects(rdflib.RDF.type, SKOS.Concept))
    assert len(concepts) == sum(len(one.terms) for one in library.vocabularies.values())
    for concept in concepts:
        labels = skos.objects(concept, SKOS.prefLabel)
        languages = [label.language for label in labels if isinstance(label, rdflib.Literal)]
        assert len(languages) == len(set(languages)) >= 1


def test_the_interface_is_valid_and_describes_the_files(files: Mapping[str, str]) -> None:
    interface = json.loads(files["data/v1/openapi.json"])
    openapi_spec_validator.validate(interface)
    assert interface["servers"] == [{"url": "https://example.org/small/data/v1"}]
    described = 0
    for path, item in interface["paths"].items():
        for type, content in item["get"]["responses"]["200"]["content"].items():
            text = files[f"data/v1{path}"]
            if type == "application/json":
                jsonschema.validate(json.loads(text), content["schema"])
                described += 1
    assert described == 6


def test_the_description_of_the_tables_names_their_columns_and_hashes(
    files: Mapping[str, str],
) -> None:
    # The validator of MLCommons needs pandas and SciPy: it is run by hand when this file changes.
    data = json.loads(files["data/v1/croissant.json"])
    graph = rdflib.Graph().parse(data=json.dumps(data), format="json-ld")
    croissant = rdflib.Namespace("http://mlcommons.org/croissant/")
    found = list(graph.subjects(rdflib.RDF.type, croissant.FileObject))
    assert len(found) == len(list(graph.subjects(rdflib.RDF.type, croissant.RecordSet))) == 3
    for file, records in zip(data["distribution"], data["recordSet"], strict=True):
        text = files[f"data/v1/{file['name']}"]
        assert file["sha256"] == hashlib.sha256(text.encode()).hexdigest()
        head = next(csv.reader(io.StringIO(text, newline="")))
        assert [field["name"] for field in records["field"]] == head


# -- the pages -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(shared_folder: Path) -> Path:
    def build(folder: Path) -> None:
        root = copy_small(folder / "repository")
        pipeline.build(root, folder / "site")

    return build_once(shared_folder / "exports", build) / "site"


def test_the_page_of_an_entry_says_to_programs_what_it_says_to_people(
    site: Path, library: Library
) -> None:
    for entry in library.entries.values():
        for language in library.languages:
            html = (site / language / entry.route / "index.html").read_text(encoding="utf-8")
            [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
            data = json.loads(text)
            words = entry.translation_for(language)
            assert data["headline"] == words.title
            assert data["inLanguage"] == words.language
            graph = rdflib.Graph().parse(
                data=json.dumps({**data, "@context": {"@vocab": "https://schema.org/"}}),
                format="json-ld",
            )
            assert len(graph) >= len(data) - 2
            assert html.count('<meta name="citation_title"') == 1
            for relation in ("cite-as", "license", "describedby", "type"):
                assert html.count(f'<link rel="{relation}"') == 1


def test_no_text_ends_the_element_of_the_metadata(small: Path) -> None:
    hostile = "</script><script>alert(1)</script> \u2028 <!--"
    file = next(small.glob("casestudies/example-town-pottery/index.en.md"))
    text = re.sub(r"(?m)^title: .*$", f'title: "{hostile[:-7]}"', file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    settings, _ = config.load(small)
    library = check.load(small, settings)[0]
    [context, *_] = contexts(library, link(library))
    found = metadata(context, library.entries["example-town-pottery"])
    assert found is not None
    assert "<" not in found.json_ld
    assert "</script>" in json.loads(found.json_ld)["headline"]


def test_a_site_without_an_address_has_no_feeds_and_no_metadata(small: Path) -> None:
    file = small / "mkdocs.yml"
    text = re.sub(r"(?m)^site_url:.*\n", "", file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    settings, _ = config.load(small)
    library = check.load(small, settings)[0]
    exported = Exported(contexts(library, link(library)))
    paths = [path for export in EXPORTS for path, _ in export(exported)]
    assert not any("feed." in path for path in paths)
    assert "data/v1/entries.json" in paths
