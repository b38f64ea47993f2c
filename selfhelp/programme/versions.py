"""What a form keeps of the row it shows, so that nobody writes over what came in between unseen."""

from __future__ import annotations

import hashlib

from ..centres.models import Centre, Community
from .columns import OF_A_COMMUNITY


def version_of(community: Community) -> str:
    """Return what changes with anything that stands there."""
    return _digest(*(getattr(community, column) for column in OF_A_COMMUNITY.values()))


def version_of_centre(centre: Centre) -> str:
    """The same for a centre, whose form also shows its community."""
    changed = centre.changed_at.isoformat() if centre.changed_at else ""
    return _digest(changed, centre.community_id.hex, version_of(centre.community))


def _digest(*parts: str | None) -> str:
    return hashlib.sha256("\n".join(part or "" for part in parts).encode()).hexdigest()[:16]
