"""Where somebody goes on: to the second factor, then to where one wanted to go or to where the work of the role begins."""

from __future__ import annotations

from flask import request, url_for

from app.models import User, UserRole
from app.web.addresses import local_address

_HOMES = {
    UserRole.ADMINISTRATOR: "organiser.today",
    UserRole.ORGANISER: "organiser.today",
    UserRole.DESK_AGENT: "checkin.events",
    UserRole.STATISTICS_READER: "organiser.years",
}


def home_of(role: UserRole) -> str:
    """The address of the first page for a role."""
    return url_for(_HOMES[role])


def next_of(user: User) -> str:
    """Where somebody wanted to go, if that is a page of ours; otherwise the first page of the role."""
    return local_address(request.args.get("next"), otherwise=home_of(user.role))


def second_step_of(user: User) -> str:
    """Where somebody who has shown the password goes on: shows the second factor, or sets it up."""
    step = "accounts.code" if user.second_factor else "accounts.set_up"
    return url_for(step, next=request.args.get("next"))
