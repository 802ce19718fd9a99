"""Which page each viewer looks at: every GET rule of the URL map once, by those who may open it, and some a second time.

A new page is found by itself. What cannot be looked at stands in `NOT_PAGES` with the reason; a guard holds the list short.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

from app.web import access
from tests.browser.every_page.error_pages import ENDPOINT
from tests.browser.every_page.world import SILENT, World
from tests.web import viewers

NOT_PAGES = {
    "static": "a file",
    "bootstrap.static": "a file",
    "checkin.board_now": "a part of the board, fetched by its script",
    "checkin.people": "the list for the desk without network, fetched by its script",
    "checkin.parts": "parts of the desk, fetched by its script",
    "delegation.document": "a file",
    "help.picture": "a file",
    "health.alive": "for the supervision, one word",
    "health.ready": "for the supervision, JSON",
    "metrics.metrics": "for the supervision, text",
    "mailbox.enclosure": "a file",
    "mailbox.hypertext": "a letter, shown in a frame; tests/emails looks at it",
    "organiser.correspondents_template": "a file",
    "organiser.delegation_letter": "a letter, shown in a frame; tests/emails looks at it",
    "organiser.document": "a file",
    "organiser.earlier_years_take_over": "the second step of a form: without the first it goes back there",
    "organiser.job_file": "a file",
    "organiser.letter_content": "a letter, shown in a frame; tests/emails looks at it",
    "organiser.letter_text_html": "a letter, shown in a frame; tests/emails looks at it",
    "organiser.message_file": "a file",
    "organiser.settings_letter_text_html": "a letter, shown in a frame; tests/emails looks at it",
    "organiser.message_looks": "a letter, shown in a frame; tests/emails looks at it",
    "organiser.presence_take_over": "the second step of a form: without the first it goes back there",
    "organiser.reminder_letter": "a letter, shown in a frame; tests/emails looks at it",
    "public.document": "a file",
    "public.event_calendar": "a file",
    "public.my_calendar": "a file",
    "web.set_colours": "goes back to the page it was asked on",
}
# Who looks at the pages of an access rule; who looks at a page that only some of them may open.
_WHO = {
    "anyone": ("nobody",),
    "password shown": ("halfway",),
    "private link": ("private link",),
    "correspondents": ("correspondent",),
    "signed in": ("desk agent",),
    "administrators": ("administrator",),
    "organisers": ("organiser",),
    "organisers of all events": ("organiser",),
    "the desk": ("desk agent",),
    "readers of statistics": ("organiser", "statistics reader"),
}
_WHO_ELSE = {
    "accounts.code": ("halfway with an app",),
    "organiser.job": ("administrator",),
    "public.accept_nomination": ("nominee",),
    "public.decline_nomination": ("nominee",),
}
# The event of a page, where it is not the conference to come: the first beginning that fits.
_OF_EVENT = (
    ("/check-in/<slug>", World.today),
    ("/organiser/events/<slug>/statistics/reported", World.reported),
    ("/organiser/events/<slug>/statistics", "past"),
    ("/organiser/events/<slug>/papers/certificates", "past"),
    ("/organiser/events/<slug>/presence", World.today),
    ("/organiser/events/<slug>/discard", World.draft),
    ("/organiser/events/<slug>/publish", World.draft),
    ("/organiser/events/<slug>/archive", "past"),
)
# Pages that look otherwise for somebody else, about another event, or with something chosen.
ALSO = {
    "nobody": ("/events/{past}", "/events/{today}"),
    "nominee": ("/my-registration",),
    "desk agent": ("/check-in/{past}", "/check-in/{slug}"),
    "organiser": (
        "/organiser/events/{past}",
        "/organiser/events/{today}",
        "/organiser/events/{draft}",
        "/organiser/events/{draft}/participants",
        "/organiser/events/{draft}/programme",
        "/organiser/events/{slug}/delegations/FR",
        "/organiser/events/{slug}/statistics",
        "/check-in/{today}",
    ),
    "organiser of some": ("/organiser/", "/organiser/events/{slug}", "/organiser/correspondents"),
    "administrator": ("/organiser/", "/organiser/events/{slug}", "/account", "/check-in/"),
    "statistics reader": ("/account", "/organiser/events/{slug}/statistics"),
}


def pages(app: Flask) -> Iterator[Rule]:
    """Each rule that answers GET with a page."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in {*NOT_PAGES, ENDPOINT}:
            yield rule


def seen_by(app: Flask, world: World, viewer: str, secrets: dict[str, str]) -> list[str]:
    """The addresses that somebody looks at, in the order of the addresses; no two of them are the same."""
    found = [address for rule, address in _built(app, world) if viewer in _viewers(rule)]
    found += [form.format(**_slugs(world)) for form in ALSO.get(viewer, ())]
    return list(dict.fromkeys(_with_secret(address, secrets) for address in sorted(found)))


def _built(app: Flask, world: World) -> Iterator[tuple[Rule, str]]:
    wanted = {rule.rule for rule in pages(app)}
    for slug in _slugs(world).values():
        for rule, method, address in viewers.addresses(app, world.ids | {"slug": slug}):
            if method == "GET" and rule.rule in wanted and slug == _slug(rule, world):
                yield rule, _of_another(rule, world) or address


def _of_another(rule: Rule, world: World) -> str | None:
    """The address of a page that asks about somebody or some body in another state than the ids name."""
    return {
        "delegation.decline": f"/delegation/people/{world.asking}/decline",
        "delegation.refuse": f"/delegation/{world.ids['slug']}/{SILENT}/refuse",
    }.get(rule.endpoint)


def _slug(rule: Rule, world: World) -> str:
    slugs = _slugs(world)
    return next((slugs[key] for begin, key in _OF_EVENT if rule.rule.startswith(begin)), slugs["slug"])


def _slugs(world: World) -> dict[str, str]:
    own = {name: name for name in (World.today, World.draft, World.reported)}
    return {"slug": str(world.ids["slug"]), "past": world.past, **own}


def _viewers(rule: Rule) -> tuple[str, ...]:
    stated = access.rule_of(rule.endpoint)
    assert stated is not None, rule.rule
    return _WHO_ELSE.get(rule.endpoint) or _WHO[stated.name]


def _with_secret(address: str, secrets: dict[str, str]) -> str:
    """A page that is opened by a link of a mail, with a link that works."""
    return next(
        (begin + secret for begin, secret in secrets.items() if address == f"{begin}1"),
        address,
    )
