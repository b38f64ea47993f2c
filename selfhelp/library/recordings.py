"""Recorded voices beside a text: which files there are, whether phones can play them, how long they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

AUDIO = "audio"
TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4"}
"""Endings of files that every phone of our floor plays, and what browsers call them."""

HEADER_OF_ID3 = 10
RATES_OF_MPEG1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
RATES_OF_MPEG2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""Kilobits a second of layer III, by the four bits of a frame."""
SAMPLES_A_SECOND = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
"""By the version of MPEG: 1, 2 and 2.5."""
MPEG1 = 3
LAYER_III = 1


@dataclass(frozen=True, slots=True)
class Sound:
    """A file in the folder `audio/` of a module; nothing is judged yet."""

    file: Path
    path: str
    """Relative to the content folder."""
    lang: str
    step: str
    kind: str
    """The ending of its name."""
    size: int
    """Bytes."""
    digest: str
    """Sixteen hexadecimal digits that change with the bytes."""
    seconds: float | None
    """How long it plays; nothing when it is not what its name says."""


def sounds_beside(root: Path, place: Path) -> Iterator[Sound]:
    """Read every file of a module's folder `audio/`."""
    for file in sorted((place / AUDIO).rglob("*")):
        if file.is_file() and not file.name.startswith("."):
            body = file.read_bytes()
            kind = file.suffix.removeprefix(".")
            yield Sound(
                file=file.resolve(),
                path=file.relative_to(root).as_posix(),
                lang="/".join(file.parent.relative_to(place / AUDIO).parts),
                step=file.stem,
                kind=kind,
                size=len(body),
                digest=hashlib.sha256(body).hexdigest()[:16],
                seconds=seconds_of(body, kind),
            )


def seconds_of(body: bytes, kind: str) -> float | None:
    """Tell how long a recording plays; nothing when the bytes are not of this kind."""
    match kind:
        case "mp3":
            return _seconds_of_mp3(body)
        case "m4a":
            return _seconds_of_m4a(body)
    return None


def _seconds_of_mp3(body: bytes) -> float | None:
    """Add up the frames: with a changing rate nothing else tells the length."""
    at, seconds = _after_the_tag(body), 0.0
    while at + 4 <= len(body):
        length, lasts = _frame(body[at : at + 4])
        if not length:
            at = body.find(b"\xff", at + 1)
            if at < 0:
                break
        else:
            at, seconds = at + length, seconds + lasts
    return seconds or None


def _after_the_tag(body: bytes) -> int:
    if body[:3] != b"ID3" or len(body) < HEADER_OF_ID3:
        return 0
    size = 0
    for byte in body[6:HEADER_OF_ID3]:
        size = size << 7 | byte & 0x7F
    return HEADER_OF_ID3 + size


def _frame(head: bytes) -> tuple[int, float]:
    """Read bytes and seconds of one frame; nought and nought where no frame begins."""
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, frequency = head[2] >> 4, head[2] >> 2 & 3
    starts = head[0] == 0xFF and head[1] >> 5 == 7 and layer == LAYER_III
    if not starts or version not in SAMPLES_A_SECOND or rate in (0, 15) or frequency == 3:
        return 0, 0.0

    rates, samples = (RATES_OF_MPEG1, 1152) if version == MPEG1 else (RATES_OF_MPEG2, 576)
    a_second = SAMPLES_A_SECOND[version][frequency]
    length = samples // 8 * rates[rate] * 1000 // a_second + (head[2] >> 1 & 1)
    return length, samples / a_second


def _seconds_of_m4a(body: bytes) -> float | None:
    """Read the head of the film, which says its length in parts of a second."""
    at = body.find(b"mvhd")
    if body[4:8] != b"ftyp" or at < 0 or len(body) < at + 36:
        return None

    wide = 8 if body[at + 4] == 1 else 4
    after = at + 8 + 2 * wide
    parts = int.from_bytes(body[after : after + 4], "big")
    length = int.from_bytes(body[after + 4 : after + 4 + wide], "big")
    return length / parts if parts and length else None
