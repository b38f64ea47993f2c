"""A request at the desk and two services in the community, named plainly as those of the demo."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

from ..clock import KYIV, now
from ..db import session
from ..support.models import CommunityService, Consultation, Cost, Way, Wish

CODE = "100001"
ANSWER_WITHIN = timedelta(hours=72)
SERVICES = (
    ("Бюро правової допомоги (демо)", "legal", "+380 00 000 00 21", {"step-free": "yes"}),
    ("Психологічний кабінет (демо)", "psychologist", "+380 00 000 00 22", {"lift": "no"}),
)


def load_support(root: UUID, centre_id: UUID) -> None:
    """Give a centre of the demo something to answer; what is there stays."""
    for name, kind, phone, facts in SERVICES:
        _service(uuid5(root, f"service {kind}"), centre_id, name, kind, phone, facts)
    _request(uuid5(root, "consultation at the desk"), centre_id)


def _service(
    one: UUID, centre_id: UUID, name: str, kind: str, phone: str, facts: dict[str, str]
) -> None:
    if session.get(CommunityService, one) is None:
        at = now()
        session.add(
            CommunityService(
                id=one,
                centre_id=centre_id,
                name=name,
                kind=kind,
                phone=phone,
                hours="9–17",
                audience="",
                cost=Cost.FREE,
                is_public=kind == "legal",
                facts=facts,
                verified_on=at.astimezone(KYIV).date(),
                created_at=at,
            )
        )


def _request(one: UUID, centre_id: UUID) -> None:
    if session.get(Consultation, one) is None:
        asked_at = now() - timedelta(days=1)
        session.add(
            Consultation(
                id=one,
                centre_id=centre_id,
                spoken_code=CODE,
                way=Way.DESK,
                wish=Wish.COME,
                asked_at=asked_at,
                due_at=asked_at + ANSWER_WITHIN,
            )
        )
    session.flush()
