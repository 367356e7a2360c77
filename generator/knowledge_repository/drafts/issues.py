"""The text of an issue that was made with a form: questions and answers.

Source: GitHub documentation, syntax for issue forms: each question is a heading of the third level.
"""

from __future__ import annotations

import re

NO_ANSWER = ("_No response_", "None")
"""What GitHub writes for a question without an answer."""
_HEADING = re.compile(r"^### (.+)$", re.MULTILINE)


def answers(text: str) -> list[tuple[str, str]]:
    """(question, answer) in the order of the form; questions without an answer are left out.

    The text is only ever data: nothing in it is run or filled in.
    """
    parts = _HEADING.split(text.replace("\r\n", "\n"))
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    return [
        (question.strip(), answer.strip())
        for question, answer in pairs
        if answer.strip() and answer.strip() not in NO_ANSWER
    ]
