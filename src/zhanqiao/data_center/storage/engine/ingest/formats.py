"""What a file is, by its content first and its name second."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from zhanqiao.data_center.storage.engine.ingest.encodings import wide_codec
from zhanqiao.data_center.storage.engine.ingest.refusals import BrokenFileError, EncryptedFileError
from zhanqiao.data_center.storage.engine.ingest.workshop import Source

HEAD = 1 << 16
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SQLITE = b"SQLite format 3\x00"
TEXT_ENDINGS = {"csv", "tsv", "tab", "txt", "dat", "asc", ""}
BINARY_ENDINGS = {"xls", "xlsx", "xlsm", "xlsb", "ods", "et", "parquet", "gpkg", "zip", "gz", "shp", "dbf"}
RDF_ENDINGS = {"ttl": "turtle", "nt": "ntriples"}
MARKUP_ENDINGS = {"xml", "kml", "gpx"}
PROSE_ENDINGS = {"md", "markdown", "rst", "pdf", "doc", "docx", "ppt", "pptx", "py", "js", "css", "log"}


def format_of(*, source: Source) -> str | None:
    """Return the format of a file, or None when it is none that ingest reads.

    One of ``csv xlsx xlsb xls ods json ndjson gpkg sqlite parquet zip gz turtle ntriples html xml``; GeoJSON and
    Shapefiles are told apart by their readers (a Shapefile is a zip).
    """
    with source.path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(source.path, source.filename)
    if head.startswith(OLE):
        return _compound(source, head)
    for magic, name in ((b"\x1f\x8b", "gz"), (b"PAR1", "parquet"), (SQLITE, "sqlite")):
        if head.startswith(magic):
            return name
    return _text(source, head) if _is_text(head) else None


def _zipped(path: Path, filename: str) -> str:
    """Tell spreadsheets, which are zips, from zips."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:5000])
            kind = (
                archive.read("mimetype")[:100]
                if "mimetype" in names and archive.getinfo("mimetype").file_size < HEAD
                else b""
            )
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, EOFError) as error:
        raise BrokenFileError(filename=filename, format="ZIP", detail=str(error)[:200]) from None
    lower = {name.lower().replace("\\", "/").lstrip("/") for name in names}
    if b"opendocument.spreadsheet" in kind:
        return "ods"
    if any(name.endswith("workbook.bin") for name in lower):
        return "xlsb"
    if any(name.endswith("workbook.xml") for name in lower) or "[content_types].xml" in lower:
        return "docx" if any(name.startswith(("word/", "ppt/")) for name in lower) else "xlsx"
    return "zip"


def _compound(source: Source, head: bytes) -> str:
    """An OLE container is an old XLS, or a new one under a password."""
    if "EncryptedPackage".encode("utf-16-le") in head or _holds(source.path, "EncryptedPackage".encode("utf-16-le")):
        raise EncryptedFileError(filename=source.filename)
    return "xls"


def _holds(path: Path, needle: bytes) -> bool:
    with path.open("rb") as file:
        return needle in file.read(8 << 20)


def _is_text(head: bytes) -> bool:
    """Say whether bytes may be text: few control characters, or UTF-16."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or wide_codec(head=head):
        return True
    controls = sum(head.count(byte) for byte in range(32) if byte not in {1, 9, 10, 12, 13, 27, 31})
    return controls <= 0.01 * len(head)


def _text(source: Source, head: bytes) -> str | None:  # noqa: PLR0911 - one return for each rule
    start = _ascii(head).lstrip()
    ending = source.ending
    if ending in RDF_ENDINGS:
        return RDF_ENDINGS[ending]
    if ending in {"ndjson", "jsonl", "ldjson"}:
        return "ndjson"
    if ending in {"json", "geojson", "jsonld", "topojson"}:
        return "json"
    if start.startswith("<?xml"):
        return "html" if "<html" in start[:1000].lower() else "xml"
    if start.startswith("<") and re.match(r"<(!doctype html|html|table|head|meta|style)", start, re.IGNORECASE):
        return "html"
    if start.startswith("%PDF") or ending in PROSE_ENDINGS:
        return None
    if ending in MARKUP_ENDINGS and start.startswith("<"):
        return "xml"
    if start[:1] in {"{", "["} and ending not in {"csv", "tsv"}:
        return "json"
    if ending in BINARY_ENDINGS and not _is_delimited(head):
        return None  # an error message saved under the name of a workbook, for example
    return "csv"


def _is_delimited(head: bytes) -> bool:
    lines = [line for line in head.splitlines()[:50] if line.strip()]
    return len(lines) > 1 and any(all(mark in line for line in lines) for mark in (b"\t", b",", b";"))


def _ascii(head: bytes) -> str:
    return (
        head.replace(b"\x00", b"")
        .removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .decode("ascii", errors="ignore")
    )
