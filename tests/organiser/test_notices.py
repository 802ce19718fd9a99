"""The privacy notice: written, looked at, put in force; what was published stays readable and is never changed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import AuditEntry, Notice, NoticeDraft
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import an_administrator, an_organiser
from tests.pages import Visitor
from tests.signing_in import sign_in

NOTICES, DRAFT, PREVIEW = (f"/organiser/privacy/notice{rest}" for rest in ("", "/draft", "/preview"))


@pytest.fixture
def administrator(client: Visitor) -> Visitor:
    db.session.query(Notice).delete()
    db.session.add(
        Notice(number=1, text_en="# Old\n\nEnglish", text_fr="# Ancien\n\nFrançais", published_at=now())
    )
    return sign_in(client, an_administrator())


def write(visitor: Visitor, english: str = "# New\n\nWords", french: str = "# Nouveau\n\nMots") -> None:
    visitor.visit(DRAFT).submit(text_en=english, text_fr=french)


def test_a_draft_begins_with_what_is_in_force(administrator: Visitor) -> None:
    page = administrator.visit(DRAFT)
    assert page.fields()["text_en"] == "# Old\n\nEnglish"
    assert "7 days after the event" in page.text


def test_a_draft_is_looked_at_in_both_languages_before_it_holds(administrator: Visitor) -> None:
    write(administrator)
    page = administrator.visit(PREVIEW)
    assert [page.one("section[lang=en] h3").get_text(), page.one("section[lang=fr] h3").get_text()] == [
        "New",
        "Nouveau",
    ]
    assert "New" not in administrator.visit("/privacy").text
    refused = page.submit("main form[novalidate]")
    assert refused.status == 422
    assert "Read both texts, then tick the box" in refused.text
    done = refused.submit("main form[novalidate]", sure="y")
    assert "Version 2 of the privacy notice is in force." in done.text
    assert "New" in administrator.visit("/privacy").text
    assert db.session.get(NoticeDraft, 1) is None


def test_earlier_versions_stay_readable(administrator: Visitor) -> None:
    write(administrator)
    administrator.visit(PREVIEW).submit("main form[novalidate]", sure="y")
    earlier = administrator.visit("/privacy").follow("Version 1")
    assert "This is an earlier version." in earlier.text
    assert earlier.one("h2.mt-4").get_text() == "Old"
    assert earlier.follow("Read the one that is in force").one("h2.mt-4").get_text() == "New"
    assert administrator.visit("/privacy/3").status == 404


def test_a_registration_keeps_the_version_it_was_shown(administrator: Visitor) -> None:
    first = db.session.scalars(select(Notice)).one()
    registration = a_registration(an_event(), notice_id=first.id)
    write(administrator)
    administrator.visit(PREVIEW).submit("main form[novalidate]", sure="y")
    db.session.refresh(registration)
    assert registration.notice_id == first.id
    assert db.session.get_one(Notice, first.id).text_en == "# Old\n\nEnglish"


def test_who_writes_second_is_told(administrator: Visitor) -> None:
    mine = administrator.visit(DRAFT)
    write(administrator, "Theirs", "Leurs mots")
    page = mine.submit(text_en="Mine", text_fr="Les miens")
    assert page.status == 409
    assert "Theirs" in page.one(".note.warn").get_text()
    assert page.fields()["text_en"] == "Mine"
    page.submit()
    assert db.session.get_one(NoticeDraft, 1).text_en == "Mine"


def test_nothing_is_published_that_was_changed_since_it_was_looked_at(administrator: Visitor) -> None:
    write(administrator)
    page = administrator.visit(PREVIEW)
    write(administrator, "Other words", "Autres mots")
    assert page.submit("main form[novalidate]", sure="y").status == 409
    assert len(db.session.scalars(select(Notice)).all()) == 1


def test_what_is_in_force_already_is_not_published_again(administrator: Visitor) -> None:
    administrator.visit(DRAFT).submit()
    page = administrator.visit(PREVIEW).submit("main form[novalidate]", sure="y")
    assert page.status == 409
    assert "This text is in force already" in page.text


def test_a_draft_can_be_discarded(administrator: Visitor) -> None:
    write(administrator)
    preview = administrator.visit(PREVIEW)
    assert "The draft is gone." in preview.submit("main form[action$=discard]").text
    assert administrator.visit(DRAFT).fields()["text_en"] == "# Old\n\nEnglish"
    assert preview.submit("main form[action$=discard]").status == 404


def test_a_draft_that_somebody_has_gone_on_writing_is_not_discarded(administrator: Visitor) -> None:
    write(administrator)
    preview = administrator.visit(PREVIEW)
    write(administrator, english="# Newer\n\nWords")
    assert preview.submit("main form[action$=discard]").status == 409
    assert administrator.visit(DRAFT).fields()["text_en"] == "# Newer\n\nWords"


def test_both_languages_are_needed(administrator: Visitor) -> None:
    page = administrator.visit(DRAFT).submit(text_fr="")
    assert page.status == 422
    assert "Write the French text" in page.text


def test_markup_is_read_as_text(administrator: Visitor) -> None:
    write(administrator, "<script>alert(1)</script>\n\n# {{ 7*7 }}", "# <b>x</b>")
    page = administrator.visit(PREVIEW)
    assert not page.soup.select("section[lang] script, section[lang] b")
    assert "{{ 7*7 }}" in page.text


def test_each_step_is_on_record(administrator: Visitor) -> None:
    write(administrator)
    administrator.visit(PREVIEW).submit("main form[novalidate]", sure="y")
    actions = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.action.startswith("notice."))
    ).all()
    assert actions == ["notice.draft_saved", "notice.published"]


@pytest.mark.parametrize("address", [NOTICES, DRAFT, PREVIEW, "/organiser/privacy"])
def test_organisers_do_not_write_it(client: Visitor, address: str) -> None:
    assert sign_in(client, an_organiser()).get(address).status_code == 403
