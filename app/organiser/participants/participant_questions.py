"""The filters of the list as the page offers them: what can be chosen, what is chosen, and the way back."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import pgettext

from app.models import Event, Mode
from app.models.labels import label
from app.organiser.participants import participants_address as address
from app.services import participant_list
from app.services.body_directory import BodyDirectory
from app.services.participant_filters import FREE_TEXT, Attendance, Filters
from app.services.participant_list import Page
from app.services.participant_order import Sorting
from app.services.today.tasks import Task
from app.web.locale import language

Choice = tuple[str, str]


@dataclass(frozen=True)
class Question:
    """A filter: its name in the address, its words, its choices, those in use, the address without it."""

    name: str
    label: str
    choices: list[Choice]
    chosen: list[str]
    without: str

    @property
    def words(self) -> str:
        """What is chosen, in words."""
        known = dict(self.choices)
        return ", ".join(known.get(value, value) for value in self.chosen)


def questions(
    event: Event, filters: Filters, order: Sorting, page: Page, directory: BodyDirectory
) -> list[Question]:
    """The filters that make sense for this event."""
    choices = {
        **{name: _codes(kind) for name, kind in address.ENUMS.items()},
        "body": _bodies(page, filters, directory),
        "session": participant_list.sessions(event, language()),
    }
    if event.mode is not Mode.HYBRID:
        del choices["mode"]
    asked = []
    for name, words in _labels().items():
        chosen = [str(value) for value in getattr(filters, name)]
        if choices.get(name) or chosen:
            without = list_url(event, filters.without(name), order)
            asked.append(Question(name, words, choices.get(name, []), chosen, without))
    return asked


def list_url(event: Event, filters: Filters, order: Sorting, page: int = 1) -> str:
    """The address of the list."""
    return url_for("organiser.participants", slug=event.slug, **address.arguments(filters, order, page))


def _labels() -> dict[str, str]:
    """What each filter is called, in the order in which they are shown."""
    return {
        "group": _("Group"),
        "category": _("Category"),
        "status": _("Registration"),
        "place": pgettext("registration", "Place"),
        "mode": _("Takes part"),
        "attendance": _("Attendance"),
        "task": pgettext("registration", "To do"),
        "session": _("Session"),
        "body": _("Body"),
    }


def _codes(kind: type[enum.StrEnum]) -> list[Choice]:
    if kind is Task:
        return [(task.value, words) for task, words in _task_words().items()]
    if kind is Attendance:
        return [(Attendance.IN.value, _("has come")), (Attendance.NOT_YET.value, _("has not come"))]
    return [(member.value, label(member, language())) for member in kind if member is not Mode.HYBRID]


def _task_words() -> dict[Task, str]:
    return {
        Task.CONFIRM: _("waits for your confirmation"),
        Task.VALIDATE: _("to validate: nobody speaks for the body"),
        Task.CORRESPONDENT: _("waits for the correspondent"),
        Task.BODY: _("body typed by hand"),
        Task.DOUBLE: _("perhaps registered twice"),
    }


def _bodies(page: Page, filters: Filters, directory: BodyDirectory) -> list[Choice]:
    """The bodies for which somebody is registered, and those that are asked for."""
    there = [
        (entry.code, entry.name)
        for entry in directory.entries
        if entry.id in page.counts.bodies or entry.code in filters.body
    ]
    return [*there, (FREE_TEXT, _("not in the list of bodies"))] if None in page.counts.bodies else there
