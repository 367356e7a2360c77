"""``python -m benchmarks``: measure the program and other tools, and write RESULTS.md."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from benchmarks import corpus, results, rivals
from benchmarks.groups import GROUPS, Bench
from benchmarks.measuring import Failed

HERE = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--only", metavar="GROUPS", default=",".join(GROUPS), help="only these groups"
    )
    parser.add_argument(
        "--entries", type=int, default=1000, metavar="N", help="number of entries (1000)"
    )
    parser.add_argument(
        "--pairs", type=int, default=5, metavar="N", help="runs of each tool, alternating (5)"
    )
    parser.add_argument(
        "--saves", type=int, default=20, metavar="N", help="saves in the preview (20)"
    )
    parser.add_argument("--seed", type=int, default=1, help="seed of the random words (1)")
    parser.add_argument(
        "--folder",
        type=Path,
        default=corpus.ROOT / ".benchmark",
        help="working folder (.benchmark)",
    )
    parser.add_argument(
        "--results",
        type=Path,
        default=HERE / "RESULTS.md",
        help="file for the results (RESULTS.md here)",
    )
    chosen = parser.parse_args()
    wanted = chosen.only.split(",")
    if unknown := [name for name in wanted if name not in GROUPS]:
        parser.error(f"there is no group {unknown[0]!r}; there are {', '.join(GROUPS)}")
    if min(chosen.pairs, chosen.saves) < 1 or chosen.entries < 10:
        parser.error("--pairs and --saves are at least 1, --entries at least 10")
    work = chosen.folder.resolve()
    work.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(work / rivals.TRASH, ignore_errors=True)  # of an interrupted run
    load = os.getloadavg()[0]
    bench = Bench(work, chosen.entries, chosen.pairs, chosen.saves, chosen.seed)
    sections = []
    failed = False
    for name in GROUPS:
        if name not in wanted:
            continue
        try:
            sections.append(GROUPS[name](bench))
        except Failed as failure:
            print(f"The group {name} failed: {failure}\n", file=sys.stderr, flush=True)
            failed = True
            continue
        print(f"\n{sections[-1].text()}\n", flush=True)
        # After each group: if a later group fails, the earlier results are already written.
        text = results.document(
            sections, bench.tools, bench.digests, chosen.pairs, chosen.seed, load
        )
        chosen.results.write_text(text, encoding="utf-8")
    shutil.rmtree(work / rivals.TRASH, ignore_errors=True)
    if failed:
        sys.exit("Some groups failed; the results contain the others.")
    print(f"Written: {chosen.results}")


if __name__ == "__main__":
    main()
