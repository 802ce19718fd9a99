"""What holds now, in sentences, with the way to each part and who changed it last."""

from __future__ import annotations

from flask import current_app, render_template

from app.lib import installation
from app.organiser.door import bp
from app.services import letter_texts, network, setting_changes, setting_words
from app.services.privacy import notice_drafts, notices, retention
from app.services.privacy.retention import PERIODS
from app.services.setting_words import Group
from app.services.settings import DEFINITIONS
from app.web import access


@bp.get("/settings")
@access.allow(access.ADMINISTRATORS)
def settings() -> str:
    """The first page. Nothing is changed here."""
    config = current_app.extensions["config"]
    names = tuple(setting_words.WORDS)
    return render_template(
        "organiser/settings/overview.html",
        held=installation.present(),
        site=network.site(config),
        contact=network.contact_address(config),
        standings=letter_texts.overview(None),
        notice=next(iter(notices.versions()), None),
        draft=notice_drafts.draft(),
        periods=PERIODS,
        periods_changed=_changed(retention.present_periods()),
        limits=setting_changes.present(names),
        changed=_changed(setting_changes.present(names)),
        groups=Group,
        words=setting_words,
        last=setting_changes.last_changes(),
    )


def _changed(numbers: dict[str, int]) -> list[str]:
    """The names of those that are not at their default."""
    return [name for name, number in numbers.items() if number != DEFINITIONS[name].default]
