"""A private link opens one's own registration and nothing else; asking for it again tells nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.models import AccessLink, Event, EventStatus, LetterKind, LinkPurpose, Registration, Status
from app.services import access_links, private_links, settings
from app.services.errors import LinkExpired, LinkUnknown, LinkUsed
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import a_user
from tests.records import everything, letters

MINE, CONFIRM, PASSWORD = LinkPurpose.MY_REGISTRATION, LinkPurpose.CONFIRM_ADDRESS, LinkPurpose.SET_PASSWORD


@pytest.fixture
def event(app: object) -> Event:
    return an_event()


@pytest.fixture
def registration(event: Event) -> Registration:
    return a_registration(event, Status.CONFIRMED)


def only_link() -> AccessLink:
    return db.session.scalars(select(AccessLink)).one()


def test_a_link_opens_the_registration_it_was_made_for(registration: Registration) -> None:
    a_registration(registration.event)
    token = access_links.mint_for_registration(registration, MINE)
    link, found = private_links.registration_behind(token, MINE)
    assert found is registration
    assert private_links.registration_of_visit(link.id, now(), now()) is registration


def test_of_the_secret_only_a_digest_is_kept(registration: Registration) -> None:
    token = access_links.mint_for_registration(registration, MINE)
    assert len(token) >= 32
    assert only_link().token_digest == tokens.digest(token)
    assert token not in str(vars(only_link()))


def test_several_links_live_at_once(registration: Registration) -> None:
    first, second = (access_links.mint_for_registration(registration, MINE) for _ in range(2))
    assert first != second
    for token in (first, second, first):
        private_links.registration_behind(token, MINE)


def test_a_link_works_for_its_own_purpose_only(registration: Registration) -> None:
    token = access_links.mint_for_registration(registration, MINE)
    for purpose in (CONFIRM, PASSWORD):
        with pytest.raises(LinkUnknown):
            private_links.registration_behind(token, purpose)


def test_nothing_was_sent_with_this_secret(app: object) -> None:
    with pytest.raises(LinkUnknown):
        private_links.registration_behind(tokens.new_token(), MINE)


def test_it_lives_until_some_days_after_the_event(registration: Registration) -> None:
    token = access_links.mint_for_registration(registration, MINE)
    days = timedelta(days=settings.number("private_link_days_after_event"))
    assert registration.event.ends_at is not None
    assert only_link().expires_at == registration.event.ends_at + days
    only_link().expires_at = now()
    with pytest.raises(LinkExpired):
        private_links.registration_behind(token, MINE)
    assert private_links.registration_of_visit(only_link().id, now(), now()) is None


def test_revoked_links_open_nothing(registration: Registration) -> None:
    other = access_links.mint_for_registration(a_registration(registration.event), MINE)
    mine = [access_links.mint_for_registration(registration, MINE) for _ in range(2)]
    access_links.revoke_all(registration)
    for token in mine:
        with pytest.raises(LinkExpired):
            private_links.registration_behind(token, MINE)
    private_links.registration_behind(other, MINE)


def test_a_link_revoked_while_it_is_opened_opens_nothing(registration: Registration) -> None:
    token = access_links.mint_for_registration(registration, MINE)
    found, _ = private_links.registration_behind(token, MINE)
    access_links.use(found)
    access_links.use(found)
    access_links.revoke_all(registration)
    with pytest.raises(LinkExpired):
        access_links.use(found)


def test_a_visit_ends_when_its_link_is_revoked(registration: Registration) -> None:
    access_links.mint_for_registration(registration, MINE)
    number = only_link().id
    access_links.revoke_all(registration)
    assert private_links.registration_of_visit(number, now(), now()) is None


def test_the_links_of_erased_people_open_nothing(registration: Registration) -> None:
    token = access_links.mint_for_registration(registration, MINE)
    registration.anonymised_at = now()
    with pytest.raises(LinkExpired):
        private_links.registration_behind(token, MINE)
    assert private_links.registration_of_visit(only_link().id, now(), now()) is None


def test_a_password_link_opens_no_registration_and_works_once(app: object) -> None:
    user = a_user()
    token = access_links.mint_for_user(user, PASSWORD)
    with pytest.raises(LinkUnknown):
        private_links.registration_behind(token, MINE)
    link = access_links.find(token, PASSWORD)
    assert private_links.registration_of_visit(link.id, now(), now()) is None
    access_links.use(link)
    with pytest.raises(LinkUsed):
        access_links.find(token, PASSWORD)


def test_a_private_link_works_again_and_again_and_keeps_its_first_use(registration: Registration) -> None:
    token = access_links.mint_for_registration(registration, MINE)
    access_links.use(only_link())
    first = only_link().used_at
    access_links.use(access_links.find(token, MINE))
    assert only_link().used_at == first


def test_a_visit_without_such_a_link(app: object) -> None:
    assert private_links.registration_of_visit(999, now(), now()) is None


@pytest.mark.parametrize(
    ("begun", "used", "is_open"), [(0, 0, True), (719, 59, True), (59, 60, False), (720, 0, False)]
)
def test_a_visit_ends_by_itself(registration: Registration, begun: int, used: int, is_open: bool) -> None:
    access_links.mint_for_registration(registration, MINE)
    moments = [now() - timedelta(minutes=minutes) for minutes in (begun, used)]
    found = private_links.registration_of_visit(only_link().id, *moments)
    assert (found is registration) is is_open


def test_how_long_a_visit_lasts_is_a_setting(registration: Registration) -> None:
    access_links.mint_for_registration(registration, MINE)
    for name in ("private_visit_idle_minutes", "private_visit_absolute_minutes"):
        settings.change(name, 5)
        late = (
            [now() - timedelta(minutes=6)] * 2
            if "absolute" in name
            else [now(), now() - timedelta(minutes=6)]
        )
        assert private_links.registration_of_visit(only_link().id, *late) is None


# Sent again -------------------------------------------------------------------------------------------------------


def test_each_living_registration_of_an_address_gets_its_letter(event: Event) -> None:
    ana = {"email": "ana@igp.example", "given_name": "Ana"}
    verified = a_registration(event, Status.CONFIRMED, **ana)
    unproven = a_registration(an_event(), Status.UNVERIFIED, **ana)
    colleague = a_registration(event, Status.SUBMITTED, email="ANA@igp.example", given_name="Ion")
    other = a_registration(event, Status.CONFIRMED)
    private_links.send_again(" Ana@IGP.example")
    assert letters(verified) == letters(colleague) == [LetterKind.PRIVATE_LINK]
    assert letters(unproven) == [LetterKind.CONFIRM_ADDRESS]
    assert letters(other) == []


@pytest.mark.parametrize("status", [Status.DECLINED, Status.WITHDRAWN, Status.CANCELLED, Status.EXPIRED])
def test_for_what_has_ended_nothing_is_sent(event: Event, status: Status) -> None:
    registration = a_registration(event, status)
    before = everything()
    private_links.send_again(str(registration.email))
    assert everything() == before


def test_after_an_event_nothing_is_sent(registration: Registration) -> None:
    event = registration.event
    event.starts_at, event.ends_at = now() - timedelta(days=2), now()
    event.opens_at = event.closes_at = None
    private_links.send_again(str(registration.email))
    event.status, event.starts_at, event.ends_at = EventStatus.ARCHIVED, None, None
    private_links.send_again(str(registration.email))
    assert letters(registration) == []


def test_nobody_learns_that_an_address_is_not_known(app: object) -> None:
    private_links.send_again("nobody@igp.example")
