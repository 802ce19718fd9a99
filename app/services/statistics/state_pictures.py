"""The map of the member states, and how each of them stands on it."""

from __future__ import annotations

from app.charts.standalone import Key
from app.charts.tiles import Tile, tiles
from app.lib.wording import N_, pgettext, translated
from app.services.statistics.figure_kinds import Answer, BodyFigures, EventFigures
from app.services.statistics.figures import Phase, Summary
from app.services.statistics.picture_kinds import Picture

KINDS = ("full", "part", "no", "none")
_CLASSES = {"full": "s-conf", "part": "s-nom", "no": "s-no", "none": "s-none"}


def states(figures: EventFigures, language: str) -> Picture:
    """The map of the member states."""
    found = by_state(figures, language)
    words = words_of(figures.summary, language)
    told = "; ".join(f"{words[kind]}: {len(some)}" for kind, some in found.items() if some)
    title = translated(N_("Map of the member states"), language)
    code = figures.summary.main
    shown = tuple(
        tile
        for kind, some in found.items()
        for tile in (_tile(state, kind, code, language) for state in some)
        if tile
    )
    return Picture(
        "states",
        title,
        lambda identity, width: tiles(identity, title, told, shown, width),
        legend=[Key(_CLASSES[kind], words[kind], len(some)) for kind, some in found.items() if some],
    )


def by_state(figures: EventFigures, language: str) -> dict[str, list[BodyFigures]]:
    """The member states as they stand on the map, each list in the alphabetical order of the language."""
    found: dict[str, list[BodyFigures]] = {kind: [] for kind in KINDS}
    for state in figures.states_in_order(language):
        found[state_of(state, figures.summary)].append(state)
    return found


def state_of(state: BodyFigures, summary: Summary) -> str:
    """How a member state stands on the map.

    `full`: it is represented; `part`: somebody had registered; `no`: it had said that it sends nobody; `none`: nothing came.
    """
    if state.numbers[summary.main]:
        return "full"
    if state.numbers["registered"]:
        return "part"
    return "no" if state.body.answer is Answer.REFUSED else "none"


def words_of(summary: Summary, language: str) -> dict[str, str]:
    """What each way to stand on the map is called."""
    known, is_over = summary.attendance_known, summary.phase is Phase.AFTER
    words = {
        "full": pgettext("states", "came") if known else pgettext("states", "confirmed"),
        "part": N_("registered, did not come") if known and is_over else N_("registered only"),
        "no": N_("had declined") if is_over else N_("will not attend"),
        "none": N_("not represented"),
    }
    return {kind: translated(message, language) for kind, message in words.items()}


def _tile(state: BodyFigures, kind: str, code: str, language: str) -> Tile | None:
    body = state.body
    if body.tile_row is None or body.tile_column is None:
        return None
    number = state.numbers[code if kind == "full" else "registered"] or 0
    name = body.name.in_language(language)
    hint = f"{name} · {number}" if number else name
    return Tile(body.code, body.tile_row, body.tile_column, kind, number, hint)
