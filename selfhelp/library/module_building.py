"""One module's files → a module in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import count
from types import MappingProxyType
from typing import cast

from selfhelp.markup import to_html, to_text

from .archive import Archive, Text, Work
from .blocks import has_inside, rows_of, spoken_of, tags_of, things_of, with_defaults
from .instrument_building import instruments_of
from .instruments import TENSION, Instrument
from .kinds import Inside
from .measures import seconds
from .models import (
    Block,
    Module,
    ParamValue,
    Prose,
    Review,
    Row,
    Signature,
    Step,
    StepType,
)
from .reading import RawBlock, RawProse, RawStep
from .shapes import Front, MeetingFront, SignatureShape, SourceFront


@dataclass(frozen=True, slots=True)
class SharedWords:
    """Words of one language that several modules take from the same file."""

    cards: Mapping[str, tuple[Row, ...]]
    """Name of the set → its cards."""
    practical: frozenset[str]
    """Cards that a centre's first consultation can help with."""
    levels: tuple[Row, ...]
    """Levels of referral: the name, then what to do."""
    scale: Instrument | None
    """The tension scale."""


def shared_words(archive: Archive, lang: str) -> SharedWords:
    """Take the words of cards, levels and the scale in one language."""
    scales = archive.instruments.values()
    return SharedWords(
        cards={
            name: tuple(Row(card.id, (card.spoken(lang),)) for card in cards)
            for name, cards in archive.cards.items()
        },
        practical=frozenset(
            card.id for cards in archive.cards.values() for card in cards if card.practical
        ),
        levels=tuple(
            Row(level.id, (level.uk if lang == "uk" else level.en, *level.steps.get(lang, ())))
            for level in archive.levels
        ),
        scale=next((one for one in instruments_of(scales, lang) if one.id == TENSION), None),
    )


def build_module(work: Work, lang: str, words: SharedWords) -> Module:
    """Build one language of a module whose structure is sound."""
    source, own, front = work.source, work.texts[lang], work.front
    if source is None or front is None or own.front is None:
        raise ValueError(f"{work.path} was not checked before it was built")

    return Module(
        kind=front.kind,
        id=work.id,
        lang=lang,
        programme=front.programme,
        order=front.order,
        version=front.version,
        title=own.front.title,
        summary=own.front.summary,
        goal=own.front.goal,
        minutes=front.minutes,
        audience=front.audience,
        themes=tuple(front.themes),
        needs=tuple(front.needs),
        caution=tuple(front.caution),
        now=front.now,
        help=front.help or "standard",
        lens=tuple(front.lens),
        licence=front.licence,
        review=review_of(front, own.front),
        sources=tuple(front.sources),
        retired=tuple(front.retired),
        steps=tuple(_steps(source, own, words)),
        digest=_digest(source, own),
    )


def review_of(source: SourceFront | MeetingFront, own: Front) -> Review:
    """Join the clinical review of the source with the language review of this language."""
    return Review(
        written=_signature(source.review.written),
        translated=_signature(own.review.translated),
        clinical=_signature(source.review.clinical),
        language=_signature(own.review.language),
    )


def _signature(shape: SignatureShape) -> Signature:
    return Signature(shape.by, shape.on)


def _steps(source: Text, own: Text, words: SharedWords) -> Iterator[Step]:
    pairs = zip(source.manuscript.steps, own.manuscript.steps, strict=True)
    for source_step, own_step in pairs:
        parts = tuple(parts_of(source_step, own_step, own.lang, words))
        kind = cast(StepType, source_step.attributes["type"])
        yield Step(own_step.id, own_step.title, kind, parts, seconds(parts, own.lang))


def parts_of(
    source: RawStep, own: RawStep, lang: str, words: SharedWords
) -> Iterator[Prose | Block]:
    """Build what stands in a step, in one language."""
    numbers = count(0)
    for part in own.parts:
        if isinstance(part, RawProse):
            yield _prose(part.text, lang)
        else:
            number = next(numbers)
            block = _block(source.blocks[number], part, f"{source.id}-{number + 1}", lang)
            yield _with_shared(block, words)


def _block(source: RawBlock, own: RawBlock, usual_id: str, lang: str) -> Block:
    params = with_defaults(source)
    params["tags"] = tags_of(source.kind, params)
    # A line of a block is a paragraph: authors write one row a line everywhere else too.
    text = "\n\n".join(line.text for line in own.lines)
    prose = _prose(text if has_inside(own, Inside.PROSE) else "", lang)
    return Block(
        kind=own.kind,
        id=str(params.get("id") or usual_id),
        params=MappingProxyType(params),
        rows=rows_of(own),
        lines=spoken_of(own),
        html=prose.html,
        text=prose.text,
        line=own.line,
    )


def _with_shared(block: Block, words: SharedWords) -> Block:
    """Add what stands in a file of its own: cards of a set, levels of a route, the scale."""
    match block.kind:
        case "thermo":
            return replace(block, scale=words.scale)
        case "route":
            return replace(block, shared=words.levels)
        case "tick" | "cards" if block.params["set"] in words.cards:
            cards = words.cards[str(block.params["set"])]
            practical: ParamValue = tuple(row.key for row in cards if row.key in words.practical)
            params = MappingProxyType({**block.params, "practical": practical})
            own = things_of(block.kind, block.rows)
            rows = block.rows if own else (*cards, *block.rows)
            return replace(block, params=params, rows=rows)
    return block


def _prose(text: str, lang: str) -> Prose:
    html = to_html(text, lang)
    return Prose(html, to_text(html))


def _digest(source: Text, own: Text) -> str:
    both = f"{source.manuscript.text}\0{own.manuscript.text}"
    return blake2b(both.encode(), digest_size=16).hexdigest()
