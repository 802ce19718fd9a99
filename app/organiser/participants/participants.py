"""The list of an event's participants: searched, narrowed, ordered and paged by its address."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from flask import redirect, render_template, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.models import Event
from app.organiser import kept_row
from app.organiser.door import bp
from app.organiser.participants import participant_words as words
from app.organiser.participants import participants_address as address
from app.organiser.participants.participant_questions import list_url, questions
from app.services import participant_list
from app.services.body_directory import BodyDirectory
from app.services.lists import saved_filters
from app.services.participant_filters import Filters
from app.services.participant_list import Page
from app.services.participant_order import Order, Sorting
from app.services.registration_actions import FOR_MANY
from app.web import access, units
from app.web.event_pages import event_of_user
from app.web.locale import language


@bp.get("/events/<slug>/participants")
@access.allow(access.ORGANISERS)
def participants(slug: str) -> str:
    """The list."""
    event = event_of_user(slug)
    filters, order = address.filters(), address.sorting()
    directory = BodyDirectory(language())
    kept = saved_filters.kept("participants", event)
    others = [address.filters_of(MultiDict(row.chosen)) for row in kept]
    page = participant_list.page(
        event, filters, order, address.page_number(), directory, language(), others=others
    )
    arguments = address.arguments(filters, order)
    chosen = {name: codes for name, codes in arguments.items() if isinstance(codes, list)}
    return render_template(
        "organiser/participants/list.html",
        event=event,
        page=page,
        filters=filters,
        order=order,
        order_words=words.order_words(order.by),
        questions=questions(event, filters, order, page, directory),
        member_states=directory.member_states,
        links=_links(event, filters, order, page),
        sort_url=_sort_url(event, filters),
        arguments=arguments,
        kept=kept_row.row("participants", event, kept, page.counts.others, chosen, arguments),
        actions=[] if event.is_read_only else [(action, words.action_words(action)) for action in FOR_MANY],
        people=url_for("organiser.participant", slug=slug, registration_id=0)[:-1],
        capacity=words.capacity,
        flag=words.flags(event),
        day=words.days(event),
        once=cache(lambda make, *values: make(*values)),
        read_only=event.is_read_only,
    )


@bp.post("/events/<slug>/participants")
@access.allow(access.ORGANISERS)
@units.reads_only
def search_participants(slug: str) -> Response:
    """The words of a search are posted, because names stand in no address; on to the list that they narrow."""
    event = event_of_user(slug)
    return redirect(list_url(event, address.posted_filters(), address.sorting()), code=303)


def _links(event: Event, filters: Filters, order: Sorting, page: Page) -> dict[str, str]:
    return {
        "previous": list_url(event, filters, order, page.number - 1) if page.number > 1 else "",
        "next": list_url(event, filters, order, page.number + 1) if page.number < page.pages else "",
        "all": list_url(event, Filters(), order),
        "without_search": list_url(event, filters.without("words"), order),
    }


def _sort_url(event: Event, filters: Filters) -> Callable[[str], str]:
    def url(code: str) -> str:
        by = Order(code.removeprefix("-"))
        return list_url(event, filters, Sorting(by, code.startswith("-")))

    return url
