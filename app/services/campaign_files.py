"""Files that go with a message to many: of the kinds that event documents have, all together up to a limit."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.lib.file_names import safe_name
from app.models import Campaign, CampaignFile
from app.services import campaigns, documents, file_store, settings
from app.services.actors import Actor
from app.services.campaign_errors import FilesTooLarge
from app.services.documents import Upload
from app.services.errors import NotFound
from app.services.event_errors import FileTooLarge

_MEGABYTE = 1024 * 1024


def add(campaign: Campaign, upload: Upload, version: int, most: int, actor: Actor) -> CampaignFile:
    """Put a file of at most so many bytes to a draft.

    Raises:
        IllegalCampaignStep, EditedMeanwhile, FilesTooLarge, and as `documents.add`.
    """
    campaigns.as_draft(campaign, version)
    kind = documents.kind_of(upload)
    megabytes = settings.number("message_files_megabytes")
    room = megabytes * _MEGABYTE - sum(file.size for file in campaign.files)
    try:
        stored = file_store.keep(upload.content, min(room, most))
    except FileTooLarge:
        raise FilesTooLarge(megabytes=megabytes) from None
    file = CampaignFile(
        campaign=campaign,
        file_name=safe_name(upload.name),
        media_type=kind.media_type,
        size=stored.size,
        stored_name=stored.name,
    )
    db.session.add(file)
    campaigns.touch(campaign)
    campaigns.note(campaign, "file_added", actor)
    return file


def remove(file: CampaignFile, version: int, actor: Actor) -> None:
    """Take a file away from a draft.

    Raises:
        IllegalCampaignStep, EditedMeanwhile.
    """
    campaign = file.campaign
    campaigns.as_draft(campaign, version)
    file_store.remove(file.stored_name)
    campaign.files.remove(file)
    campaigns.touch(campaign)
    campaigns.note(campaign, "file_removed", actor)


def one_of(campaign: Campaign, file_id: int) -> CampaignFile:
    """A file of a message.

    Raises:
        NotFound: it has none with that id.
    """
    file = db.session.scalar(
        select(CampaignFile).where(CampaignFile.campaign_id == campaign.id, CampaignFile.id == file_id)
    )
    if file is None:
        raise NotFound
    return file
