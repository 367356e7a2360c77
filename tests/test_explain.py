"""``knowledge explain``: a message, its way out, its reason and a real example."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from knowledge_repository import cli, diagnostics
from knowledge_repository.diagnostics.sample import FILE
from tests.examples import examples


def explain(*arguments: str) -> Result:
    return CliRunner().invoke(cli.knowledge, ["explain", *arguments])


@pytest.mark.parametrize("language", diagnostics.LANGUAGES)
@pytest.mark.parametrize("code", diagnostics.codes())
def test_every_code_is_explained_in_every_language(code: str, language: str) -> None:
    done = explain(code, "--lang", language)
    assert done.exit_code == 0, done.output
    assert f"[{code}]\n" in done.stdout, "an example ends with the code"
    why = " ".join(diagnostics.why(code, language).split())
    assert why in " ".join(done.stdout.split())


def test_the_example_shows_the_line_and_the_way_out() -> None:
    done = explain("unknown-term", "--lang", "fr")
    assert "8 | countries: [Tunsia]" in done.stdout
    assert "vouliez-vous dire « TN » (Tunisie) ?" in done.stdout.replace("\u00a0", " ")


def test_the_other_causes_of_a_code_are_listed() -> None:
    done = explain("[broken-yaml]", "--lang", "en")
    assert done.stdout.count("    → ") == len(diagnostics.variants("broken-yaml")) - 1


def test_without_a_code_all_are_listed() -> None:
    done = explain("--lang", "en")
    assert [line.split("]")[0] for line in done.stdout.splitlines()[2:]] == [
        f"[{code}" for code in diagnostics.codes()
    ]


def test_an_unknown_code_is_wrong_usage_with_the_nearest() -> None:
    done = explain("unknwon-term", "--lang", "ar")
    assert done.exit_code == 2
    assert "هل تقصد «unknown-term»؟" in done.stderr


def test_the_examples_are_those_of_the_broken_repositories() -> None:
    assert FILE.read_text(encoding="utf-8") == examples(), "run python -m tests.examples"
