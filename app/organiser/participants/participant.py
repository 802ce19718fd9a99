"""One person's page: what is known, what happened, what can be done; the true name and the needs only when asked for."""

from __future__ import annotations

from typing import Any

from flask import render_template
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event, Needs, Registration
from app.organiser.door import bp
from app.organiser.letters import letter_words
from app.organiser.participants import participant_words as words
from app.organiser.participants.participant_forms import DecisionForm
from app.organiser.participants.participant_history import by_whom, history
from app.services import letter_sending_again, participant_page, registration_actions, replacing
from app.services.participant_page import ParticipantPage
from app.services.registration_actions import Action
from app.services.shown_names import Viewer
from app.web import access
from app.web.event_pages import acting, event_of_user
from app.web.locale import language

Page = str | Response | tuple[str, int]


@bp.get("/events/<slug>/participants/<int:registration_id>")
@access.allow(access.ORGANISERS)
def participant(slug: str, registration_id: int) -> Page:
    """The page."""
    event = event_of_user(slug)
    return show(event, participant_page.registration_of(event, registration_id))


@bp.post("/events/<slug>/participants/<int:registration_id>/name")
@access.allow(access.ORGANISERS)
def participant_name(slug: str, registration_id: int) -> Page:
    """The page with the true name of a discreet person. Opening it is written down."""
    event = event_of_user(slug)
    registration = participant_page.registration_of(event, registration_id)
    participant_page.open_name(registration, acting())
    db.session.commit()
    return show(event, registration, opened=True)


@bp.post("/events/<slug>/participants/<int:registration_id>/needs")
@access.allow(access.ORGANISERS)
def participant_needs(slug: str, registration_id: int) -> Page:
    """The page with what the person needs to take part. Reading it is written down."""
    event = event_of_user(slug)
    registration = participant_page.registration_of(event, registration_id)
    needs = participant_page.open_needs(registration, acting())
    db.session.commit()
    return show(event, registration, needs=needs or Needs())


def show(
    event: Event,
    registration: Registration,
    *,
    opened: bool = False,
    needs: Needs | None = None,
    form: DecisionForm | None = None,
    refused: Action | None = None,
) -> str:
    """The page, as it stands now. `opened`: with the true name; `form`: that of the action that was refused."""
    page = participant_page.of(registration, acting())
    return render_template(
        "organiser/participants/person.html",
        event=event,
        registration=registration,
        page=page,
        history=history(registration, page),
        viewer=Viewer.OPENED if opened else Viewer.OTHERS,
        hidden=registration.discreet and not opened,
        needs=needs,
        form=form,
        actions=_actions(registration, page),
        refused=refused,
        capacity=words.capacity(registration),
        by_whom=by_whom,
        letter_kind=letter_words.kind,
        refusals={letter.id: letter_sending_again.refusal(letter) for letter in page.letters},
        read_only=event.is_read_only,
        replaceable=replacing.refusal(registration, acting()) is None,
    )


def _actions(registration: Registration, page: ParticipantPage) -> list[dict[str, Any]]:
    """The decisions that can be taken, or that wait for something."""
    return [
        {
            "action": action,
            "words": words.action_words(action),
            "consequence": words.consequences(action),
            "seen": registration_actions.marks(action, [registration])[registration.id],
            "missing": error.wording(language()) if error else "",
        }
        for action, error in page.allowed.items()
    ]
