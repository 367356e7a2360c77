"""Shows the summary of a check as a comment of its pull request. Run by ``workflows/comment.yml``.

The summary comes from a job that ran for somebody unknown: it is data. It is small; each of its
lines has one of the forms that the program writes (``diagnostics/summary.py``): plain text, a cell
of a table, a link into this repository or its site. Otherwise nothing of it is shown. Which pull
request it belongs to is what GitHub says of the commit, never what the summary says.

Only the standard library is used: nothing is installed where a token may write.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import zipfile
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

MARK = "<!-- knowledge-check -->"
"""First line of our comment: the next run finds it."""
AUTHOR = "github-actions[bot]"
MAX_BYTES = 200_000
"""The largest summary that is read."""
MAX_COMMENT = 60_000
"""GitHub accepts 65,536 characters of a comment."""
PAGES = 20
"""Pages of a hundred comments that are searched for ours."""

SIGN = r"&#\d{1,5};|[^\x00-\x1f\x7f\x85\u2028\u2029\\`*_{}\[\]()<>#+!|~&@:/.=$-]"
LINK = rf"\[(?:{SIGN})*\]\(https://[A-Za-z0-9%/._~#-]+\)"
INLINE = rf"(?:{SIGN}|{LINK})*"
LINE = re.compile(rf"###? (?:{SIGN})*|\|(?: --- \|)+|- (?:{SIGN})*|\|(?:{INLINE}\|)+|{INLINE}")
"""The forms of a line: heading, rule below the head of a table, item of a list, row, paragraph."""
JOINER = "&#8288;"
"""An invisible sign. GitHub reads entities before it looks for mentions, issues and addresses."""
REFERENCE = re.compile(r"&#64;|&#35;|&#58;(?=&#47;)|(?<=www)&#46;|(?<=GH)&#45;", re.IGNORECASE)


def checked(summary: str, own: tuple[str, ...]) -> str | None:
    """*summary* if it is in the forms that the program writes; None otherwise.

    *own*: the beginnings of addresses to which it may link.
    """
    for line in summary.split("\n"):
        if len(line) > 20_000 or not LINE.fullmatch(line):
            return None
        for address in re.findall(r"\]\(([^)]*)\)", line):
            if not address.startswith(own) or "/../" in address:
                return None
    return REFERENCE.sub(lambda found: found[0] + JOINER, summary)


def shortened(text: str, run: str) -> str:
    """*text* up to the limit of a comment, cut between two lines."""
    if len(text) <= MAX_COMMENT:
        return text
    return text[:MAX_COMMENT].rpartition("\n")[0] + f"\n\n[…]({run})\n"


def unpacked(archive: bytes) -> str | None:
    """The summary in the archive of an artifact; None if there is none, or one too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as files, files.open("summary.md") as file:
            raw = file.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError, EOFError):
        return None
    try:
        return raw.decode("utf-8") if len(raw) <= MAX_BYTES else None
    except UnicodeDecodeError:
        return None


class GitHub:
    """The interface of GitHub, for one repository."""

    def __init__(self, repository: str, token: str, api: str) -> None:
        self._base, self._token = f"{api}/repos/{repository}", token

    def bytes(self, path: str, method: str = "GET", data: object = None, most: int = -1) -> bytes:
        """The answer to a request, at most *most* bytes."""
        body = None if data is None else json.dumps(data).encode()
        request = Request(f"{self._base}/{path}", body, method=method)
        request.add_header("Accept", "application/vnd.github+json")
        # Not sent again where GitHub forwards to the store of the artifacts.
        request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        with urlopen(request, timeout=30) as answer:
            found: bytes = answer.read(most)
        return found

    def json(self, path: str, method: str = "GET", data: object = None) -> Any:
        """The answer to a request, as a value."""
        return json.loads(self.bytes(path, method, data))

    def pull_request(self, run: dict[str, Any]) -> int | None:
        """The open pull request whose last commit the check has seen; None if there is a newer
        one."""
        head = f"{run['head_repository']['owner']['login']}:{run['head_branch']}"
        for pull in self.json(f"pulls?state=open&per_page=100&head={quote(head, safe='')}"):
            source = pull["head"]["repo"] or {}
            same = source.get("full_name") == run["head_repository"]["full_name"]
            if same and pull["head"]["sha"] == run["head_sha"]:
                return int(pull["number"])
        return None

    def summary(self, run: int) -> str | None:
        """The summary that the check *run* left; None if there is none, or one too large."""
        for artifact in self.json(f"actions/runs/{run}/artifacts?name=summary")["artifacts"]:
            if artifact["name"] == "summary" and artifact["size_in_bytes"] <= MAX_BYTES:
                found = self.bytes(f"actions/artifacts/{artifact['id']}/zip", most=MAX_BYTES)
                return unpacked(found)
        return None

    def write_comment(self, number: int, text: str) -> None:
        """Write *text* as our comment of the pull request *number*, in place of an older one."""
        for page in range(1, PAGES + 1):
            comments = self.json(f"issues/{number}/comments?per_page=100&page={page}")
            for one in comments:
                if one["user"]["login"] == AUTHOR and one["body"].startswith(MARK):
                    self.bytes(f"issues/comments/{one['id']}", "PATCH", {"body": text})
                    return
            if len(comments) < 100:
                break
        self.bytes(f"issues/{number}/comments", "POST", {"body": text})


def main() -> None:
    """Write the comment for the run in the event of this workflow."""
    get = os.environ.__getitem__
    with open(get("GITHUB_EVENT_PATH"), encoding="utf-8") as file:  # noqa: PTH123
        run = json.load(file)["workflow_run"]
    repository, server = get("GITHUB_REPOSITORY"), get("GITHUB_SERVER_URL")
    github = GitHub(repository, get("GITHUB_TOKEN"), get("GITHUB_API_URL"))
    number = github.pull_request(run)
    if number is None:
        print("No open pull request has this commit as its last one.")
        return
    owner, _, name = repository.partition("/")
    site = f"https://{owner.lower()}.github.io/"
    pages = site if f"{name.lower()}.github.io/" in site else f"{site}{name}/"
    address = f"{server}/{repository}/actions/runs/{int(run['id'])}"
    found = github.summary(int(run["id"]))
    text = found and checked(found, (f"{server}/{repository}/blob/", f"{address}#artifacts", pages))
    if not text:
        print("The check left no summary of the expected form.")
        text = f"The result of the check is on [its page]({address}).\n"
    github.write_comment(number, f"{MARK}\n{shortened(text, address)}")


if __name__ == "__main__":
    sys.exit(main())
