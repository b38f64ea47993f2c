"""Rules for scales and questionnaires: what stays on the phone, what a licence allows, who comes at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .archive import INSTRUMENTS, Archive
from .findings import Finding, did_you_mean
from .instrument_shapes import LicensedShape, LicensedWords, OwnShape
from .instruments import TENSION
from .models import LANGUAGES
from .sheets import Place

NO_PROOF_NEEDED = "public domain"
FOR_STAFF = ["trained-staff"]
JUDGING = {"screening", "diagnosis"}


@dataclass(frozen=True, slots=True)
class _File:
    """One file of an instrument, for telling places in it."""

    archive: Archive
    path: str

    def told(self, code: str, place: Place, message: str, mend: str) -> Finding:
        return Finding(self.path, self.archive.line(self.path, *place), code, message, mend)


def check_instruments(archive: Archive) -> Iterator[Finding]:
    """Check every instrument; nothing starts with one that breaks a rule."""
    for path, shape in archive.instruments.items():
        file = _File(archive, path)
        yield from _twice(file, ("id",), [shape.id], _ids_before(archive, path))
        if isinstance(shape, OwnShape):
            yield from _stays_on_the_phone(file, shape)
            yield from _numbers(file, shape)
        else:
            yield from _licence(file, shape)
            yield from _languages(file, shape)
            yield from _no_diagnosis(file, shape)
            yield from _fits_together(file, shape)
            yield from _risks(file, shape)
    yield from _the_tension_scale(archive)


def _ids_before(archive: Archive, path: str) -> list[str]:
    return [shape.id for other, shape in archive.instruments.items() if other < path]


def _twice(
    file: _File, place: Place, ids: Iterable[str], known: Iterable[str]
) -> Iterator[Finding]:
    for name in set(ids) & set(known):
        message = f'"{name}" stands for two different things.'
        yield file.told("E10", place, message, "Choose another id for one of them.")


def _the_tension_scale(archive: Archive) -> Iterator[Finding]:
    own = {shape.id for shape in archive.instruments.values() if isinstance(shape, OwnShape)}
    unread = any(finding.path.startswith(f"{INSTRUMENTS}/") for finding in archive.findings)
    if TENSION not in own and not unread:
        message = f'The scale "{TENSION}" of :::thermo is missing.'
        mend = f"Bring back a file with id: {TENSION} and kind: own"
        yield Finding(f"{INSTRUMENTS}/tension.yml", 1, "E10", message, mend)


def _stays_on_the_phone(file: _File, own: OwnShape) -> Iterator[Finding]:
    """A scale of our own is for the person alone, and judges nobody."""
    if own.stored != "device":
        message = "A scale of our own would leave the phone."
        yield file.told("E65", ("stored",), message, "Write stored: device")
    if own.visible_to != ["self"]:
        message = "A scale of our own would be shown to others."
        yield file.told("E65", ("visible_to",), message, "Write visible_to: [self]")
    for purpose in sorted(JUDGING & set(own.purpose)):
        message = f"A scale of our own is not made for {purpose}."
        yield file.told("E65", ("purpose",), message, f"Take {purpose} out of purpose.")
    for key, is_there in (("bands", bool(own.bands)), ("cutoffs", own.cutoffs is not None)):
        if is_there:
            message = f"A scale of our own has no {key}: a number says nothing about a person."
            yield file.told("E65", (key,), message, f"Take {key} out.")


def _numbers(file: _File, own: OwnShape) -> Iterator[Finding]:
    (item,) = own.items
    place: Place = ("items", 0)
    if item.min >= item.max:
        message = f"The scale goes from {item.min} to {item.max}."
        yield file.told("E10", (*place, "max"), message, "Make max greater than min.")
        return

    for number in sorted({item.min, item.max} - item.anchors.keys()):
        message = f"Nothing says what {number} means."
        mend = "Give the least and the greatest number an anchor."
        yield file.told("E10", (*place, "anchors"), message, mend)
    for number in sorted(item.anchors):
        if not item.min <= number <= item.max:
            message = f"The anchor {number} is not on the scale."
            mend = f"Choose a number from {item.min} to {item.max}."
            yield file.told("E10", (*place, "anchors", number), message, mend)
    offer = own.help_offer
    if not item.min <= offer.if_value_at_least <= item.max:
        message = (
            f"Help would be offered from {offer.if_value_at_least} on, which is not on the scale."
        )
        mend = f"Choose a number from {item.min} to {item.max}."
        yield file.told("E10", ("help_offer", "if_value_at_least"), message, mend)
    if offer.or_rise_of > item.max - item.min:
        message = f"A rise of {offer.or_rise_of} cannot happen on this scale."
        mend = f"Choose a number from 1 to {item.max - item.min}."
        yield file.told("E10", ("help_offer", "or_rise_of"), message, mend)


def _licence(file: _File, licensed: LicensedShape) -> Iterator[Finding]:
    if not licensed.licence.strip():
        message = "No licence says that this may be used."
        yield file.told("E66", ("licence",), message, "Write licence: with the words of its owner.")
    if licensed.licence == NO_PROOF_NEEDED:
        return

    if not licensed.licence_proof:
        message = "No file proves that this may be used."
        mend = (
            f"Write licence_proof: with the path of the permission, or licence: {NO_PROOF_NEEDED}"
        )
        yield file.told("E66", ("licence_proof",), message, mend)
    elif not _is_inside(file.archive, licensed.licence_proof):
        message = f'There is no file "{licensed.licence_proof}" in the content folder.'
        mend = "Lay the permission there, and write its path from the content folder on."
        yield file.told("E66", ("licence_proof",), message, mend)


def _is_inside(archive: Archive, path: str) -> bool:
    root = archive.root.resolve()
    proof = (root / path).resolve()
    return proof.is_relative_to(root) and proof.is_file() and proof.stat().st_size > 0


def _languages(file: _File, licensed: LicensedShape) -> Iterator[Finding]:
    """The owner decides in which languages the words stand: in these, whole, and in no other."""
    for place, words in _words_of(licensed):
        for lang in LANGUAGES:
            is_there, is_allowed = words.spoken(lang) is not None, lang in licensed.languages
            if is_there and not is_allowed:
                message = f'The licence does not allow the language "{lang}".'
                mend = f"Take {lang}: out, or name it under languages once its owner agreed."
                yield file.told("E66", (*place, lang), message, mend)
            if is_allowed and not is_there:
                message = f'The language "{lang}" is missing.'
                mend = f"Add {lang}: with the words of the licensed version."
                yield file.told("E02", place, message, mend)


def _words_of(licensed: LicensedShape) -> Iterator[tuple[Place, LicensedWords]]:
    for number, item in enumerate(licensed.items):
        yield ("items", number, "text"), item.text
    for name, options in licensed.options.items():
        for number, option in enumerate(options):
            yield ("options", name, number), option
    if licensed.cutoffs and licensed.cutoffs.text:
        yield ("cutoffs", "text"), licensed.cutoffs.text


def _no_diagnosis(file: _File, licensed: LicensedShape) -> Iterator[Finding]:
    if licensed.diagnostic:
        message = "A questionnaire here never makes a diagnosis."
        yield file.told("E67", ("diagnostic",), message, "Write diagnostic: false")
    cutoffs = licensed.cutoffs
    if cutoffs and cutoffs.show_to != FOR_STAFF:
        message = "Cut-offs would be shown to others than trained staff."
        yield file.told("E67", ("cutoffs", "show_to"), message, "Write show_to: [trained-staff]")
    if cutoffs and not cutoffs.text_only:
        message = "Cut-offs would be more than a text."
        yield file.told("E67", ("cutoffs", "text_only"), message, "Write text_only: true")


def _fits_together(file: _File, licensed: LicensedShape) -> Iterator[Finding]:
    """Check that names lead somewhere, and that each thing has one of its own."""
    ids = [item.id for item in licensed.items]
    for number, item in enumerate(licensed.items):
        yield from _twice(file, ("items", number, "id"), [item.id], ids[:number])
        if item.options not in licensed.options:
            message = f'There are no options "{item.options}".'
            mend = did_you_mean(item.options, licensed.options)
            yield file.told("E10", ("items", number, "options"), message, mend)
    for name, options in licensed.options.items():
        for value, count in Counter(option.v for option in options).items():
            if count > 1:
                message = f'The value {value} stands twice in "{name}".'
                yield file.told("E10", ("options", name), message, "Give each option its own v.")
    for name in licensed.score.reverse:
        if name not in ids:
            message = f'There is no item "{name}" to count the other way round.'
            yield file.told("E10", ("score", "reverse"), message, did_you_mean(name, ids))


def _risks(file: _File, licensed: LicensedShape) -> Iterator[Finding]:
    """An answer that means danger has to be possible, and somebody has to be there for it."""
    items = {item.id: item for item in licensed.items}
    for number, risk in enumerate(licensed.risk_items):
        place: Place = ("risk_items", number)
        item = items.get(risk.id)
        options = licensed.options.get(item.options, []) if item else []
        if item is None:
            message = f'There is no item "{risk.id}".'
            yield file.told("E10", (*place, "id"), message, did_you_mean(risk.id, items))
        elif options and risk.if_at_least > max(option.v for option in options):
            message = (
                f'No answer to "{risk.id}" is {risk.if_at_least} or more: nobody would be told.'
            )
            mend = "Choose a value of its options."
            yield file.told("E68", (*place, "if_at_least"), message, mend)
    if licensed.risk_items and licensed.on_call is None:
        message = "An answer here can mean danger, and nobody is on call."
        mend = "Add on_call: with name, number, hours and checked_on."
        yield file.told("E68", ("risk_items",), message, mend)
    if licensed.risk_items and licensed.on_call and licensed.on_call.hours is None:
        message = "Nobody can tell when the contact on call answers."
        yield file.told("E68", ("on_call",), message, "Add hours: in both languages.")
