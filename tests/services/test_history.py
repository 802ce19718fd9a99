"""The Network's earlier events: archived, with what is known and nothing else."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.lib.csv_tables import TableRefused
from app.models import Event, EventStatus, Mode, Registration, ReportedFigure
from app.services import history, reference_data
from app.services.errors import NotFound


@pytest.fixture
def network(app: Flask) -> Flask:
    reference_data.load()
    return app


def event(slug: str) -> Event:
    return db.session.scalars(select(Event).where(Event.slug == slug)).one()


def test_five_events_are_archived_and_real(network: Flask) -> None:
    assert history.load() == 5
    events = db.session.scalars(select(Event)).all()
    assert {row.status for row in events} == {EventStatus.ARCHIVED}
    assert not any(row.fictional for row in events)
    assert {row.host_body.code for row in events} == {"POLICE-NETWORK"}
    assert not any(row.times_known for row in events)
    assert [row.capacity_in_person for row in events] == [None] * 5
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0


def test_days_are_known_where_they_are_known(network: Flask) -> None:
    history.load()
    assert event("conference-2024").days == [date(2024, 3, 19), date(2024, 3, 20), date(2024, 3, 21)]
    launch = event("conference-2022")
    assert launch.starts_at is not None
    assert launch.ends_at is not None
    assert launch.local(launch.starts_at).isoformat() == "2022-06-28T00:00:00+02:00"
    assert launch.local(launch.ends_at).isoformat() == "2022-06-29T23:59:00+02:00"
    unknown = event("conference-2025")
    assert (unknown.year, unknown.starts_at, unknown.ends_at, unknown.days) == (2025, None, None, [])
    assert unknown.city == "Strasbourg"


def test_the_constituent_meeting_was_online(network: Flask) -> None:
    history.load()
    meeting = event("correspondents-meeting-2023")
    assert (meeting.mode, meeting.city) == (Mode.ONLINE, None)


def test_only_the_figures_of_2024_are_known_and_they_are_people(network: Flask) -> None:
    history.load()
    figures = db.session.scalars(select(ReportedFigure)).all()
    assert {(row.event.slug, row.indicator, row.value) for row in figures} == {
        ("conference-2024", "attended", 65),
        ("conference-2024", "attended_member_states", 30),
    }
    assert all("people, not states" in (row.note or "") for row in figures)


def test_loading_again_leaves_the_organisers_work_alone(network: Flask) -> None:
    history.load()
    event("conference-2023").summary_en = "What an organiser wrote since."
    db.session.flush()
    assert history.load() == 0
    assert db.session.scalar(select(func.count()).select_from(Event)) == 5
    assert db.session.scalar(select(func.count()).select_from(ReportedFigure)) == 2
    assert event("conference-2023").summary_en == "What an organiser wrote since."


def test_without_bodies_there_is_no_history(app: Flask) -> None:
    with pytest.raises(NotFound):
        history.load()


@pytest.mark.parametrize(
    ("old", "new", "row", "reason"),
    [
        (",conference,", ",congress,", 2, "unknown kind 'congress'"),
        ("2022-06-28", "2022-06-30", 2, "start and end do not fit together"),
        ("2022-06-28", "", 2, "start and end do not fit together"),
        ("2022-06-28", "28 June 2022", 2, "is not a date"),
        ("conf-2022,2022", "conf-2022,2021", 2, "it starts in 2022, not in 2021"),
        ("65,30", "65,66", 5, "more people represented member states than took part"),
        ("65,30", "many,30", 5, "'many' is not a whole number"),
        ("conf-2023,2023,conference", "conf-2023,2023,correspondents_meeting", 4, "stands there twice"),
    ],
)
@pytest.mark.sqlite_only
def test_a_wrong_row_is_refused(
    network: Flask, tmp_path: Path, old: str, new: str, row: int, reason: str
) -> None:
    folder = tmp_path / "reference"
    shutil.copytree(reference_data.FOLDER, folder, copy_function=shutil.copyfile)
    file = folder / history.EVENTS
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableRefused) as refused:
        history.load(folder)
    assert (refused.value.file, refused.value.row) == (history.EVENTS, row)
    assert reason in refused.value.reason
    assert db.session.scalar(select(func.count()).select_from(Event)) == 0
