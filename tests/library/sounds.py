"""Sounds made on the spot: nobody's voice, only quiet of a certain length in the shape of a recording."""

from __future__ import annotations

FRAME = b"\xff\xf3\x18\xc0" + bytes(32)
"""36 milliseconds of nothing in MPEG-2 layer III: one channel, 16 kHz, 8 kbit/s."""
FRAME_SECONDS = 0.036


def quiet_mp3(seconds: float) -> bytes:
    """A file that plays nothing for so long."""
    return FRAME * round(seconds / FRAME_SECONDS)


def with_a_head(mp3: bytes) -> bytes:
    """The same with a first frame that says how many frames and bytes there are, as encoders write it."""
    frames, size = len(mp3) // len(FRAME), len(mp3) + len(FRAME)
    told = b"Info" + b"".join(number.to_bytes(4, "big") for number in (3, frames, size))
    head = FRAME[:13] + told
    return head + bytes(len(FRAME) - len(head)) + mp3


def head_of_m4a(seconds: int) -> bytes:
    """The part of an .m4a that says how long it plays; nothing follows that could be played."""
    time = b"".join(number.to_bytes(4, "big") for number in (0, 0, 0, 1000, 1000 * seconds, 0))
    sound = _box(b"hdlr", bytes(8) + b"soun" + bytes(13))
    film = _box(b"moov", _box(b"trak", _box(b"mdia", _box(b"mdhd", time) + sound)))
    return _box(b"ftyp", b"M4A " + bytes(4)) + film


def _box(name: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + name + body
