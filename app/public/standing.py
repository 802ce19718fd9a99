"""How a registration stands, in the words at the head of its own page: what it is now, and what comes of it."""

from __future__ import annotations

from flask_babel import gettext as _

from app.lib.clock import now
from app.models import Place, Registration, Status
from app.services import answering, replacing
from app.services.own_page import OwnPage


def heading(registration: Registration, page: OwnPage) -> str:
    """The sentence that matters."""
    if registration.is_living:
        return _living(registration, page)
    return _nomination_ended(registration, page) or {
        Status.WITHDRAWN: _("Your registration is withdrawn"),
        Status.DECLINED: _("Your registration was declined"),
        Status.CANCELLED: _("Your registration was cancelled"),
        Status.EXPIRED: _("Your registration has expired"),
    }.get(registration.status, "")


def sequel(registration: Registration, page: OwnPage) -> str:
    """What happens next after a nomination was answered or has ended; empty where the steps say it."""
    last = page.last_step
    if registration.is_living:
        over = registration.event.is_over(now())
        return (
            _("This event is over. Nothing can be changed any more; your data can still be seen.")
            if over
            else ""
        )
    if last is None:
        return ""
    if last.reason_code == replacing.REPLACED:
        return _("Your delegation has named another person, who takes over your place.")
    if last.reason_code == answering.NOMINEE_DECLINED:
        if page.substitute is not None:
            return _(
                "The correspondent of your delegation, or otherwise the secretariat, decides whether the person whom you "
                "propose is nominated. The place goes to whoever waits for it."
            )
        return _(
            "The correspondent of your delegation, or otherwise the secretariat, decides who comes instead. The place goes to "
            "whoever waits for it."
        )
    if last.status_from is not Status.NOMINATED:
        return ""
    if registration.status is Status.EXPIRED:
        return _(
            "We had no answer in time, and the place went to whoever waited for it. You can come after all? Then ask the "
            "national correspondent or contact point of your delegation for a new nomination."
        )
    if registration.status is Status.WITHDRAWN:
        return _(
            "Your delegation has taken the nomination back. Questions? Ask its correspondent or contact point."
        )
    return ""


def _living(registration: Registration, page: OwnPage) -> str:
    if registration.status is Status.CONFIRMED:
        return _("Your place is confirmed")
    if registration.status is Status.NOMINATED:
        return _("You are nominated") if page.may_answer else _("You were nominated")
    if registration.place is Place.WAITING:
        return _("You are number %(position)s on the waiting list", position=page.position)
    if registration.status is Status.VALIDATED:
        return _("Your registration is validated")
    return _("We have received your registration")


def _nomination_ended(registration: Registration, page: OwnPage) -> str:
    last = page.last_step
    if last is None:
        return ""
    if last.reason_code == replacing.REPLACED:
        return _("Somebody else comes in your place")
    if last.status_from is not Status.NOMINATED:
        return ""
    if last.reason_code == answering.NOMINEE_DECLINED:
        return _("You have declined the nomination")
    return {
        Status.WITHDRAWN: _("Your nomination was taken back"),
        Status.EXPIRED: _("Your nomination has ended"),
    }.get(registration.status, "")
