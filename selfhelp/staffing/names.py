"""The key for names that staff write on their own devices; the names themselves never come here."""

from __future__ import annotations

import base64
import secrets
from uuid import UUID, uuid4

import sqlalchemy as sa

from .. import db
from ..clock import now
from . import sealing
from .models import NamesKey

KEY_BYTES = 32


def key_of(staff_id: UUID) -> tuple[UUID, str]:
    """Return the key of somebody in base64 and the word it is known by, made at the first asking.

    A key that cannot be opened any more, because SECRET_KEY has changed, makes room for a new one.
    """
    row = {"id": uuid4(), "staff_id": staff_id, "sealed": _new_key(), "made_at": now()}
    db.insert_new(NamesKey, [row], NamesKey.__table__.c.id)
    kept = db.session.scalars(sa.select(NamesKey).where(NamesKey.staff_id == staff_id)).one()
    plain = sealing.unseal(kept.sealed)
    if plain is None:
        kept.id, kept.sealed, kept.made_at = uuid4(), _new_key(), now()
        plain = sealing.unseal(kept.sealed)
    return kept.id, plain or ""


def _new_key() -> str:
    return sealing.seal(base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())
