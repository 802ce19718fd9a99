"""What the rules about letters refuse."""

from __future__ import annotations

from app.lib.wording import N_
from app.services.errors import Refused


class LetterOnItsWay(Refused):
    code = "letter_on_its_way"
    sentence = N_("This letter is on its way already.")


class LetterMakesNoSense(Refused):
    code = "letter_makes_no_sense"
    sentence = N_("What this letter says does not hold any more: it cannot be sent again.")


class NothingToSetAside(Refused):
    code = "nothing_to_set_aside"
    sentence = N_("This letter has not failed: there is nothing to set aside.")
