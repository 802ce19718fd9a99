"""Which section of which guide is about a page: `guide#anchor` by endpoint; the first that the reader may open is taken."""

from __future__ import annotations

_BY_PLACE: dict[tuple[str, ...], tuple[str, ...]] = {
    ("delegates#register",): (
        "public.calendar", "public.event", "public.register", "public.invitation",
    ),
    ("delegates#confirm",): ("public.registered", "public.confirm_address"),
    ("delegates#lost-link",): ("public.find_registration",),
    ("delegates#states",): ("public.my_registration", "public.private_link"),
    ("delegates#change",): ("public.change_registration",),
    ("delegates#withdraw",): ("public.withdraw",),
    ("delegates#named",): ("public.accept_nomination", "public.decline_nomination"),
    ("delegates#own-data",): ("public.own_data", "public.erase_own", "public.privacy"),
    ("delegates#accessibility",): ("public.accessibility",),
    ("correspondents#get-in",): ("delegation.ask", "delegation.enter"),
    ("correspondents#page",): ("delegation.mine", "delegation.document"),
    ("correspondents#name",): ("delegation.nominate",),
    ("correspondents#several",): ("delegation.nominate_several",),
    ("correspondents#replace",): ("delegation.replace",),
    ("correspondents#decline",): ("delegation.decline",),
    ("correspondents#withdraw",): ("delegation.withdraw",),
    ("correspondents#nobody",): ("delegation.refuse",),
}  # fmt: skip

PLACES: dict[str, tuple[str, ...]] = {
    endpoint: places for places, endpoints in _BY_PLACE.items() for endpoint in endpoints
}
