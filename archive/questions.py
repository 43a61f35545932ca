"""Questions to the archive that are asked again and again: SQL that Datasette shows beside the tables."""

import tomllib
from functools import cache
from pathlib import Path

QUESTIONS = Path(__file__).parent / "questions.toml"

Question = dict[str, str]
"""Title, description and SQL."""


@cache
def questions() -> dict[str, Question]:
    """Return every question by its name in addresses, as Datasette's metadata has them.

    >>> questions()["most-edited"]["title"]
    'Most edited articles'
    """
    read = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))
    return {name: {key: value.strip() for key, value in question.items()} for name, question in read.items()}
