"""The delegations of an event: who was invited, who has answered, who is silent."""

from app.organiser.delegations import (  # noqa: F401 - their views stand on the blueprint
    convocation,
    delegation,
    delegation_letters,
    delegation_naming,
    delegation_release,
    delegation_reminder,
    delegations,
)
