"""The representation board: who comes, who is silent, who has not been invited; as a map, and the same as a table."""

from __future__ import annotations

from flask import render_template, request

from app.lib.clock import now
from app.organiser.delegations import delegation_words as words
from app.organiser.door import bp
from app.services import convocation_preview, delegation_board
from app.services.seat_counts import SeatCounts
from app.web import access
from app.web.event_pages import event_of_user
from app.web.locale import language


@bp.get("/events/<slug>/delegations")
@access.allow(access.ORGANISERS)
def delegations(slug: str) -> str:
    """All member states and those beside them, each with a way to its delegation."""
    event, at = event_of_user(slug), now()
    board = delegation_board.board(event, language())
    only = request.args.get("only")
    # As the page of what is to be done counts them.
    counted = {"silent": board.silent, "mute": board.unspoken}
    few = counted.get(only or "")
    as_list = request.args.get("view") == "list" or few is not None
    return render_template(
        "organiser/delegations/list.html" if as_list else "organiser/delegations/board.html",
        event=event,
        at=at,
        board=board,
        seats=SeatCounts(event) if as_list else None,
        words=words,
        people=delegation_board.people,
        open=convocation_preview.can_be_invited(event) and not event.is_over(at),
        as_list=as_list,
        only=only,
        few=few,
    )
