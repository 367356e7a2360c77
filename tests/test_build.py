"""Real builds, looked at in their folder: after success, failure, a kill, two at a time."""

from __future__ import annotations

import ctypes
import http.client
import json
import os
import queue
import re
import resource
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pytest

from generator import build, cli, remembering, storing
from generator.search import pagefind
from generator.site import renderer

ROOT = Path(__file__).parent.parent
KINDS = ("casestudies", "bestpractices")
Tree = dict[str, bytes]


# -- tools ---------------------------------------------------------------------------------------


def tree(folder: Path) -> Tree:
    """Every file below a folder, the hidden ones, too."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def assert_same(one: Tree, other: Tree) -> None:
    """Says which files differ, not what is in them."""
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []


def command(*arguments: str | Path, module: str = "generator") -> list[str]:
    return [sys.executable, "-m", module, *map(str, arguments)]


def run(
    *arguments: str | Path, cwd: Path | None = None, module: str = "generator", **env: str
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end, whatever that is."""
    return subprocess.run(
        command(*arguments, module=module),
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait for a condition, looking a thousand times a second."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.001)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def stages(root: Path) -> list[Path]:
    return sorted(root.glob(".site-*"))


def spoil(root: Path) -> Path:
    """Bring an error into one entry; its file comes back."""
    file = next(iter(sorted(root.glob("casestudies/*/index.en.md"))))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title:", "titel:", 1), encoding="utf-8")
    return file


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A copy of this repository: every kind of page, and all that its authors thought of."""
    root = tmp_path / "whole"
    for name in ("content", *KINDS):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return root


# -- the old site and the new one ----------------------------------------------------------------


def test_an_error_in_an_entry_leaves_the_old_site_as_it_is(small: Path) -> None:
    build.build(small)
    before, beside = tree(small / "site"), names(small)
    broken = spoil(small)
    done = run("build", "--root", small)
    assert done.returncode == 1
    assert f"{broken.relative_to(small).as_posix()}:" in done.stderr
    assert "Traceback" not in done.stderr
    assert_same(tree(small / "site"), before)
    assert names(small) == beside


@pytest.mark.parametrize("step", ["rendering", "indexing"])
def test_a_step_that_fails_leaves_the_old_site_and_nothing_else(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    build.build(small)
    before, beside = tree(small / "site"), names(small)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))

    def fail(*_: object) -> None:
        assert stages(small)
        raise OSError("No space left on device")

    if step == "rendering":
        monkeypatch.setattr(renderer.SiteRenderer, "paint", fail)
    else:
        monkeypatch.setattr(pagefind.Indexing, "finish", fail)
    with pytest.raises(OSError, match="No space left"):
        build.build(small)
    assert_same(tree(small / "site"), before)
    assert names(small) == beside
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("moment", ["the stage was made", "some pages are written"])
def test_a_build_that_is_killed_leaves_the_old_site_and_the_next_one_works(
    small: Path, tmp_path: Path, moment: str
) -> None:
    build.build(small)
    before, beside = tree(small / "site"), names(small)
    entry = next(iter(sorted(small.glob("casestudies/*/index.en.md"))))
    text = entry.read_text(encoding="utf-8")
    entry.write_text(f"{text}\nA sentence that is new.\n", encoding="utf-8")
    other = small / ".site-other"
    other.mkdir()
    (other / "kept.txt").write_text("of another build", encoding="utf-8")

    killed = subprocess.Popen(
        command("build", "--root", small), env={**os.environ, "TMPDIR": str(tmp_path)}
    )
    until(lambda: [s for s in stages(small) if s != other])
    stage = next(s for s in stages(small) if s != other)
    if moment != "the stage was made":
        until(lambda: sum(1 for _ in stage.rglob("*.html")) > 10)
    killed.kill()
    assert killed.wait() == -signal.SIGKILL
    assert_same(tree(small / "site"), before)
    # What a killed build leaves is hidden, and `make clean` knows its name.
    left = [name for name in names(small) if name not in beside]
    assert all(name.startswith(".site-") for name in left), left

    build.build(small)
    after = tree(small / "site")
    assert b"A sentence that is new." in after[f"en/casestudies/{entry.parent.name}/index.html"]
    assert [name for name in after if name.endswith(".html")] == [
        name for name in before if name.endswith(".html")
    ]
    assert (other / "kept.txt").read_text(encoding="utf-8") == "of another build"


@pytest.mark.parametrize("old", [False, True])
def test_two_builds_at_the_same_time_both_succeed_and_leave_one_whole_site(
    small: Path, old: bool
) -> None:
    build.build(small, small / "alone")
    if old:
        shutil.copytree(small / "alone", small / "site")
    beside = names(small)
    both = [subprocess.Popen(command("build", "--root", small)) for _ in range(2)]
    assert [one.wait(timeout=60) for one in both] == [0, 0]
    assert_same(tree(small / "site"), tree(small / "alone"))
    assert names(small) == sorted({*beside, "site"})


def test_whoever_ends_last_is_the_site_even_when_there_was_none_at_the_start(
    tmp_path: Path,
) -> None:
    site = tmp_path / "site"
    with build.staging(site) as first:
        (first / "who").write_text("first", encoding="utf-8")
        with build.staging(site) as second:
            (second / "who").write_text("second", encoding="utf-8")
        assert (site / "who").read_text(encoding="utf-8") == "second"
    assert (site / "who").read_text(encoding="utf-8") == "first"
    assert list(tmp_path.iterdir()) == [site]


def test_where_two_folders_cannot_be_swapped_they_are_renamed_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "who").write_text(folder.name, encoding="utf-8")
    build._exchange(one, other)
    assert (other / "who").read_text(encoding="utf-8") == "one"
    assert (one / "who").read_text(encoding="utf-8") == "other"
    assert sorted(tmp_path.iterdir()) == [one, other]


@pytest.mark.parametrize("found", ["notes.txt", "404.html", ".git/config"])
def test_a_folder_that_holds_something_else_is_refused_and_kept(
    small: Path, tmp_path: Path, found: str
) -> None:
    folder = tmp_path / "mine"
    (folder / found).parent.mkdir(parents=True)
    (folder / found).write_text("dear to somebody", encoding="utf-8")
    done = run("build", "--root", small, "--site-dir", folder)
    assert done.returncode == 1
    assert str(folder) in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(folder) == {found: b"dear to somebody"}
    assert sorted(tmp_path.iterdir()) == [folder, small]


def test_a_link_or_a_file_in_the_place_of_the_site_is_refused(small: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (small / "link").symlink_to(elsewhere)
    for name in ("link", "mkdocs.yml"):
        with pytest.raises(build.SiteInTheWay):
            build.build(small, small / name)
    assert (small / "link").is_symlink()
    assert not list(elsewhere.iterdir())


def test_an_empty_folder_and_one_that_is_not_there_yet_are_taken(
    small: Path, tmp_path: Path
) -> None:
    usual = tmp_path / "usual"
    usual.mkdir()
    (tmp_path / "empty").mkdir()
    for site in (tmp_path / "empty", tmp_path / "a" / "b" / "site"):
        build.build(small, site)
        assert (site / "en/index.html").is_file()
        assert site.stat().st_mode == usual.stat().st_mode  # others may read it, too


# -- the same input, the same bytes --------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes_wherever_and_whenever_it_is_built(
    whole: Path, tmp_path: Path
) -> None:
    other = tmp_path / "another place" / "of another name"
    files = [file for file in whole.rglob("*") if file.is_file()]
    for file in sorted(files, reverse=True):  # folders list their files in another order
        copy = other / file.relative_to(whole)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    here = run("build", "--root", whole, TZ="Pacific/Kiritimati", LANG="C", PYTHONHASHSEED="1")
    there = run(
        "build",
        TZ="Pacific/Pago_Pago",
        LANG="ar_EG.UTF-8",
        LC_ALL="C.UTF-8",
        PYTHONHASHSEED="2",
        SOURCE_DATE_EPOCH="1000000000",
        cwd=other,
    )
    assert (here.returncode, there.returncode) == (0, 0), here.stderr + there.stderr
    assert_same(tree(whole / "site"), tree(other / "site"))


def test_mkdocs_build_gives_the_same_files_with_the_same_bytes(whole: Path) -> None:
    build.build(whole, whole / "ours")
    done = run("build", "--quiet", module="mkdocs", cwd=whole)
    assert done.returncode == 0, done.stderr
    assert_same(tree(whole / "site"), tree(whole / "ours"))


def test_mkdocs_build_stops_at_an_error_and_names_it(small: Path) -> None:
    broken = spoil(small)
    done = run("build", module="mkdocs", cwd=small)
    assert done.returncode == 1
    assert f"{broken.relative_to(small).as_posix()}:" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


# -- drafts --------------------------------------------------------------------------------------


def test_a_draft_is_in_no_page_no_list_and_no_index_unless_it_is_asked_for(small: Path) -> None:
    draft = "bestpractices/shared-stall"
    build.build(small)
    site = tree(small / "site")
    assert not [name for name in site if draft in name]
    assert not [name for name, content in site.items() if b"shared-stall" in content]
    build.build(small, small / "drafts", drafts=True)
    shown = tree(small / "drafts")
    for language in ("en", "fr", "ar"):
        assert b"k-notice--draft" in shown[f"{language}/{draft}/index.html"]
        assert b"shared-stall" in shown[f"{language}/bestpractices/index.html"]


def test_a_draft_that_is_named_by_an_old_name_is_left_out_too(small: Path) -> None:
    draft = small / "bestpractices/shared-stall/index.en.md"
    text = draft.read_text(encoding="utf-8")
    draft.write_text(
        text.replace("status: draft", "status: draft\naliases: [old-stall]"), encoding="utf-8"
    )
    other = small / "bestpractices/one-table/index.en.md"
    text = other.read_text(encoding="utf-8")
    assert "[shared-stall]" in text
    other.write_text(text.replace("[shared-stall]", "[old-stall]"), encoding="utf-8")
    build.build(small)
    assert not [name for name, text in tree(small / "site").items() if b"old-stall" in text]


def test_a_published_text_that_links_to_a_draft_is_an_error_and_never_a_dead_link(
    small: Path,
) -> None:
    about = small / "content/pages/about/index.en.md"
    way = "../../../bestpractices/shared-stall/index.en.md"
    text = about.read_text(encoding="utf-8")
    about.write_text(f"{text}\nSee [the stall]({way}).\n", encoding="utf-8")
    with pytest.raises(build.Unbuildable) as stop:
        build.build(small)
    assert [p.location.path for p in stop.value.diagnostics] == ["content/pages/about/index.en.md"]


# -- the command ---------------------------------------------------------------------------------


def said(
    arguments: Sequence[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    """Exit code, output and errors of the command, run in this process."""
    monkeypatch.setattr(sys, "argv", ["knowledge", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    told = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, told.out, told.err


@pytest.mark.parametrize("name", ["", *sorted(cli.knowledge.commands)])
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_command_explains_itself(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, flag: str
) -> None:
    code, out, err = said([*name.split(), flag], monkeypatch, capsys)
    assert (code, err) == (0, "")
    assert out.startswith("Usage: ")
    for option in cli.knowledge.commands[name].params if name else ():
        assert option.opts[0] in out
        assert getattr(option, "help", ""), f"{name} {option.name} says nothing"
    if not name:
        assert all(command in out for command in cli.knowledge.commands)


def test_the_version_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = said(["--version"], monkeypatch, capsys)
    assert code == 0
    assert out.startswith("knowledge, version ")


def test_exit_0_when_there_is_nothing_to_mend_and_1_when_there_is(small: Path) -> None:
    for name in ("check", "build"):
        assert run(name, cwd=small / "content").returncode == 0  # found from a folder below
    before = tree(small)
    broken = spoil(small)
    before[broken.relative_to(small).as_posix()] = broken.read_bytes()
    for name in ("check", "build", "serve"):
        done = run(name, "--root", small)
        assert done.returncode == 1
        assert broken.name in done.stderr
    assert_same(tree(small), before)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["nonsense"],
        ["build", "--nonsense"],
        ["check", "--format", "nonsense"],
        ["check", "--root", "/nonsense"],
        ["serve", "--port", "0"],
        ["build", "more"],
    ],
)
def test_exit_2_when_the_command_is_used_wrongly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    code, out, err = said(arguments, monkeypatch, capsys)
    assert (code, out) == (2, "")
    assert "Usage: " in err


@pytest.mark.parametrize("name", ["check", "build", "serve"])
def test_exit_2_and_the_way_out_where_there_is_no_repository(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = said([name], monkeypatch, capsys)
    assert code == 2
    assert "no repository" in err
    assert "--root" in err


def test_exit_3_when_the_mistake_is_ours_and_it_says_so(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: Path, html: bool = True, memory: object = None) -> None:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(reading, "read", fail)
    for name in ("check", "build"):
        code, _, err = said([name, "--root", str(small)], monkeypatch, capsys)
        assert code == 3
        assert "a mistake of the program, not yours" in err
        assert "nobody foresaw this" in err


def test_a_wrong_mkdocs_yml_is_something_to_mend(small: Path) -> None:
    for content in ("plugins: [nonsense]\n", "site_name: [\n", "site_name: No plugin\n"):
        (small / "mkdocs.yml").write_text(content, encoding="utf-8")
        done = run("build", "--root", small)
        assert done.returncode == 1, content
        assert "mkdocs.yml" in done.stderr
        assert "Traceback" not in done.stderr, content


# -- what a build remembers ----------------------------------------------------------------------


def test_nothing_edited_is_nothing_built(small: Path) -> None:
    assert "Built" in run("build", "--root", small).stdout
    before = {path: path.stat().st_mtime_ns for path in (small / "site").rglob("*")}
    assert "Nothing has changed" in run("build", "--root", small).stdout
    assert {path: path.stat().st_mtime_ns for path in (small / "site").rglob("*")} == before
    assert "Built" in run("build", "--root", small, "--drafts").stdout
    assert "Built" in run("build", "--root", small).stdout  # the site with drafts stood there
    assert "Built" in run("build", "--root", small, "--clean").stdout


def test_one_edit_writes_few_files(small: Path) -> None:
    run("build", "--root", small)
    site = small / "site"
    before = tree(site)
    stood = {path: path.stat().st_ino for path in site.rglob("*.html")}
    file = small / "casestudies/example-town-pottery/index.fr.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\nUn quokka est venu.\n", encoding="utf-8")
    assert "Built" in run("build", "--root", small).stdout
    written = {path.relative_to(site).parent.as_posix() for path, ino in stood.items()
               if path.stat().st_ino != ino}  # fmt: skip
    assert "fr/casestudies/example-town-pottery" in written
    assert "en/map" not in written
    assert len(written) < len(stood) / 10
    assert "quokka" in (site / "fr/casestudies/example-town-pottery/index.html").read_text("utf-8")
    clean = small.with_name("clean")
    build.build(small, clean)
    assert_same(tree(site), tree(clean))
    assert before.keys() - tree(site).keys() != set()  # the index has other files


def test_an_error_leaves_the_site_and_what_is_remembered(small: Path) -> None:
    run("build", "--root", small)
    file = small / "casestudies/example-town-pottery/index.en.md"
    text = file.read_text(encoding="utf-8")
    spoil(small)
    assert run("build", "--root", small).returncode == 1
    file.write_text(text, encoding="utf-8")
    assert "Nothing has changed" in run("build", "--root", small).stdout


def test_warnings_are_told_again_where_nothing_has_changed(small: Path) -> None:
    path = small / "content/vocabularies/crafts.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(', fr: "Poterie"', "", 1), encoding="utf-8")
    first, second = run("build", "--root", small), run("build", "--root", small)
    assert "missing-label" in first.stderr
    assert "Nothing has changed" in second.stdout
    assert second.stderr == first.stderr


@pytest.mark.parametrize("line", ["site_author: !ENV [WHO, nobody]", "hooks: [hook.py]"])
def test_settings_that_stand_elsewhere_make_every_build_a_clean_one(small: Path, line: str) -> None:
    (small / "hook.py").write_text("", encoding="utf-8")
    config = small / "mkdocs.yml"
    config.write_text(f"{config.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    for _ in range(2):
        assert "Built" in run("build", "--root", small).stdout


def test_a_memory_belongs_to_one_build_at_a_time_and_to_one_program(small: Path) -> None:
    with remembering.opened(small, "test") as memory, remembering.opened(small, "test") as other:
        assert memory is not None
        assert memory.store.folder is not None
        assert other is None
        build.build(small, memory=memory)
        state = memory.store.folder / remembering.STATE
        again = remembering.Memory(memory.store.folder)
        again.load()
        assert again.state.pages.results
        raw = state.read_bytes()
        state.write_bytes(b"0" * 32 + raw[32:])  # as if another program had written it
        again = remembering.Memory(memory.store.folder)
        again.load()
        assert not again.state.pages.results
    with remembering.opened(small, "test") as memory:
        assert memory is not None


def test_a_disk_that_is_full_for_the_memory_leaves_a_whole_site(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, clean = small / "site", small.with_name("clean")

    def full() -> None:
        """``keep`` on a disk that takes no file of more than 50 kB."""
        most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, most[1]))
        try:
            remembering.Memory.keep(memory)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, most)

    memory = remembering.Memory(storing.settled(small))
    build.build(small, site, memory=memory)
    whole = tree(site)
    state = storing.settled(small) / remembering.STATE
    assert state.stat().st_size > 50_000
    memory = remembering.Memory(storing.settled(small))
    memory.forget()
    monkeypatch.setattr(memory, "keep", full)
    build.build(small, site, memory=memory)
    assert not state.exists()
    assert_same(tree(site), whole)
    assert remembering.Memory(storing.settled(small)).unchanged(small) is not None
    file = small / "casestudies/example-town-pottery/index.fr.md"
    file.write_text(f"{file.read_text(encoding='utf-8')}\nUn mot.\n", encoding="utf-8")
    build.build(small, site, memory=remembering.Memory(storing.settled(small)))
    build.build(small, clean)
    assert_same(tree(site), tree(clean))
    assert state.exists()


def test_what_belonged_to_repositories_that_are_no_more_is_removed(small: Path) -> None:
    gone = small.with_name("gone")
    shutil.copytree(small, gone)
    folder = storing.settled(gone)
    assert folder.is_dir()
    shutil.rmtree(gone)
    storing.settled(small, "something else")
    assert not folder.exists()


# -- the preview ---------------------------------------------------------------------------------


class Preview:
    """A running ``knowledge serve`` and what it said."""

    def __init__(self, root: Path, temporary: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.temporary = temporary
        self.process = subprocess.Popen(
            command("serve", "--root", root, "--port", str(self.port)),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "TMPDIR": str(temporary)},
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.told: list[str] = []
        for stream in (self.process.stdout, self.process.stderr):
            assert stream
            threading.Thread(target=self._listen, args=(stream,), daemon=True).start()

    def _listen(self, stream: IO[str]) -> None:
        for line in stream:
            self.told.append(line)
            self.lines.put(line)

    def says(self, words: str, seconds: float = 20) -> str:
        """Wait for a line with these words."""
        end = time.monotonic() + seconds
        while True:
            try:
                line = self.lines.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                pytest.fail(f"never said {words!r}, but:\n{''.join(self.told)}")
            if words in line:
                return line

    def get(self, path: str, method: str = "GET") -> tuple[int, dict[str, str], str]:
        """Status, headers and text of an answer; the path goes out exactly as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return answer.status, dict(answer.getheaders()), text
        finally:
            connection.close()


@pytest.fixture
def preview(small: Path, tmp_path: Path) -> Iterator[Preview]:
    """The preview of the small repository, which has told its address."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    running = Preview(small, temporary)
    try:
        line = running.says("http://")
        assert f"http://127.0.0.1:{running.port}/small/ " in line
        yield running
    finally:
        running.process.kill()
        running.process.wait()


@dataclass
class Waiting:
    """An open page that waits for news."""

    answer: http.client.HTTPResponse
    news: dict[str, Any] = field(default_factory=dict)

    def hear(self) -> dict[str, Any]:
        """The next news."""
        line = next(line for line in self.answer if line.startswith(b"data: "))
        self.news = json.loads(line.removeprefix(b"data: "))
        return self.news


@contextmanager
def stream(preview: Preview) -> Iterator[Waiting]:
    """An open page that knows how things stand."""
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=20)
    connection.request("GET", "/__reload")
    answer = connection.getresponse()
    assert answer.status == 200
    assert answer.getheader("Content-Type") == "text/event-stream"
    waiting = Waiting(answer)
    waiting.hear()
    yield waiting
    connection.close()


def told_to_reload(page: Waiting) -> bool:
    """Whether there comes a new version of the site, whatever else the page is told before."""
    version = page.news["version"]
    while page.news["version"] == version:
        page.hear()
    return True


def test_the_preview_answers_as_github_pages_would(preview: Preview) -> None:
    status, headers, page = preview.get("/small/")
    assert status == 200  # at once: the address is told when the site answers
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
    assert not [line for line in preview.told if "Traceback" in line]


def test_a_reader_who_leaves_in_the_middle_is_no_news_to_the_author(preview: Preview) -> None:
    for _ in range(20):
        reader = socket.create_connection(("127.0.0.1", preview.port))
        reader.sendall(b"GET /small/assets/knowledge/site.css HTTP/1.1\r\nHost: x\r\n\r\n" * 20)
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        reader.close()  # at once, with a reset
    assert preview.get("/small/en/")[0] == 200
    preview.process.send_signal(signal.SIGINT)
    assert preview.process.wait(timeout=15) == 0
    assert "Traceback" not in "".join(preview.told)
    assert "Exception" not in "".join(preview.told)


def test_what_is_saved_is_built_shown_and_told(preview: Preview, small: Path) -> None:
    entry = next(iter(sorted(small.glob("casestudies/*/index.en.md"))))
    text = entry.read_text(encoding="utf-8")
    path = f"/small/en/casestudies/{entry.parent.name}/"
    assert "a word that was saved" not in preview.get(path)[2]
    with stream(preview) as first, stream(preview) as second:
        entry.write_text(f"{text}\nHere is a word that was saved.\n", encoding="utf-8")
        assert told_to_reload(first)
        assert told_to_reload(second)
    assert "a word that was saved" in preview.get(path)[2]
    # As many editors save: a new file takes the place of the old one.
    beside = entry.with_name("index.en.md.new")
    beside.write_text(f"{text}\nHere is another word.\n", encoding="utf-8")
    with stream(preview) as waiting:
        beside.replace(entry)
        assert told_to_reload(waiting)
    assert "another word" in preview.get(path)[2]
    assert not list(small.glob("site*")), "the preview writes nothing into the repository"


def test_an_error_keeps_the_last_good_site_and_is_named_until_it_is_mended(
    preview: Preview, small: Path
) -> None:
    entry = next(iter(sorted(small.glob("casestudies/*/index.en.md"))))
    text = entry.read_text(encoding="utf-8")
    path = f"/small/en/casestudies/{entry.parent.name}/"
    page = preview.get(path)
    with stream(preview) as waiting:
        spoil(small)
        news = waiting.hear()
        assert "1 error" in news["summary"]
        assert entry.relative_to(small).as_posix() in news["problems"]
        assert not news["changed"]
    preview.says(f"{entry.relative_to(small).as_posix()}:")
    preview.says("last version without errors")
    assert preview.get(path)[2] == page[2]
    with stream(preview) as waiting:
        entry.write_text(f"{text}\nThis was mended.\n", encoding="utf-8")
        assert told_to_reload(waiting)
    until(lambda: "This was mended." in preview.get(path)[2])
    assert preview.process.poll() is None


def test_what_is_added_renamed_and_deleted_is_followed(preview: Preview, small: Path) -> None:
    old = small / "casestudies/example-town-pottery"
    new = small / "casestudies/another-town"

    def status(name: str) -> int:
        return preview.get(f"/small/fr/casestudies/{name}/")[0]

    shutil.copytree(old, small / "copying")
    index = small / "copying/index.en.md"
    lines = index.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("aliases:")]
    index.write_text("".join(kept), encoding="utf-8")
    (small / "copying").rename(new)
    until(lambda: status("another-town") == 200)
    new.rename(new.with_name("renamed-town"))
    until(lambda: (status("another-town"), status("renamed-town")) == (404, 200))
    shutil.rmtree(new.with_name("renamed-town"))
    until(lambda: status("renamed-town") == 404)
    assert status("example-town-pottery") == 200
    for path, before, after in (
        ("content/vocabularies/crafts.yml", 'en: "Pottery"', 'en: "Wheel and kiln"'),
        ("content/words/en.yml", 'home: "', 'home: "Front door '),
    ):
        text = (small / path).read_text(encoding="utf-8")
        assert before in text
        (small / path).write_text(text.replace(before, after, 1), encoding="utf-8")
    until(lambda: "Wheel and kiln" in preview.get("/small/en/crafts/")[2])
    until(lambda: "Front door" in preview.get("/small/en/crafts/")[2])
    assert preview.process.poll() is None


def test_search_follows_a_save(preview: Preview, small: Path) -> None:
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
    preview.says("mkdocs.yml", seconds=10)
    with stream(preview) as waiting:
        config.write_text(text, encoding="utf-8")
        assert told_to_reload(waiting)
    assert preview.get("/small/en/")[0] == 200


def test_the_preview_ends_cleanly_when_it_is_interrupted(preview: Preview) -> None:
    with stream(preview):
        preview.process.send_signal(signal.SIGINT)
        assert preview.process.wait(timeout=15) == 0
    told = "".join(preview.told)
    assert "Traceback" not in told
    assert "Aborted" not in told
    assert not list(preview.temporary.iterdir()), "nothing stays in the folder for temporary files"


def test_a_port_that_is_taken_gives_the_next_one(small: Path, preview: Preview) -> None:
    process = subprocess.Popen(
        command("serve", "--root", small, "--port", str(preview.port)),
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert process.stdout
        line = next(line for line in process.stdout if "http://" in line)
        assert f":{preview.port}/" not in line
        assert "http://127.0.0.1:" in line
    finally:
        process.kill()
        process.communicate()


def test_a_profile_and_a_plain_page_bring_their_pictures_and_sources(small: Path) -> None:
    profile = small / "content/countries/tn"
    profile.mkdir(parents=True)
    picture = small / "casestudies/example-town-pottery/table.png"
    for folder in (profile, small / "content/pages/about"):
        shutil.copy(picture, folder / "plate.png")
    summary = (
        "What the country did for the clusters of its makers, in the words of the sources. " * 2
    )
    (profile / "index.fr.md").write_text(
        f'---\ntitle: "Tunisie"\nsummary: "{summary.strip()}"\nsources: [example-news]\n---\n\n'
        "Un programme.[^example-news] ![Une assiette](plate.png)\n",
        encoding="utf-8",
    )
    about = small / "content/pages/about/index.en.md"
    text = about.read_text(encoding="utf-8")
    about.write_text(f"{text}\n![A plate](plate.png)\n", encoding="utf-8")
    build.build(small)
    site = small / "site"
    for path in ("ar/countries/tn", "fr/countries/tn", "en/about"):
        page = (site / path / "index.html").read_text(encoding="utf-8")
        source = re.search(r'<img src="([^"]+plate\.png\.webp)"', page)
        assert source is not None
        assert (site / path / source[1]).resolve().is_file()
    page = (site / "ar/countries/tn/index.html").read_text(encoding="utf-8")
    assert 'href="#source-example-news"' in page
    assert 'id="source-example-news"' in page
    assert "k-notice--fallback" in page


def test_a_practice_that_is_named_by_an_old_name_is_the_same_practice(small: Path) -> None:
    practice = small / "bestpractices/one-table/index.en.md"
    case = small / "casestudies/example-town-pottery/index.en.md"
    for file, old, new in (
        (practice, "status: published", "status: published\naliases: [old-table]"),
        (case, "{id: one-table,", "{id: old-table,"),
    ):
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
    build.build(small)
    page = (small / "site/en/casestudies/example-town-pottery/index.html").read_text("utf-8")
    assert 'en/bestpractices/one-table/"' in page.split('id="practices"')[1]
    page = (small / "site/en/bestpractices/one-table/index.html").read_text("utf-8")
    assert 'en/casestudies/example-town-pottery/"' in page.split('id="tried"')[1]
    assert (small / "site/en/bestpractices/old-table/index.html").is_file()
