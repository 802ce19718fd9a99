"""What the page of a delegation says of its numbers, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app.charts.places import places
from app.services.my_delegation import Delegation


def used(delegation: Delegation) -> str:
    """How many places are used, as a heading."""
    quota, number = delegation.quota, delegation.used
    if quota is None:
        return (
            ngettext("One person in the delegation", "%(num)s people in the delegation", number)
            if number
            else _("Nobody is named yet")
        )
    if not quota:
        return _("No places at this event")
    if not number:
        return ngettext("One place, not used yet", "%(num)s places, none used yet", quota)
    if number >= quota:
        return ngettext("The one place is used", "All %(num)s places are used", quota)
    return _("%(used)s of %(quota)s places used", used=number, quota=quota)


def free(delegation: Delegation) -> str:
    """How many places are free, as a sentence; what naming somebody does when none is."""
    if delegation.left is None:
        return _("There is no limit on places.")
    if not delegation.left:
        return _("No place is free.")
    return ngettext("One place is free.", "%(num)s places are free.", delegation.left)


def picture(delegation: Delegation) -> Markup:
    """The places in a row; nothing where there is no limit, or no place."""
    if not delegation.quota:
        return Markup("")
    unanswered = max(delegation.used - delegation.answered, 0)
    told = "; ".join(
        words
        for words, number in (
            (_("%(number)s answered", number=delegation.answered), delegation.answered),
            (_("%(number)s not answered yet", number=unanswered), unanswered),
            (_("%(number)s free", number=delegation.left), delegation.left),
        )
        if number
    )
    return places(
        f"{delegation.key}-places",
        used(delegation),
        told,
        delegation.answered,
        unanswered,
        delegation.left or 0,
    )
