"""What cannot be put on paper, and why."""

from __future__ import annotations

from app.lib.wording import N_
from app.services.errors import Refused


class NothingToPrint(Refused):
    """Nobody and nothing of what was chosen stands on this paper; `why` is a message id that says what is missing."""

    code = "nothing_to_print"
    sentence = N_("There is nothing to print. %(why)s")

    def __init__(self, why: str) -> None:
        super().__init__(why=(why,))


class NoWordFile(Refused):
    code = "no_word_file"
    sentence = N_("This paper is made as a PDF only.")


class EventNotOver(Refused):
    code = "event_not_over"
    sentence = N_("The event is not over: a certificate would lack the days to come.")


class NobodyToCertify(Refused):
    code = "nobody_to_certify"
    sentence = N_("Nobody is left to whom a certificate can be sent.")
