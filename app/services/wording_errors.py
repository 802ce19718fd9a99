"""What is refused when organisers word a letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.emails.words import Problem
from app.lib.wording import N_
from app.services.errors import Invalid


class UnusableWords(Invalid):
    """The words cannot be used; `problems` says what is wrong in which line of subject, heading and text."""

    code = "unusable_words"
    sentence = N_("The letter cannot be used as it is: nothing was saved, and the words so far stay.")

    def __init__(self, problems: Mapping[str, Sequence[Problem]]) -> None:
        super().__init__()
        self.problems = problems
