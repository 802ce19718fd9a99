"""All guards that `make prove` takes out, one after the other."""

from __future__ import annotations

from tests.prove import (
    access,
    accounts,
    attendance,
    content,
    desk,
    forgetting,
    hall,
    limits,
    links,
    list_files,
    lists,
    offline_desk,
    online,
    own_account,
    places,
    records,
    rights,
    sign_in,
    signed_papers,
    web,
)

GUARDS = (
    *access.GUARDS,
    *accounts.GUARDS,
    *attendance.GUARDS,
    *sign_in.GUARDS,
    *own_account.GUARDS,
    *links.GUARDS,
    *list_files.GUARDS,
    *lists.GUARDS,
    *offline_desk.GUARDS,
    *online.GUARDS,
    *content.GUARDS,
    *desk.GUARDS,
    *web.GUARDS,
    *limits.GUARDS,
    *places.GUARDS,
    *forgetting.GUARDS,
    *hall.GUARDS,
    *records.GUARDS,
    *rights.GUARDS,
    *signed_papers.GUARDS,
)
