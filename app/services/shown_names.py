"""The name of a registered person as a given viewer may see it. The only way from a registration to a name on a page."""

from __future__ import annotations

import enum
from typing import NamedTuple

from app.lib.wording import N_, translated
from app.models import Person, Registration, SessionRole

REPRESENTATIVE = N_("Representative")
ERASED = N_("Name erased")


class Viewer(enum.Enum):
    """Who looks, as far as discreet mode is concerned."""

    SELF = "self"  # the person's own page and letters
    OPENED = "opened"  # staff who opened this one person, which was logged
    OWN_CORRESPONDENT = "own_correspondent"
    OTHERS = "others"  # lists, badges, exports, the desk's offline list, everybody else


class ShownName(NamedTuple):
    """A name in its parts; `given` and `own_script` may be empty."""

    given: str
    family: str
    own_script: str = ""

    @property
    def full(self) -> str:
        """Given name and FAMILY NAME on one line."""
        return f"{self.given} {self.family}".strip()


def shown_name(registration: Registration, viewer: Viewer, language: str) -> ShownName:
    """The name as the viewer may see it: discreet persons stand as “Representative” for others."""
    if registration.family_name is None:
        return ShownName("", translated(ERASED, language))
    if registration.discreet and viewer is Viewer.OTHERS:
        return ShownName("", translated(REPRESENTATIVE, language))
    return ShownName(
        registration.given_name or "", registration.family_name, registration.own_script_name or ""
    )


def shown_person(person: Person, viewer: Viewer, language: str) -> ShownName:
    """The name of a correspondent as the viewer may see it; the same rules hold as for those who are registered."""
    if person.family_name is None:
        return ShownName("", translated(ERASED, language))
    if person.discreet and viewer is Viewer.OTHERS:
        return ShownName("", translated(REPRESENTATIVE, language))
    return ShownName(person.given_name or "", person.family_name)


def shown_role(role: SessionRole, language: str, *, to_participant: bool) -> str:
    """Somebody's part in a session: the name where the person agreed or a confirmed participant asks, else the function.

    A discreet person's name is never shown.
    """
    registration = role.registration
    if registration is not None and (registration.discreet or registration.family_name is None):
        name = ""
    elif role.name_public or to_participant:
        name = shown_name(registration, Viewer.SELF, language).full if registration else role.plain_name or ""
    else:
        name = ""
    function = role.function.in_language(language)
    if registration is not None and not function:
        function = registration.function or ""
    return ", ".join(part for part in (name, function) if part)
