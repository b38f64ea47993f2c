"""Recorded voices beside a text: which files there are, whether phones can play them, how long they are."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AUDIO = "audio"
TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4"}
"""Endings of files that every phone of our floor plays, and what browsers call them."""


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
    if kind not in TYPES:
        return None
    # Most contents have no recording, and then nobody waits for this library.
    from mutagen import MutagenError
    from mutagen.mp3 import MP3
    from mutagen.mp4 import MP4

    read: Any = {"mp3": MP3, "m4a": MP4}[kind]
    try:
        info = read(io.BytesIO(body)).info
    except MutagenError:
        return None
    length = float(info.length)
    if kind == "mp3" and info.bitrate:
        # Its head tells of the whole file, also when half of it is cut off.
        length = min(length, 8 * len(body) / info.bitrate)
    return length or None
