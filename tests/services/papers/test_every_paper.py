"""Every kind of paper, put through names of five scripts, the longest and hostile ones, and somebody in discreet mode."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from itertools import pairwise

import pytest
from flask import Flask

from app.documents import typesetting
from app.models import Status
from app.services.papers import making
from app.services.papers.making import Prepared
from app.services.papers.paper_kinds import (
    Audience,
    BadgeLayout,
    Options,
    PaperKind,
    PaperLanguage,
    Plates,
    Readers,
    Selection,
)
from app.services.papers.registry import PAPERS
from tests.factories.attendance import a_check_in
from tests.factories.papers import HOSTILE_NAME, SCRIPTS, SECRETS, Meeting, a_meeting
from tests.factories.registrations import a_registration
from tests.services.papers.pdf_reading import Pdf, heights, without_blanks
from tests.statement_count import Statements

pytestmark = (
    pytest.mark.sqlite_only
)  # what is set does not depend on the database; who is chosen is tested with each paper
Counted = Callable[[], AbstractContextManager[Statements]]
SPOKEN = [kind for kind in PAPERS if kind is not PaperKind.BADGES]  # badges are in both languages
# Everything that a paper can be asked for which changes its words or its shape.
VARIANTS = [
    *[(kind, Options()) for kind in PAPERS],
    *[(kind, Options(language=one)) for kind in SPOKEN for one in (PaperLanguage.EN, PaperLanguage.FR)],
    (PaperKind.BADGES, Options(layout=BadgeLayout.SINGLE)),
    (PaperKind.NAME_PLATES, Options(plates=Plates.PEOPLE)),
    (PaperKind.PROGRAMME, Options(readers=Readers.PARTICIPANTS)),
    (PaperKind.LIST_OF_PARTICIPANTS, Options(audience=Audience.SECRETARIAT, final=True)),
    (PaperKind.ATTENDANCE_SHEET, Options(day=date(2027, 6, 10))),
]
NAMES = [f"{kind.value}-{options.language.value}-{number}" for number, (kind, options) in enumerate(VARIANTS)]
# Papers on which nobody is named: bodies, or sessions with the few who speak in them.
OF_BODIES = {PaperKind.PROGRAMME, PaperKind.NAME_PLATES}
TOP_MARGIN = 25  # points: what is written above it stands clear of the paper itself
OWN_SCRIPT = {PaperKind.BADGES, PaperKind.LIST_OF_PARTICIPANTS}


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return a_meeting()


def prepared(meeting: Meeting, kind: PaperKind, options: Options) -> Prepared:
    return making.prepare(meeting.event, kind, Selection(), options)


def test_every_kind_is_there() -> None:
    assert set(PAPERS) == set(PaperKind)


@pytest.mark.parametrize(("kind", "options"), VARIANTS, ids=NAMES)
def test_it_is_tagged_titled_and_whole(meeting: Meeting, kind: PaperKind, options: Options) -> None:
    paper = Pdf(making.pdf(prepared(meeting, kind, options)))
    assert paper.root["/MarkInfo"]["/Marked"]
    assert str(paper.root["/Lang"])[:2] == ("fr" if options.language is PaperLanguage.FR else "en")
    assert paper.reader.metadata is not None
    assert paper.reader.metadata.title
    assert not set(SECRETS) & set(paper.reader.metadata.title.split())
    assert paper.headings.count(1) == 1, paper.headings
    assert paper.headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(paper.headings)), paper.headings
    assert not paper.does_something


@pytest.mark.parametrize(("kind", "options"), VARIANTS, ids=NAMES)
def test_names_are_read_back_and_the_discreet_are_not_there(
    meeting: Meeting, kind: PaperKind, options: Options
) -> None:
    words = Pdf(making.pdf(prepared(meeting, kind, options))).words
    assert [secret for secret in SECRETS if without_blanks(secret) in words] == []
    if kind in OF_BODIES and options.plates is Plates.DELEGATIONS:
        return
    missing = [one.family_name for one in meeting.named if without_blanks(one.family_name or "") not in words]
    assert missing == []
    assert without_blanks(HOSTILE_NAME) in words
    if kind in OWN_SCRIPT:
        assert [own for own in SCRIPTS.values() if without_blanks(own) not in words] == []


@pytest.mark.parametrize("kind", [kind for kind in PAPERS if kind is not PaperKind.PROGRAMME])
def test_its_statements_do_not_grow_with_the_people(
    meeting: Meeting, statements: Counted, kind: PaperKind
) -> None:
    with statements() as few:
        making.prepare(meeting.event, kind, Selection(), Options())
    for number in range(30):
        a_check_in(a_registration(meeting.event, Status.CONFIRMED, family_name=f"MANY {number}"))
    with statements() as many:
        making.prepare(meeting.event, kind, Selection(), Options())
    assert len(many) <= len(few), many
    few.within(8)


def test_a_sign_without_a_shape_is_never_set_as_an_empty_box(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PDF/UA refuses it, which is why none of the papers above has one; and the refusal names nobody."""
    made = prepared(meeting, PaperKind.PROGRAMME, Options())
    facts = {**made.facts, "over": "漢字"}
    assert "□□" in Pdf(typesetting.pdf("programme", facts, made.dated)).words
    monkeypatch.setattr(typesetting, "settable", lambda text: text)
    with pytest.raises(typesetting.CannotBeSet, match="could not be displayed") as refused:
        typesetting.pdf("programme", facts, made.dated)
    assert "漢" not in str(refused.value)


@pytest.mark.parametrize(("kind", "options"), VARIANTS, ids=NAMES)
def test_each_page_of_an_invented_event_says_so_at_its_top(
    meeting: Meeting, kind: PaperKind, options: Options
) -> None:
    meeting.event.fictional = True
    for page in Pdf(making.pdf(prepared(meeting, kind, options))).reader.pages:
        from_the_top = [
            float(page.mediabox.height) - height
            for words, height in heights(page)
            if "Fictional event" in words or "Événement fictif" in words
        ]
        assert from_the_top
        assert min(from_the_top) < TOP_MARGIN


@pytest.mark.parametrize("kind", [PaperKind.CERTIFICATES, PaperKind.VISA_LETTERS])
def test_the_reference_is_announced_as_each_language_does_it(meeting: Meeting, kind: PaperKind) -> None:
    for language, words in (PaperLanguage.FR, "Référence\u202f: "), (PaperLanguage.EN, "Reference: "):
        paper = Pdf(making.pdf(prepared(meeting, kind, Options(language=language))))
        assert all(words in page.extract_text() for page in paper.reader.pages)
