"""Mutation testing: one small change at a time in a copy of the program; a test must notice it.

``python -m tests.mutation [--modules PART …] [--sample N] [--minutes M] [--seed N]``

mutmut changes only the bodies of plain functions; here most of the program is declarations and
tables. Each mutant is judged in a fork that reads the program anew, by the tests alone that reach
its line: first by what noticed its neighbours. What no test notices is listed with its place.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import multiprocessing
import os
import pickle
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
TARGETS = ("source.py", "schema/*.py", "checking/*.py", "markdown/sanitising.py", "pictures.py")
NAMES = ("survivors", "broken", "reading", "pictures", "corpora")
FILES = [f"tests/test_{name}.py" for name in NAMES]
ONLY = {"test_pictures": "pictures", "second_wall": "sanitising", "[yaml-": "source",
        "[characters-": "source", "test_corpora": "-", "any_": "-"}  # fmt: skip
"""What takes long judges only the module that it is about; the first part of a name that fits."""
IMPORTS = "hypothesis pydantic frontmatter nh3 pyromark babel.dates click.testing rich PIL.Image"
LEFT_OUT = (".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "site", "golden", "browser")
LIMITED = {"Field", "StringConstraints", "ConfigDict", "Cleaner", "text", "Vocabulary"}
SIGNS = "Lt LtE, Gt GtE, Eq NotEq, In NotIn, Is IsNot, And Or, Add Sub, Mult FloorDiv, BitAnd BitOr"
PAIRS = [pair.split() for pair in SIGNS.split(", ")]
SWAPS: dict[str, Any] = {a: getattr(ast, b)() for x, y in PAIRS for a, b in ((x, y), (y, x))}
EXACT = (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Is, ast.IsNot)


class Mutant(NamedTuple):
    path: str
    line: int
    start: int  # the bytes that are replaced
    end: int
    new: str
    stands: int
    """The first line of its statement; 0 where it runs at import, so that any test may see it."""


def mutants(root: Path, path: str) -> Iterator[Mutant]:
    """Every mutant of one module; of ``pictures`` only what comes in."""
    raw = (root / path).read_bytes()
    starts = [0]
    for row in raw.split(b"\n"):
        starts.append(starts[-1] + len(row) + 1)
    last = raw.find(b"\n# -- going out") % len(raw)
    for node, new, stands in _changes(ast.parse(raw), 0, False, "schema/" in path):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        if start < last:
            yield Mutant(path, node.lineno, start, end, new, 0 if "schema/" in path else stands)


def _changes(node: Any, stands: int, note: bool, declared: bool) -> Iterator[tuple[Any, str, int]]:
    """(node, what to write in its place, line of its statement) below *node*."""
    if isinstance(node, ast.JoinedStr) or ast.unparse(node).startswith(
        ("if TYPE_CHECKING", "try:  # the C", "try:\n    from yaml", "__all__")
    ):
        return
    if isinstance(node, ast.stmt) and stands:
        stands = node.lineno
    yield from ((found, new, stands) for found, new in _of(node, not stands, note))
    for name, value in ast.iter_fields(node):
        if name in ("returns", "decorator_list", "bases"):
            continue
        if name == "annotation" and (stands or not declared):
            continue
        body = isinstance(node, ast.FunctionDef) and name == "body"
        for child in value if isinstance(value, list) else [value]:
            said = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            if isinstance(child, ast.AST) and not said and not isinstance(child, ast.alias):
                here = child.lineno if body else stands  # type: ignore[attr-defined]
                yield from _changes(child, here, note or name == "annotation", declared)


def _of(node: Any, table: bool, note: bool) -> Iterator[tuple[Any, str]]:
    """The mutants of one node; in a *table* what is listed falls away, in a *note* on a type
    marks alone do."""

    def made(kind: Any, *parts: Any) -> str:
        return f"({ast.unparse(kind(*parts))})"

    match node:
        case ast.Compare(left, ops, rights):
            for at, sign in enumerate(ops):
                new = [*ops[:at], SWAPS[type(sign).__name__], *ops[at + 1 :]]
                yield node, made(ast.Compare, left, new, rights)
        case ast.BoolOp(op, values):
            yield node, made(ast.BoolOp, SWAPS[type(op).__name__], values)
        case ast.BinOp(left, op, right) if not note and type(op).__name__ in SWAPS:
            yield node, made(ast.BinOp, left, SWAPS[type(op).__name__], right)
        case ast.UnaryOp(ast.Not(), operand):
            yield node, made(ast.Expr, operand)
        case ast.Constant(bool() as value):
            yield node, repr(not value)
        case ast.Constant(int() as value):
            yield node, repr(value + 1)
        case ast.Constant(bytes() as value):
            yield node, repr(value + b"X")
        case ast.Constant(str() as value) if re.fullmatch(r"[A-Za-z]\w*([-.]\w+)*", value):
            yield node, repr(value + "X")
        case ast.Return(ast.expr() as value) if ast.unparse(value) != "None":
            yield node, "return None"
        case ast.Expr(ast.Call()) | ast.Continue() | ast.Break() | ast.Raise() | ast.AugAssign():
            yield node, "pass"
        case ast.Expr(ast.Yield() | ast.YieldFrom()):
            yield node, "yield from ()"
        case ast.Subscript(ast.Name("Annotated"), ast.Tuple([first, *marks])):
            for mark in marks:
                rest = [ast.unparse(other) for other in marks if other is not mark]
                all_in = f"Annotated[{', '.join([ast.unparse(first), *rest])}]"
                yield node, all_in if rest else ast.unparse(first)
        case ast.Tuple(items) | ast.Set(items) if table and not note and len(items) > 1:
            plain = all(isinstance(item, ast.Name) for item in items)
            for item in items:
                if isinstance(item, ast.Tuple | ast.Starred) or plain:
                    yield node, ast.unparse(type(node)([x for x in items if x is not item]))
        case ast.Call(function, values, words) if ast.unparse(function).split(".")[-1] in LIMITED:
            for word in words:
                yield node, made(ast.Call, function, values, [x for x in words if x is not word])
    tests = [node.test] if isinstance(node, ast.If | ast.IfExp | ast.While) else []
    for test in [*tests, *(node.ifs if isinstance(node, ast.comprehension) else [])]:
        exact = isinstance(test, ast.Compare) and isinstance(test.ops[0], EXACT)
        if not exact and not isinstance(test, ast.UnaryOp):
            yield test, f"(not ({ast.unparse(test)}))"


class Watch:
    """In pytest: tests in the wanted order, the first that fails, the lines that each reaches."""

    def __init__(self, order: Sequence[str] | None, files: frozenset[str]) -> None:
        self.order, self.files = order, files
        self.failed: list[str] = []
        self.passed: list[str] = []
        self.reached: dict[tuple[str, int], set[str]] = defaultdict(set)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.order is None:
            items[:] = [item for item in items if _about(item.nodeid) != "-"]
        else:
            ranks = {name: rank for rank, name in enumerate(self.order)}
            items[:] = [item for item in items if item.nodeid in ranks]
            items.sort(key=lambda item: ranks[item.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)
        elif report.when == "call" and report.passed:
            self.passed.append(report.nodeid)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        def line(frame: FrameType, event: str, argument: object) -> Any:
            self.reached[frame.f_code.co_filename, frame.f_lineno].add(item.nodeid)
            return line

        if self.order is None:
            sys.settrace(lambda frame, *_: line if frame.f_code.co_filename in self.files else None)
        yield
        sys.settrace(None)


def _about(test: str) -> str:
    return next((module for part, module in ONLY.items() if part in test), "")


def run(tree: Path, order: Sequence[str] | None, files: Sequence[str], limit: float) -> Any:
    """(what failed, what passed, lines reached) by the tests in a fork; None: it took too long."""
    answer = tree.parent / "answer"
    answer.unlink(missing_ok=True)
    process = os.fork()
    if not process:
        os.setpgid(0, 0)
        quiet = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(quiet, number)
        watch = Watch(order, frozenset(files))
        there = [x for x in FILES if (tree / x).exists()]
        there = [x for x in there if order is None or any(test.startswith(x) for test in order)]
        plain = ["-q", "-p", "no:cacheprovider", f"--basetemp={tree.parent / 'made'}"]
        try:
            code = pytest.main([*plain, *(["-x"] if order else []), *there], [watch])
            failed = watch.failed or (["import"] if code else [])
            answer.write_bytes(pickle.dumps((failed, watch.passed, dict(watch.reached))))
        finally:
            os._exit(0)
    end = time.monotonic() + limit
    while os.waitpid(process, os.WNOHANG) == (0, 0):
        if time.monotonic() > end:
            os.killpg(process, signal.SIGKILL)
            os.waitpid(process, 0)
            return None
        time.sleep(0.01)
    return pickle.loads(answer.read_bytes()) if answer.exists() else (["crash"], [], {})


STATE: dict[str, Any] = {"stamp": 1_000_000_000, "killed": defaultdict(list)}


def enter(home: Path) -> None:
    """A worker takes its tree; what costs time to import is imported, and nothing of ours."""
    STATE["tree"] = home / "tree"
    os.chdir(STATE["tree"])
    sys.path.insert(0, str(STATE["tree"]))
    sys.dont_write_bytecode = True
    for name in [name for name in sys.modules if name.split(".")[0] in ("tests", "generator")]:
        del sys.modules[name]
    for name in IMPORTS.split():
        importlib.import_module(name)


def start(homes: Any, end: float) -> None:
    home = homes.get()
    enter(home)
    STATE["end"] = end
    STATE["tests"], STATE["reached"] = pickle.loads((home.parent / "reached").read_bytes())


def judge(mutant: Mutant) -> tuple[Mutant, str] | None:
    """The test that noticed the mutant, an empty text for none; None where the time is over."""
    if time.monotonic() > STATE["end"]:
        return None
    file, killed = STATE["tree"] / mutant.path, STATE["killed"]
    raw = file.read_bytes()
    lines = (mutant.path, mutant.stands), (mutant.path, mutant.line)
    near = set().union(*(STATE["reached"].get(line, ()) for line in lines))
    tests = [x for x in STATE["tests"] if (x in near or not mutant.stands)]
    tests = [x for x in tests if _about(x) in mutant.path]
    far = {x: min(abs(mutant.line - n) for n in killed[x, mutant.path] or [9999]) for x in tests}
    tests.sort(key=lambda test: far[test])
    STATE["stamp"] += 2  # else the bytecode of a file of the same size would count as its own
    try:
        file.write_bytes(raw[: mutant.start] + mutant.new.encode() + raw[mutant.end :])
        os.utime(file, (STATE["stamp"], STATE["stamp"]))
        said = run(STATE["tree"], tests, (), 60) if tests else ([], [], {})
    finally:
        file.write_bytes(raw)
    killer = "too slow" if said is None else [*said[0], ""][0]
    killed[killer, mutant.path].append(mutant.line)
    return mutant, killer


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--modules", nargs="*", default=[""], help="parts of their paths")
    parser.add_argument("--sample", type=int, default=100_000, help="so many mutants at most")
    parser.add_argument("--minutes", type=float, default=35)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    end = time.monotonic() + asked.minutes * 60
    with tempfile.TemporaryDirectory(prefix="mutation-") as made:
        folder, homes = Path(made), multiprocessing.get_context("fork").SimpleQueue()
        for name in "abcdefgh"[: asked.workers]:
            shutil.copytree(ROOT, folder / name / "tree", True, shutil.ignore_patterns(*LEFT_OUT))
            homes.put(folder / name)
        tree = folder / "a" / "tree"
        paths = [p.relative_to(tree) for x in TARGETS for p in sorted(tree.glob(f"generator/{x}"))]
        names = [str(p) for p in paths if any(part in str(p) for part in asked.modules)]
        found = [mutant for name in names for mutant in mutants(tree, name)]
        chosen = random.Random(asked.seed).sample(found, min(asked.sample, len(found)))
        enter(tree.parent)
        failed, passed, reached = run(tree, None, [str(tree / name) for name in names], 900)
        for name in failed:
            print(f"left out, it fails without any change: {name}")
        near = {(str(Path(p).relative_to(tree)), n): tests for (p, n), tests in reached.items()}
        (folder / "reached").write_bytes(pickle.dumps((passed, near)))
        print(f"{len(chosen)} of {len(found)} mutants, {len(passed)} tests", flush=True)
        judged: list[tuple[Mutant, str]] = []
        with multiprocessing.get_context("fork").Pool(asked.workers, start, (homes, end)) as pool:
            for answer in pool.imap_unordered(judge, chosen):
                judged += [answer] if answer else []
        lived = sorted(mutant for mutant, killer in judged if not killer)
        for mutant in lived:
            old = (tree / mutant.path).read_bytes()[mutant.start : mutant.end].decode()
            change = " ".join(f"{old}  →  {mutant.new}".split())
            seen = not mutant.stands or near.get((mutant.path, mutant.line))
            print(f"{mutant.path}:{mutant.line}: {change}{'' if seen else ' (no test comes here)'}")
        os.chdir(ROOT)
    every = Counter(mutant.path for mutant, _ in judged)
    alive = Counter(mutant.path for mutant in lived)
    for path, number in [*every.items(), ("together", len(judged))]:
        killed = number - (alive[path] if path in every else len(lived))
        print(f"{path}: {killed}/{number} noticed, {100 * killed / number:.0f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
