"""Names as a paper bears them. Discreet persons stand as “Representative” on whatever others may see."""

from __future__ import annotations

from app.documents.glyphs import can_be_set
from app.lib.wording import translated
from app.models import Registration
from app.services.papers.paper_kinds import Audience
from app.services.shown_names import REPRESENTATIVE, ShownName, Viewer, shown_name


def on_paper(registration: Registration, language: str) -> ShownName:
    """The name on what others see: a badge, a plate, a sheet in the room. A script that cannot be set is left out."""
    return _settable(shown_name(registration, Viewer.OTHERS, language))


def in_list(registration: Registration, audience: Audience, language: str) -> ShownName:
    """The name in a list: given to participants, it names only those who agreed to stand in lists given to others."""
    if is_unnamed(registration, audience):
        return ShownName("", translated(REPRESENTATIVE, language))
    return on_paper(registration, language)


def is_unnamed(registration: Registration, audience: Audience | None = None) -> bool:
    """Whether somebody stands without a name on what others see or, if it is a list, on one for an audience."""
    withheld = audience is Audience.PARTICIPANTS and not registration.consent_lists
    return registration.discreet or withheld


def of_oneself(registration: Registration, language: str) -> ShownName:
    """The true name, for what goes to the person alone: a certificate, a visa letter."""
    return _settable(shown_name(registration, Viewer.SELF, language))


def _settable(name: ShownName) -> ShownName:
    return name if can_be_set(name.own_script) else name._replace(own_script="")
