"""The preview, run as a program: it answers as GitHub Pages would, and follows every save."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.previewing import Preview, open_page, reloads
from tests.running import add_error, append, start, until

ENTRY = "casestudies/example-town-pottery"


@pytest.fixture
def preview(small: Path, tmp_path: Path) -> Iterator[Preview]:
    """The preview of the small repository, once it has printed its address."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    running = Preview(small, temporary)
    try:
        line = running.wait_for("http://")
        assert f"http://127.0.0.1:{running.port}/small/ " in line
        yield running
    finally:
        running.process.kill()
        running.process.wait()


def test_the_preview_answers_as_github_pages_would(preview: Preview) -> None:
    status, headers, page = preview.get("/small/")
    assert status == 200  # the address is printed when the site answers
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "/__reload" in page
    for path in ("/small", "/"):
        status, headers, _ = preview.get(path)
        assert (status, headers["Location"]) == (302, "/small/")
    status, headers, _ = preview.get("/small/en")
    assert (status, headers["Location"]) == (302, "/small/en/")
    assert preview.get("/small/en/?q=x")[0] == 200
    assert preview.get("/small/404")[0] == 200  # the ending may be left out
    status, headers, text = preview.get("/small/assets/knowledge/site.css")
    assert (status, headers["Content-Type"]) == (200, "text/css")
    status, headers, text = preview.get("/small/en/", method="HEAD")
    assert (status, text) == (200, "")
    assert int(headers["Content-Length"]) > 1000
    # Drafts are shown to their authors.
    assert preview.get("/small/en/bestpractices/shared-stall/")[0] == 200


def test_the_preview_gives_nothing_but_the_site(preview: Preview) -> None:
    lost = preview.get("/small/nowhere/")
    assert lost[0] == 404
    for path in (
        "/small/en/nowhere",
        "/elsewhere/",
        "/favicon.ico",
        "/small/assets/",
        "/small/../../etc/passwd",
        "/small/../../../../../../../../etc/passwd",
        "/small/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/small/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/small//etc/passwd",
        "/small/%00",
        "/small/en/index.html%00.css",
        "/small/" + "x" * 5000,
        "/small/%ff%fe",
        "//example.org/%2e%2e",
        "/__reload/",
    ):
        status, headers, text = preview.get(path)
        assert status == 404, path
        assert "Location" not in headers
        assert "root:" not in text
        assert text == lost[2], path
    assert preview.get("/small/en/")[0] == 200
    assert not [line for line in preview.output if "Traceback" in line]


def test_a_reader_who_leaves_early_causes_no_message(preview: Preview) -> None:
    for _ in range(20):
        reader = socket.create_connection(("127.0.0.1", preview.port))
        reader.sendall(b"GET /small/assets/knowledge/site.css HTTP/1.1\r\nHost: x\r\n\r\n" * 20)
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        reader.close()  # at once, with a reset
    assert preview.get("/small/en/")[0] == 200
    preview.process.send_signal(signal.SIGINT)
    assert preview.process.wait(timeout=15) == 0
    assert "Traceback" not in "".join(preview.output)
    assert "Exception" not in "".join(preview.output)


def test_a_saved_entry_is_shown_and_open_pages_reload(preview: Preview, small: Path) -> None:
    entry = min(small.glob("casestudies/*/index.en.md"))
    text = entry.read_text(encoding="utf-8")
    path = f"/small/en/casestudies/{entry.parent.name}/"
    assert "a word that was saved" not in preview.get(path)[2]
    with open_page(preview) as first, open_page(preview) as second:
        entry.write_text(f"{text}\nHere is a word that was saved.\n", encoding="utf-8")
        assert reloads(first)
        assert reloads(second)
    assert "a word that was saved" in preview.get(path)[2]
    # As many editors save: a new file takes the place of the old one.
    new = entry.with_name("index.en.md.new")
    new.write_text(f"{text}\nHere is another word.\n", encoding="utf-8")
    with open_page(preview) as waiting:
        new.replace(entry)
        assert reloads(waiting)
    assert "another word" in preview.get(path)[2]
    assert not list(small.glob("site*")), "the preview writes nothing into the repository"


def test_an_error_is_shown_and_the_last_good_site_stays_until_it_is_fixed(
    preview: Preview, small: Path
) -> None:
    entry = min(small.glob("casestudies/*/index.en.md"))
    text = entry.read_text(encoding="utf-8")
    path = f"/small/en/casestudies/{entry.parent.name}/"
    page = preview.get(path)
    with open_page(preview) as waiting:
        add_error(small)
        event = waiting.wait()
        assert "1 error" in event["summary"]
        assert entry.relative_to(small).as_posix() in str(event)
    preview.wait_for(f"{entry.relative_to(small).as_posix()}:")
    preview.wait_for("The preview shows what has no errors")
    shown = preview.get(path)[2]
    assert re.sub(r"__reload.js\?\d+", "", shown) == re.sub(r"__reload.js\?\d+", "", page[2])
    other = small / "bestpractices/one-table/index.en.md"
    with open_page(preview) as waiting:
        append(other, "\nAnother text, saved meanwhile.\n")
        assert reloads(waiting)
    assert "saved meanwhile" in preview.get("/small/en/bestpractices/one-table/")[2]
    with open_page(preview) as waiting:
        entry.write_text(f"{text}\nThis was fixed.\n", encoding="utf-8")
        assert reloads(waiting)
    until(lambda: "This was fixed." in preview.get(path)[2])
    assert preview.process.poll() is None


def test_the_preview_follows_added_renamed_and_deleted_folders(
    preview: Preview, small: Path
) -> None:
    old = small / "casestudies/example-town-pottery"
    new = small / "casestudies/another-town"

    def status(name: str) -> int:
        return preview.get(f"/small/fr/casestudies/{name}/")[0]

    shutil.copytree(old, small / "copying")
    index = small / "copying/index.en.md"
    lines = index.read_text(encoding="utf-8").splitlines(keepends=True)
    others = [line for line in lines if not line.startswith("aliases:")]
    index.write_text("".join(others), encoding="utf-8")
    (small / "copying").rename(new)
    until(lambda: status("another-town") == 200)
    new.rename(new.with_name("renamed-town"))
    until(lambda: (status("another-town"), status("renamed-town")) == (404, 200))
    shutil.rmtree(new.with_name("renamed-town"))
    until(lambda: status("renamed-town") == 404)
    assert status("example-town-pottery") == 200
    for path, before, after in (
        ("content/vocabularies/crafts.yml", 'en: "Pottery"', 'en: "Wheel and kiln"'),
        ("content/site.yml", 'name: {en: "', 'name: {en: "Front door '),
    ):
        text = (small / path).read_text(encoding="utf-8")
        assert before in text
        (small / path).write_text(text.replace(before, after, 1), encoding="utf-8")
    until(lambda: "Wheel and kiln" in preview.get("/small/en/crafts/")[2])
    until(lambda: "Front door" in preview.get("/small/en/crafts/")[2])
    assert preview.process.poll() is None


def test_the_search_follows_a_save(preview: Preview, small: Path) -> None:
    entry = "/small/pagefind/pagefind-entry.json"
    until(lambda: preview.get(entry)[0] == 200)
    first = preview.get(entry)[2]
    file = small / "casestudies/example-town-pottery/index.en.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\nA quokka came by.\n", encoding="utf-8")
    until(lambda: preview.get(entry)[2] not in ("", first))
    assert list(json.loads(first)["languages"]) == ["ar", "en", "fr"]


def test_a_mistake_in_mkdocs_yml_does_not_end_the_preview(preview: Preview, small: Path) -> None:
    config = small / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text("plugins: [nonsense]\n", encoding="utf-8")
    preview.wait_for("mkdocs.yml", seconds=60)
    with open_page(preview) as waiting:
        config.write_text(text, encoding="utf-8")
        assert reloads(waiting)
    assert preview.get("/small/en/")[0] == 200


def test_the_preview_ends_cleanly_when_it_is_interrupted(preview: Preview) -> None:
    with open_page(preview):
        preview.process.send_signal(signal.SIGINT)
        assert preview.process.wait(timeout=15) == 0
    output = "".join(preview.output)
    assert "Traceback" not in output
    assert "Aborted" not in output
    assert not list(preview.temporary.iterdir()), "the folder for temporary files is empty"


def test_a_port_in_use_gives_the_next_one(small: Path, preview: Preview) -> None:
    port = ["--port", str(preview.port)]
    process = start("serve", "--root", small, *port, stdout=subprocess.PIPE)
    try:
        assert process.stdout
        reason = next(process.stdout)
        assert reason.startswith(f"Port {preview.port} is not free (Address already in use)")
        line = next(line for line in process.stdout if "http://" in line)
        assert f":{preview.port}/" not in line
        assert "http://127.0.0.1:" in line
    finally:
        process.kill()
        process.communicate()
