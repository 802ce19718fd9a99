"""What is said when somebody is named: whether there is a place, and that a letter is on its way."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from app.lib.clock import now
from app.models import Body, Event, Place, Registration
from app.services import places
from app.services.seat_counts import SeatCounts
from app.services.shown_names import Viewer, shown_name
from app.web.locale import language


def named(registration: Registration) -> str:
    """Somebody was named a moment ago, by whoever reads this."""
    name = _name(registration)
    if registration.place is Place.WAITING:
        return _(
            "%(name)s is nominated and waits for a place (position %(position)s on the waiting list). The letter is on its way.",
            name=name,
            position=places.position(registration),
        )
    return _("%(name)s is nominated. The letter is on its way.", name=name)


def several_named(number: int, waiting: int) -> str:
    """So many were named a moment ago, some of them without a place yet."""
    said = ngettext(
        "One person is nominated. The letter is on its way.",
        "%(num)s people are nominated. The letters are on their way.",
        number,
    )
    if not waiting:
        return said
    return f"{said} " + ngettext(
        "One of them waits for a place.", "%(num)s of them wait for a place.", waiting
    )


def replaced(leaving: Registration, newcomer: Registration, viewer: Viewer) -> str:
    """One came in place of another a moment ago."""
    return _(
        "%(newcomer)s is nominated in place of %(leaving)s. Both are told by letter.",
        newcomer=_name(newcomer),
        leaving=shown_name(leaving, viewer, language()).full,
    )


def what_passes_over(leaving: Registration) -> list[str]:
    """What a newcomer takes over from whoever leaves, and what not."""
    facts = []
    if leaving.place is Place.WAITING:
        position = places.position(leaving)
        facts.append(
            _(
                "The position on the waiting list passes over (%(position)s). Nobody is overtaken.",
                position=position,
            )
        )
    else:
        facts.append(_("The place passes over; nobody else moves."))
    if leaving.sign_ups:
        titles = ", ".join(
            _("“%(title)s”", title=row.session.title.in_language(language())) for row in leaving.sign_ups
        )
        facts.append(_("So do the sign-ups for sessions: %(titles)s.", titles=titles))
    facts.append(_("The old private link stops working. Check-ins stay with the person who came."))
    facts.append(_("Both are told by letter. The newcomer accepts from the letter and completes the rest."))
    if leaving.event.starts_at is not None and leaving.event.local(now()).date() >= leaving.event.days[0]:
        facts.append(
            _(
                "Until then the desk at the entrance shows the newcomer as not confirmed, and can let the person in anyway."
            )
        )
    return facts


def places_left(event: Event, body: Body) -> str:
    """What the next to be named can hope for; nothing where no limit is set for the body."""
    seats = SeatCounts(event)
    quota = seats.quota(body)
    if quota is None:
        return ""
    left = quota - seats.by_body[body.id]
    if left > 0:
        return ngettext(
            "One place of the delegation is free.", "%(num)s places of the delegation are free.", left
        )
    return _("No place of the delegation is free: whoever is nominated now is put on the waiting list.")


def _name(registration: Registration) -> str:
    return shown_name(registration, Viewer.OWN_CORRESPONDENT, language()).full
