r"""Which encoding a text is in, decided over the whole file, and its text as UTF-8.

Undecodable bytes are never dropped: each becomes one marker character of plane 16 (U+10FF00 + byte),
so that the writer can put U+FFFD into the value and the bytes, as ``\xNN``, into the problems.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from zhanqiao.data_center.storage.engine.ingest import gb18030
from zhanqiao.kit.progress import Progress, Step

BLOCK = 4 << 20
SAMPLE = 1 << 18
ENOUGH = 4  # damaged blocks that tell how damaged a file is
TOLERATED = 0.02  # share of broken non-ASCII bytes below which an encoding still stands
POSITIONS = 100  # of undecodable bytes, enough to find the place
HANDLER = "zhanqiao-mark"
MARKER = 0x10FF00
ZEROS = 0.01  # share of zero bytes from which a text may be UTF-16
FOUR = 4  # bytes of a GB 18030 code no other encoding makes by chance
MARKERS = re.compile(f"[{chr(MARKER)}-{chr(MARKER + 255)}]")
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LATIN = ("cp1252", "cp1250", "cp1254", "cp1257")
SCRIPTS = ("cp1251", "iso8859-7", "koi8-r", "cp932", "euc_kr", "euc_jp", "cp1255", "cp1256", "cp874", "cp1252")
_USUAL = re.compile(
    r"[\x20-\x7e\r\n\t\u00a0-\u024f\u0370-\u04ff\u2010-\u2030\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)
_NON_ASCII = re.compile(rb"[\x80-\xff]+")
_GB_LEVEL_1 = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]")
_GB_ANY = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x81-\xfe][\x30-\x39][\x81-\xfe][\x30-\x39]")
_GB_SYMBOL = re.compile(rb"[\xa1-\xa9][\xa1-\xfe]")
_BIG5_COMMON = re.compile(rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]")
_BIG5_ANY = re.compile(rb"[\x81-\xfe][\x40-\x7e\xa1-\xfe]")


@dataclass(slots=True)
class Decoding:
    """An encoding and how well the file fits it. ``name`` is what the report says."""

    codec: str
    name: str
    bom: int = 0
    guessed: bool = False
    broken: int = 0  # bytes that could not be decoded
    positions: list[tuple[int, int]] = field(default_factory=list)  # (byte offset, byte), the first few
    offset: int = 0  # where in the file the block being decoded starts

    @property
    def is_plain_utf8(self) -> bool:
        """Say whether the file can be read as it stands."""
        return self.codec == "utf-8" and not self.broken


_CURRENT: ContextVar[Decoding] = ContextVar("decoding")  # error handlers get no argument of their own


def decoding_of(*, path: Path) -> Decoding:
    """Return the encoding of a text file: BOM, then UTF-16 without one, UTF-8, GB 18030, Big5, single-byte."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for bom, codec in BOMS:
        if head.startswith(bom):
            return Decoding(codec=codec, name=codec if codec != "utf-8" else "utf-8-sig", bom=len(bom))
    wide = wide_codec(head=head)
    if wide:
        return Decoding(codec=wide, name=wide, guessed=True)
    return _narrow(path)


def blocks(*, path: Path, decoding: Decoding, progress: Progress) -> Iterator[str]:
    """Yield the text of a file in blocks; counts broken bytes into ``decoding`` on the way."""
    size, done = path.stat().st_size, decoding.bom
    decoder = codecs.getincrementaldecoder(decoding.codec)(errors=HANDLER)
    decoding.broken, decoding.positions = 0, []
    with path.open("rb") as file:
        file.seek(decoding.bom)
        while True:
            block = file.read(BLOCK)
            decoding.offset = done - len(decoder.getstate()[0])
            _CURRENT.set(decoding)
            text = decoder.decode(block, final=not block)
            yield gb18030.modernised(text=text) if decoding.codec == "gb18030" else text
            if not block:
                return
            done += len(block)
            progress(Step(stage="decode", done=done, total=size, unit="bytes"))


def transcode(*, path: Path, target: Path, decoding: Decoding, progress: Progress) -> None:
    """Write a text file again as UTF-8 without BOM, with markers for undecodable bytes."""
    with target.open("wb") as out:
        for text in blocks(path=path, decoding=decoding, progress=progress):
            out.write(text.encode("utf-8", errors="surrogatepass"))


def without_markers(*, text: str) -> str:
    """Return text with U+FFFD for each undecodable byte."""
    return MARKERS.sub("\N{REPLACEMENT CHARACTER}", text)


def decoded(*, content: bytes) -> tuple[str, Decoding]:
    """Decode a small content (a name in a zip, a ``.dbf`` cell): UTF-8, GB 18030, Big5, single-byte."""
    decoding = _best_legacy(content) if not _is_utf8(content) else Decoding(codec="utf-8", name="utf-8")
    text = content.decode(decoding.codec, errors="replace")
    return (gb18030.modernised(text=text) if decoding.codec == "gb18030" else text), decoding


def _mark(error: UnicodeError) -> tuple[str, int]:
    """Turn undecodable bytes into markers and note where they stood."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    decoding, bad = _CURRENT.get(), error.object[error.start : error.end]
    decoding.broken += len(bad)
    if len(decoding.positions) < POSITIONS:
        decoding.positions.extend((decoding.offset + error.start + at, byte) for at, byte in enumerate(bad))
    return "".join(chr(MARKER + byte) for byte in bad), error.end


codecs.register_error(HANDLER, _mark)


def wide_codec(*, head: bytes) -> str | None:
    """Return ``utf-16-le`` or ``utf-16-be`` when bytes without a mark read as text in it, else None.

    Eight-bit text has no zero bytes; UTF-16 has one in every separator and line end.
    """
    if head.count(0) < ZEROS * len(head):
        return None
    for codec in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) // 2 * 2].decode(codec, errors="replace")
        ascii_ = sum(1 for char in text if char.isascii())
        usual = len(_USUAL.findall(text))
        if usual >= 0.95 * len(text) and ascii_ >= ZEROS * len(text):
            return codec
    return None


def _narrow(path: Path) -> Decoding:
    if _is_all_utf8(path):
        return Decoding(codec="utf-8", name="utf-8")
    broken, foreign, sample = _utf8_errors(path)
    legacy = _best_legacy(sample)
    if broken <= TOLERATED * foreign and (legacy.guessed or broken * 50 < foreign):
        return Decoding(codec="utf-8", name="utf-8", broken=broken)
    return legacy


def _is_all_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _utf8_errors(path: Path) -> tuple[int, int, bytes]:
    """Return broken and non-ASCII bytes of the blocks up to the fourth broken one, and lines with non-ASCII bytes."""
    broken = foreign = damaged = 0
    sample = bytearray()
    with path.open("rb") as file:
        while damaged < ENOUGH and (block := file.read(BLOCK)):
            block += file.readline(BLOCK)
            if block.isascii():
                continue
            foreign += len(block) - len(block.translate(None, bytes(range(128, 256))))
            if not _is_utf8(block):
                broken += _count_broken(block)
                damaged += 1
            if len(sample) < SAMPLE:
                sample += b"\n".join(line for line in block.split(b"\n")[:20_000] if not line.isascii())[:SAMPLE]
    return broken, foreign, bytes(sample)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _count_broken(block: bytes) -> int:
    text = block.decode("utf-8", errors="surrogateescape")
    return sum(len(found) for found in re.findall("[\udc80-\udcff]+", text))


def _best_legacy(sample: bytes) -> Decoding:
    scores = {
        "gb18030": _chinese_score(sample, codec="gb18030", common=_GB_LEVEL_1, whole=_GB_ANY),
        "big5": _chinese_score(sample, codec="big5hkscs", common=_BIG5_COMMON, whole=_BIG5_ANY),
    }
    best = max(scores, key=lambda name: scores[name])
    if scores[best] > 0.5:  # noqa: PLR2004 - real Chinese text scores 0.85 and more
        return Decoding(codec="gb18030" if best == "gb18030" else "big5hkscs", name=best)
    return _single_byte(sample)


def _chinese_score(sample: bytes, *, codec: str, common: re.Pattern[bytes], whole: re.Pattern[bytes]) -> float:
    """Return how much of the non-ASCII part is common Chinese characters of this encoding, 0…1."""
    runs = len(b"".join(_NON_ASCII.findall(sample)))
    characters = whole.findall(sample)
    ideographs = [one for one in characters if not _GB_SYMBOL.fullmatch(one)] if codec == "gb18030" else characters
    if not ideographs:
        return 0.0
    broken = len(re.findall("\ufffd", sample.decode(codec, errors="replace")))
    share = sum(1 for one in ideographs if len(one) == FOUR or common.fullmatch(one)) / len(ideographs)
    return share - 20 * broken / max(runs, 1) - _latin_penalty(sample, ideographs)


def _latin_penalty(sample: bytes, characters: list[bytes]) -> float:
    """Single accented letters between ASCII letters are Latin text, not Chinese."""
    lone = len(re.findall(rb"[A-Za-z][\x80-\xff][A-Za-z]", sample))
    return lone / max(len(characters), 1)


def _single_byte(sample: bytes) -> Decoding:
    """Latin text is taken as Windows-1252; other scripts by the encoding in which the text reads most naturally."""
    lone = len(re.findall(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])", sample))
    runs = len(_NON_ASCII.findall(sample))
    candidates = LATIN if lone >= 0.8 * runs else SCRIPTS
    codec = max(candidates, key=lambda one: _naturalness(sample[:32_768], one))
    return Decoding(codec=codec, name=codec, guessed=True)


def _naturalness(sample: bytes, codec: str) -> float:
    """Return how much decoded text looks like words: letters, no broken bytes, no capitals inside words."""
    text = sample.decode(codec, errors="replace")
    foreign = [char for char in text if ord(char) > 127]  # noqa: PLR2004 - beyond ASCII
    letters = sum(1 for char in foreign if char.isalpha())
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    inside = len(re.findall(r"[^\W\d_A-Z](?=[^\W\d_a-z])", text)) and sum(
        1 for before, after in pairwise(text) if before.islower() and after.isupper()
    )
    return (letters - 5 * broken - 2 * inside) / max(len(sample), 1)
