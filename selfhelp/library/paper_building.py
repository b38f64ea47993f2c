"""The files of studies and of cards to take home → their words in one language."""

from __future__ import annotations

from collections.abc import Iterator

from .paper_models import HomeCard, RoomCard, RoomPart, Study
from .shapes import EvidenceShape, HomeCardsShape, ReviewShape, RoomCardsShape


def studies_of(evidence: EvidenceShape | None, lang: str) -> Iterator[Study]:
    """Give what studies found, in the order of their file."""
    for study in evidence.studies if evidence else ():
        yield Study(
            id=study.id,
            setting=study.setting,
            name=study.name.spoken(lang),
            who=study.who.spoken(lang),
            found=study.found.spoken(lang),
            source=study.source,
            is_draft=not is_reviewed(evidence.review) if evidence else True,
        )


def cards_of(cards: HomeCardsShape | None, lang: str) -> Iterator[HomeCard]:
    """Give the cards to take home, in the order of their file."""
    for card in cards.cards if cards else ():
        yield HomeCard(
            id=card.id,
            lang=lang,
            title=card.title.spoken(lang),
            lines=tuple(line.spoken(lang) for line in card.lines),
            is_draft=not is_reviewed(cards.review) if cards else True,
        )


def room_cards_of(cards: RoomCardsShape | None, lang: str) -> Iterator[RoomCard]:
    """Give the cards for those who lead a group, in the order of their file."""
    for card in cards.cards if cards else ():
        yield RoomCard(
            id=card.id,
            lang=lang,
            title=card.title.spoken(lang),
            summary=card.summary.spoken(lang),
            parts=tuple(
                RoomPart(part.title.spoken(lang), tuple(line.spoken(lang) for line in part.lines))
                for part in card.parts
            ),
            is_draft=not is_reviewed(cards.review) if cards else True,
        )


def is_reviewed(review: ReviewShape) -> bool:
    """Say whether a clinician and an editor have signed a file."""
    signed = (review.clinical, review.language)
    return all(signature.by.strip() and signature.on for signature in signed)
