"""The files of instruments → scales and questionnaires in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .instrument_shapes import LicensedShape, OnCallShape, OwnShape, ScaleItemShape
from .instruments import Answer, HelpOffer, Instrument, Item, OnCall, Risk


def instruments_of(shapes: Iterable[OwnShape | LicensedShape], lang: str) -> Iterator[Instrument]:
    """Give those that may be used in a language, in the order of their files."""
    for shape in shapes:
        if isinstance(shape, OwnShape):
            yield own_scale(shape, lang)
        elif lang in shape.languages:
            yield _licensed(shape, lang)


def own_scale(shape: OwnShape, lang: str) -> Instrument:
    """Build a scale of our own."""
    offer = shape.help_offer
    return Instrument(
        id=shape.id,
        lang=lang,
        kind="own",
        title=shape.title.spoken(lang),
        licence=shape.licence,
        attribution=shape.attribution,
        administered_by="self",
        items=tuple(_scale_item(item, lang) for item in shape.items),
        help_offer=HelpOffer(offer.if_value_at_least, offer.or_rise_of),
    )


def _scale_item(item: ScaleItemShape, lang: str) -> Item:
    anchors = {number: words.spoken(lang) for number, words in item.anchors.items()}
    numbers = range(item.min, item.max + 1)
    answers = tuple(Answer(number, anchors.get(number, "")) for number in numbers)
    return Item(item.id, item.text.spoken(lang), answers)


def _licensed(shape: LicensedShape, lang: str) -> Instrument:
    answers = {
        name: tuple(Answer(option.v, option.spoken(lang) or "") for option in options)
        for name, options in shape.options.items()
    }
    return Instrument(
        id=shape.id,
        lang=lang,
        kind="licensed",
        title=shape.title.spoken(lang),
        licence=shape.licence,
        attribution=shape.attribution,
        administered_by=shape.administered_by,
        items=tuple(
            Item(item.id, item.text.spoken(lang) or "", answers[item.options])
            for item in shape.items
        ),
        risks=tuple(Risk(risk.id, risk.if_at_least) for risk in shape.risk_items),
        on_call=_on_call(shape.on_call, lang),
        retention_days=shape.retention_days,
    )


def _on_call(shape: OnCallShape | None, lang: str) -> OnCall | None:
    if shape is None or shape.hours is None:
        return None

    return OnCall(shape.name.spoken(lang), shape.number, shape.hours.spoken(lang))
