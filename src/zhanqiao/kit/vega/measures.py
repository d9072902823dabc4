"""A font of boxes by which Vega measures words: as wide as STSong-Light sets them on paper.

Vega lays out axes and legends by the width of words and asks the machine's fonts for it; a server has rarely a Chinese one, and
none has STSong-Light, which PDF readers bring along. So a TrueType font (OpenType 1.9) is made with a plain box for each width (what is
empty is not measured), and a chart is laid out alike on every machine.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from itertools import groupby

NAME = "Zhanqiao Measure"
UNITS, ASCENT, DESCENT, CAPITAL = 1000, 880, -120, 700
SPACE, GENERAL, LAST = 0x20, 0x2000, 0xFFFF  # the basic plane, where all that the font of the paper has lies
PROPORTIONAL = (0x2009, 0x200B, 0x2020, 0x2021, 0x2022, 0x202F, 0x2212)
MAGIC, CHECK = 0x5F0F3CF5, 0xB1B0AFBA
HEAD, VERSION = 12, 0x00010000
Group = tuple[int, int, int]  # first and last code, glyph


def font(*, width: Callable[[str], int]) -> bytes:
    """Return a TrueType file in which characters are as wide as ``width`` says, in thousandths of their size.

    From the punctuation on (U+2000) only some are asked for: all others are as wide as they are high, as Chinese characters are.
    """
    measured = {code: width(chr(code)) for code in (*range(SPACE, GENERAL), *PROPORTIONAL)}
    widths = [UNITS, *sorted({UNITS, *measured.values()})]  # the first glyph stands for what is missing
    glyphs = {one: place for place, one in enumerate(widths[1:], 1)}
    runs = groupby(range(SPACE, LAST), key=lambda code: measured.get(code, UNITS))
    groups: list[Group] = []
    for one, run in runs:
        codes = list(run)
        groups.append((codes[0], codes[-1], glyphs[one]))
    return _file(_tables(widths, groups))


def _tables(widths: Sequence[int], groups: Sequence[Group]) -> dict[bytes, bytes]:
    count, most, boxes = len(widths), max(widths), [_box(one) for one in widths]
    return {
        b"OS/2": struct.pack(
            ">HhHHHhhhhhhhhhhh10s4I4sHHHhhhHHII", 3, UNITS, 400, 5, 0, 650, 700, 0, 140, 650, 700, 0, 480, 50, 250, 0,
            bytes(10), 0, 0, 0, 0, b"ZHQI", 64, SPACE, LAST, ASCENT, DESCENT, 0, ASCENT, -DESCENT, 0, 0,
        ) + struct.pack(">hhHHH", 500, 700, 0, SPACE, 1),
        b"cmap": _cmap(groups),
        b"glyf": b"".join(boxes),
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh", VERSION, VERSION, 0, MAGIC, 3, UNITS, 0, 0, 0, DESCENT, most, ASCENT, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", VERSION, ASCENT, DESCENT, 0, most, 0, 0, most, 1, 0, 0, 0, 0, 0, 0, 0, count),
        b"hmtx": b"".join(struct.pack(">Hh", one, 0) for one in widths),
        b"loca": struct.pack(f">{count + 1}I", *[place * len(boxes[0]) for place in range(count + 1)]),
        b"maxp": struct.pack(">IH13H", VERSION, count, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": _names({1: NAME, 2: "Regular", 4: NAME, 6: NAME.replace(" ", "")}),
        b"post": struct.pack(">IIhhIIIII", 0x00030000, 0, -75, 50, 0, 0, 0, 0, 0),
    }  # fmt: skip


def _box(width: int) -> bytes:
    """Return a glyph: one contour of four corners, from the base line to the height of capitals."""
    head = struct.pack(">hhhhh", 1, 0, 0, width, CAPITAL) + struct.pack(">HH", 3, 0)
    across, up = (0, 0, width, 0), (0, CAPITAL, 0, -CAPITAL)
    return head + bytes([1] * 4) + struct.pack(">8h", *across, *up) + bytes(2)


def _cmap(groups: Sequence[Group]) -> bytes:
    """Return the map from characters to glyphs, many to one (format 13)."""
    told = b"".join(struct.pack(">III", *one) for one in groups)
    table = struct.pack(">HHIII", 13, 0, 16 + len(told), 0, len(groups)) + told
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


def _names(names: dict[int, str]) -> bytes:
    texts = {key: text.encode("utf-16-be") for key, text in names.items()}
    records, place = b"", 0
    for key, text in texts.items():
        records += struct.pack(">6H", 3, 1, 0x0409, key, len(text), place)
        place += len(text)
    return struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + b"".join(texts.values())


def _file(tables: dict[bytes, bytes]) -> bytes:
    power = len(tables).bit_length() - 1
    head = struct.pack(">IHHHH", VERSION, len(tables), 16 << power, power, 16 * (len(tables) - (1 << power)))
    place, entries, bodies = HEAD + 16 * len(tables), b"", b""
    for tag, content in tables.items():
        padded = content + bytes(-len(content) % 4)
        entries += struct.pack(">4sIII", tag, _sum(padded), place + len(bodies), len(content))
        bodies += padded
    return head + entries + bodies


def _sum(content: bytes) -> int:
    numbers: tuple[int, ...] = struct.unpack(f">{len(content) // 4}I", content)
    return sum(numbers) & 0xFFFFFFFF
