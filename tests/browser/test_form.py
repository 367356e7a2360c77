"""The form for a new entry, filled in by a reader: what it makes passes the check.

The small repository is built once, with the addresses of GitHub. Each test downloads what the form
makes, unpacks it into a copy of the repository and checks that.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from knowledge_repository.build import pipeline
from knowledge_repository.model import Diagnostic
from tests.browser.conftest import served
from tests.browser.kinds import LANGUAGES
from tests.browser.test_access import AXE, CHECKS, complaints
from tests.conftest import build_once, copy_small
from tests.repositories import load_and_check

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

PATH = "/small/"
KINDS = ("casestudies", "bestpractices")
REPOSITORY = "https://github.com/example/small"
TITLES = {"en": "Looms of the valley", "fr": "Les métiers d'été à Nîmes", "ar": "أنوال الوادي"}
SLUGS = {"en": "looms-of-the-valley", "fr": "les-metiers-dete-a-nimes", "ar": "anwal-alwady"}
SUMMARY = "Ten weavers of an invented valley bought one loom together and lent it to each other. "
VALUES = {
    "month": "2016-04",
    "month-or-ongoing": "2018",
    "day": "2026-11-22",
    "months": "3-6",
    "slug": "a-source",
}
HOSTILE = "a: \"b\" 'c' #d [e] {f} --- \\ \u202eg\u202c\u200b, - h | > % @ ` & * ! ? <i>"
BODY = 'Ten of them.\n\n---\n\n- a: b\n- "c"\n\n1. d\u202e\u200b'


MAILED = """document.addEventListener("click", event => {
  const link = event.target.closest("[data-mail]");
  if (link) { event.preventDefault(); window.mailed = link.href; }
}, true)"""
"""Keeps the address of a message: no mail program is opened."""


def with_github(root: Path) -> Path:
    """The small repository at *root*, as if it were on GitHub, with an address for e-mail."""
    file = copy_small(root) / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("https://example.org/edit/{path}", f"{REPOSITORY}/edit/main/{{path}}")
    text += f"extra: {{report_uri_template: '{REPOSITORY}/issues/new?title={{title}}'}}\n"
    file.write_text(text, encoding="utf-8")
    with (root / "content/site.yml").open("a", encoding="utf-8") as site:
        site.write("email: editors@example.org\n")
    return root


@pytest.fixture(scope="module")
def address(shared_folder: Path) -> Iterator[str]:
    """The address of the small site, in place of that of this repository's site."""

    def build(folder: Path) -> None:
        pipeline.build(with_github(folder.with_name("form-repository")), folder)

    with served(build_once(shared_folder / "form-site", build), PATH) as found:
        yield found


def opened(open_page: OpenPage, language: str, kind: str, query: str = "") -> Page:
    page = open_page(f"{language}/contribute/new/{kind}/{query}")
    page.wait_for_selector("[data-entry-form][data-ready]")
    return page


def is_needed(field: Locator) -> bool:
    """Whether a field is required, and so is what it is a part of."""
    return bool(
        field.evaluate(
            """one => {
              for (let up = one; up; up = up.parentElement.closest("[data-field]"))
                if (up.dataset.key && !("required" in up.dataset) && !up.closest("[data-row]")
                  || up.dataset.field === "sources" && up !== one) return false;
              return "required" in one.dataset;
            }"""
        )
    )


def fill_in(page: Page, title: str, text: str = "A.", body: str = "Ten of them.") -> None:
    """Fill in all that is required, choose one or two sources, cite them in each section."""
    for field in page.locator("[data-field=text][data-required]").all():
        if not is_needed(field):
            continue
        control = field.locator("input, textarea, select").first
        kind = str(field.get_attribute("data-type"))
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(index=control.evaluate("one => one.selectedIndex || 1"))
        elif field.get_attribute("data-key") == "summary":
            control.fill((SUMMARY + text)[:300])
        else:
            control.fill(VALUES.get(kind, text))
    for field in page.locator("[data-field=choose][data-required]").all():
        field.locator("[data-options] input").first.check()
    for box in page.locator("[data-field=sources] [data-options] input").all()[:2]:
        box.check()
    page.locator("#title").fill(title)
    for section in page.locator("[data-section]").all():
        area = section.locator("textarea")
        area.fill(body)
        for index in range(section.locator("[data-cite] option").count()):
            area.press("Control+End")
            section.locator("[data-cite]").select_option(index=index)
            section.locator("[data-insert]").click()


def downloaded(page: Page) -> zipfile.ZipFile:
    """The archive that the form makes."""
    with page.expect_download() as download:
        page.locator("[data-way=zip]").click()
    return zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))


def problems(archive: zipfile.ZipFile, root: Path) -> list[Diagnostic]:
    """What the check says of the small repository with the files of *archive*."""
    assert archive.testzip() is None
    archive.extractall(root)
    return load_and_check(root)[1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_form_makes_passes_the_check(
    open_page: OpenPage, small: Path, language: str, kind: str
) -> None:
    page = opened(open_page, language, kind)
    fill_in(page, TITLES[language])
    expect(page.locator("#folder")).to_have_value(SLUGS[language])
    archive = downloaded(page)
    assert archive.namelist() == [f"{kind}/{SLUGS[language]}/index.{language}.md"]
    assert problems(archive, small) == []


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_input_passes_the_check(open_page: OpenPage, small: Path, kind: str) -> None:
    page = opened(open_page, "en", kind)
    fill_in(page, HOSTILE, HOSTILE, BODY)
    archive = downloaded(page)
    assert problems(archive, small) == []
    text = archive.read(archive.namelist()[0]).decode()
    assert "<i>" in text
    assert "\u202e" not in text
    expect(page.locator("[data-status]")).to_contain_text("Invisible characters")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("## Context", "begins with ###"),
        ("Looks harmless\n---", "begins with ###"),
        ("<script>alert(1)</script>", "HTML"),
        ("As said.[^nowhere]", "“nowhere” is cited"),
    ],
)
def test_a_mistake_in_a_text_is_named_next_to_it(
    open_page: OpenPage, body: str, message: str
) -> None:
    page = opened(open_page, "en", "casestudies")
    area = page.locator("[data-section] textarea").first
    area.fill(body)
    page.locator("[data-way=zip]").click()
    id = area.get_attribute("id")
    expect(page.locator(f"#{id}-error")).to_contain_text(message)
    expect(area).to_have_attribute("aria-invalid", "true")


def test_what_is_missing_or_wrong_is_listed_with_links(open_page: OpenPage) -> None:
    page = opened(open_page, "en", "casestudies")
    page.locator("#summary").fill("Short.")
    page.locator("[data-way=zip]").click()
    summary = page.locator("[data-problems]")
    expect(summary).to_be_focused()
    expect(summary.locator("a", has_text="Title: Please fill this in.")).to_have_count(1)
    summary.locator("a", has_text="Too short: 6 characters, at least 80 are needed.").click()
    expect(page.locator("#summary")).to_be_focused()
    depth = page.locator("#depth")
    challenge = page.locator("[data-section=Challenge] [data-needed]")
    expect(challenge).to_have_text("required if Depth is Full case")
    depth.select_option("full")
    expect(challenge).to_have_text("required")


def test_a_number_a_date_and_an_end_before_the_beginning(open_page: OpenPage) -> None:
    page = opened(open_page, "en", "casestudies")
    page.locator("[id='period.start']").fill("2016-13")
    page.locator("[id='period.end']").fill("2015")
    page.locator("details", has=page.locator("#cluster")).locator("summary").click()
    page.locator("[id='cluster.firms']").fill("1,5")
    page.locator("[data-way=zip]").click()
    errors = page.locator("[data-error]")
    for message in ("There is no such date.", "The end is before", "Please write digits only"):
        expect(errors.filter(has_text=message)).to_have_count(1)


def test_records_new_sources_and_pictures_are_in_the_archive(
    open_page: OpenPage, small: Path
) -> None:
    page = opened(open_page, "ar", "casestudies")
    page.locator("[data-field=sources] [data-add]").click()
    row = page.locator("[data-rows=sources] > [data-row]")
    row.locator("[data-key=title] input").fill("تقرير الوادي")
    row.locator("[data-key=publisher] :is(input, textarea)").fill("دار")
    row.locator("[data-key=url] :is(input, textarea)").fill("https://example.org/a,b")
    row.locator("[data-key=lang] input").fill("ar")
    row.locator("[data-key=accessed] input").fill("2026-11-22")
    fill_in(page, TITLES["ar"])
    area = page.locator("[data-section] textarea").first
    area.press("Control+End")
    page.locator("[data-section] [data-cite]").first.select_option("tqryr-alwady")
    page.locator("[data-insert]").first.click()
    for id in ("results", "media"):
        page.locator("details", has=page.locator(f"#{id}")).locator("summary").click()
        page.locator(f"#{id} [data-add]").first.click()
    page.locator("[data-key=indicator] input, [data-key=indicator] textarea").fill("أنوال")
    page.locator("#results [data-key=value] input").fill("١٢")
    page.locator("#results [data-key=unit] input").fill("نول")
    page.locator("#results [data-key=source] select").select_option("tqryr-alwady")
    picture: FilePayload = {"name": "صورة 1.png", "mimeType": "image/png", "buffer": png(1200, 900)}
    page.locator("#media input[type=file]").set_input_files(picture)
    page.locator("#media [data-key=alt] :is(input, textarea)").fill("نول [خشبي]")
    expect(page.locator("#media [data-field=file][data-name]")).to_have_count(1)
    archive = downloaded(page)
    assert problems(archive, small) == []
    names = {Path(name).name for name in archive.namelist()}
    assert names == {"index.ar.md", "swra-1.png"}
    text = archive.read(archive.namelist()[0]).decode()
    assert 'value: 12, unit: "نول"' in text
    assert "](swra-1.png)" in text


def test_a_picture_that_is_too_large_is_made_smaller(open_page: OpenPage, small: Path) -> None:
    page = opened(open_page, "en", "casestudies")
    fill_in(page, TITLES["en"])
    page.locator("details", has=page.locator("#media")).locator("summary").click()
    page.locator("#media [data-add]").click()
    picture: FilePayload = {
        "name": "IMG_1.PNG",
        "mimeType": "image/png",
        "buffer": png(4100, 40),
    }
    page.locator("#media input[type=file]").set_input_files(picture)
    page.locator("#media [data-key=alt] :is(input, textarea)").fill("A loom")
    expect(page.locator("#media [data-field=file][data-name='img-1.jpg']")).to_have_count(1)
    assert problems(downloaded(page), small) == []
    broken: FilePayload = {"name": "a.heic", "mimeType": "image/heic", "buffer": b"no picture"}
    page.locator("#media input[type=file]").set_input_files(broken)
    expect(page.locator("#media [data-field=file] [data-error]")).to_contain_text(
        "cannot read this picture"
    )


def png(width: int, height: int) -> bytes:
    """A picture of one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        sum = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + sum

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80\x40\x20" * width) * height)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def test_a_draft_stays_in_the_browser_and_can_be_deleted(open_page: OpenPage) -> None:
    page = opened(open_page, "en", "casestudies")
    page.locator("details", has=page.locator("#results")).locator("summary").click()
    for value in ("first", "second", "third"):
        page.locator("#results [data-add]").click()
        page.locator("[data-key=indicator] :is(input, textarea)").last.fill(value)
    page.locator("#results [data-remove]").first.click()
    boxes = page.locator("#themes [data-options] input")
    boxes.nth(1).check()
    boxes.nth(0).check()
    fill_in(page, TITLES["en"])
    select = page.locator("#results [data-key=source] select").first
    select.select_option(index=1)
    chosen = str(page.locator("#themes [data-chosen]").text_content())
    page.wait_for_timeout(500)  # a draft is kept a moment after the last change
    page.reload()
    page.wait_for_selector("[data-ready]")
    expect(page.locator("#title")).to_have_value(TITLES["en"])
    indicators = page.locator("[data-key=indicator] :is(input, textarea)")
    assert [one.input_value() for one in indicators.all()] == ["second", "third"]
    expect(page.locator("#themes [data-chosen]")).to_have_text(chosen)
    expect(page.locator("#results [data-key=source] select").first).not_to_have_value("")
    assert page.locator("[data-section] textarea").first.input_value().count("[^") == 2
    page.locator("[data-clear]").click()
    page.wait_for_selector("[data-ready]")
    expect(page.locator("#title")).to_have_value("")


def test_an_empty_cell_of_the_overview_opens_the_form_with_its_terms(open_page: OpenPage) -> None:
    page = open_page("fr/overview/")
    href = str(page.locator("a.k-gap").first.get_attribute("href"))
    page.goto(page.url + href)
    page.wait_for_selector("[data-ready]")
    query = parse_qs(urlsplit(href).query)
    assert set(query) == {"countries", "sectors"}
    for key, [value] in query.items():
        expect(page.locator(f"#{key} input[value='{value}']")).to_be_checked()


def test_the_ways_to_github_name_the_file_and_hold_the_text_while_it_is_short(
    open_page: OpenPage,
) -> None:
    page = opened(open_page, "en", "bestpractices")
    page.evaluate("window.open = address => { window.opened = address }")
    fill_in(page, TITLES["en"])
    page.locator("[data-way=file]").click()
    expect(page.locator("[data-link] a")).to_be_visible()
    address = str(page.evaluate("window.opened"))
    assert address.startswith(f"{REPOSITORY}/new/main?filename=bestpractices%2F{SLUGS['en']}%2F")
    assert parse_qs(urlsplit(address).query)["value"] == [page.locator("#result").input_value()]
    page.locator("[data-section] textarea").first.fill("Long. " * 2000 + "[^example-news]")
    page.locator("[data-way=file]").click()
    expect(page.locator("[data-link] a")).to_have_attribute("href", address.split("&value=")[0])
    page.locator("[data-way=issue]").click()
    issue = re.compile(re.escape(f"{REPOSITORY}/issues/new?title=") + "[^&]*")
    expect(page.locator("[data-link] a")).to_have_attribute("href", issue)
    expect(page.locator("[data-status]")).not_to_be_empty()


def test_a_short_text_is_in_the_message_and_a_long_one_is_copied(open_page: OpenPage) -> None:
    page = opened(open_page, "en", "bestpractices")
    page.evaluate(MAILED)
    fill_in(page, TITLES["en"])
    page.locator("[data-way=email]").click()
    assert str(page.evaluate("window.mailed")).startswith("mailto:editors@example.org?subject=best")
    assert "body=" in str(page.evaluate("window.mailed"))
    page.locator("[data-section] textarea").first.fill("Long. " * 400 + "[^example-news]")
    page.locator("[data-way=email]").click()
    expect(page.locator("[data-status]")).not_to_be_empty()
    assert "body=" not in str(page.evaluate("window.mailed"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_with_everything_open_and_its_messages_is_accessible(
    open_page: OpenPage, language: str
) -> None:
    page = opened(open_page, language, "casestudies")
    page.evaluate("document.querySelectorAll('.k-form details').forEach(one => one.open = true)")
    page.evaluate("document.querySelectorAll('[data-add]').forEach(one => one.click())")
    page.locator("[data-way=zip]").click()
    page.evaluate(AXE)
    page.evaluate(CHECKS)
    assert list(complaints(page)) == []


def test_without_scripts_the_form_shows_what_an_entry_contains(open_page: OpenPage) -> None:
    page = open_page("en/contribute/new/casestudies/", java_script_enabled=False)
    for text in ("What was done", "Results in figures", "Indicator", "Facts"):
        expect(page.get_by_text(text, exact=True).first).to_be_attached()
    expect(page.locator("[data-way=zip]")).to_be_hidden()
    expect(page.locator(".k-notice").first).to_contain_text("Filling in needs JavaScript.")


def test_a_section_must_cite_a_source_unless_the_entry_is_a_draft(open_page: OpenPage) -> None:
    page = opened(open_page, "en", "casestudies")
    fill_in(page, TITLES["en"])
    area = page.locator("[data-section] textarea").first
    area.fill("Ten of them.")
    page.locator("[data-way=zip]").click()
    expect(page.locator("[data-problems] li")).to_have_count(1)
    expect(page.locator("[data-problems]")).to_contain_text("Cite a source here")
    page.locator("#status").select_option("draft")
    assert downloaded(page).namelist()


def test_the_page_on_taking_part_leads_to_questions_a_new_file_and_an_original(
    open_page: OpenPage,
) -> None:
    page = open_page("fr/contribute/")
    hrefs = page.locator("article li > a").evaluate_all("all => all.map(one => one.href)")
    assert hrefs[:2] == [f"{REPOSITORY}/issues/new/choose", f"{REPOSITORY}/new/main"]
    assert hrefs[2].startswith(f"{REPOSITORY}/raw/main/")
    assert hrefs[2].endswith(".md")
