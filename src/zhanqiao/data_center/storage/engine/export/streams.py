"""Chooses how each format is streamed."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import get_args

from zhanqiao.data_center.storage.engine.duck import Attached, Instance, export_instance
from zhanqiao.data_center.storage.engine.export.columns import Answer, Writer, answer_of, as_is, as_json, plain
from zhanqiao.data_center.storage.engine.export.formats import Format, UnknownFormatError
from zhanqiao.data_center.storage.engine.export.markup import (
    GEOJSON_HEAD,
    GEOJSON_TAIL,
    SEPARATOR,
    XML_HEAD,
    XML_TAIL,
    features,
    xml_rows,
)
from zhanqiao.data_center.storage.engine.export.pipes import CopyStream
from zhanqiao.data_center.storage.engine.export.turtle import Naming, turtle_head, turtle_rows
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.instant import instant_copy
from zhanqiao.data_center.storage.engine.instant.features import ready_features
from zhanqiao.data_center.storage.engine.query.compiling import Statement
from zhanqiao.data_center.storage.engine.query.errors import QueryError
from zhanqiao.data_center.storage.engine.query.layout import layout_of
from zhanqiao.data_center.storage.engine.query.model import Query, output_fields
from zhanqiao.data_center.storage.engine.query.regions import check_regions
from zhanqiao.kit.progress import Progress, silent
from zhanqiao.kit.texts import Text

COPIES: dict[str, tuple[Writer, str]] = {
    "csv": (plain, "FORMAT csv, HEADER"),
    "tsv": (plain, "FORMAT csv, HEADER, DELIMITER '\t'"),
    "json": (as_json, "FORMAT json, ARRAY true"),
    "ndjson": (as_json, "FORMAT json"),
    "parquet": (as_is, "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000"),
}
MARKED = frozenset({"csv", "tsv"})  # formats that may begin with a byte order mark
WELL_KNOWN = MARKED | {"ttl"}  # formats that write geometry as text, which needs no extension
OPAQUE = frozenset({"parquet", "arrow", "gpkg"})  # formats that carry geometry as WKB


def export(
    *,
    serving: Path,
    fields: Sequence[Field],
    query: Query,
    format: str,  # noqa: A002 - the word of the interface
    bom: bool = False,
    naming: Naming | None = None,
    progress: Progress = silent,
    instance_of: Callable[..., Instance] = export_instance,
) -> Iterator[bytes]:
    """Return the bytes of the whole answer, block by block; ``limit`` and ``offset`` apply when the query has them.

    ``bom`` puts a byte order mark before CSV and TSV, so that Excel reads UTF-8. ``naming`` is what
    the table is called in Turtle. ``progress`` is told about XLSX, which
    is written whole before its first byte. ``instance_of`` opens what reads a copy that is no release. Close the iterator when you stop early. Errors are raised by this call:
    UnknownFormatError, QueryError (``after``: a cursor pages, an export does not), XlsxTooLargeError, NoPlaceError,
    QueryFailedError; one that appears after the first byte
    is raised by the iterator, so that a broken stream never looks whole.
    """
    if format not in get_args(Format):
        raise UnknownFormatError(format=format, known=", ".join(get_args(Format)))
    if query.after is not None:
        raise QueryError(parameter="after", reason=_WHOLE, position=0, token=query.after)
    copy = instant_copy(serving=serving, fields=fields) if format == "geojson" else None
    ready = ready_features(query=query, layout=layout_of(fields), copy=copy) if copy else None
    if ready is not None:
        return iter((ready,))
    instance = instance_of(serving, spatial=_spatial(fields, query, format))
    if query.areas:
        check_regions(regions=query.areas, cursor=instance.fresh_cursor())
    answer = partial(_answer, fields=fields, query=query)
    if format in COPIES:
        return _copied(instance, serving, answer, format, head=codecs.BOM_UTF8 if bom and format in MARKED else b"")
    if format == "xlsx":
        return _spreadsheet(instance, serving, answer, progress)
    if format == "gpkg":
        return _geopackage(instance, serving, answer)
    if format == "ttl":
        return _triples(instance, serving, answer, fields=fields, query=query, naming=naming or Naming())
    return _batches(instance, serving, answer, format)


def _answer(attached: Attached, *, fields: Sequence[Field], query: Query) -> Answer:
    return answer_of(fields=fields, query=query, relation=attached.relation)


def _copied(
    instance: Instance, serving: Path, answer: Callable[[Attached], Answer], kind: str, *, head: bytes
) -> Iterator[bytes]:
    writer, options = COPIES[kind]

    def ask(attached: Attached) -> Statement:
        return answer(attached).named(writer)

    return CopyStream(instance=instance, path=serving, ask=ask, options=options, head=head)


def _batches(instance: Instance, serving: Path, answer: Callable[[Attached], Answer], kind: str) -> Iterator[bytes]:
    # Late: pyarrow takes 0.1 s and 40 MB, which processes that never send these formats need not pay.
    from zhanqiao.data_center.storage.engine.export.buffers import BatchStream, stream_blocks, text_blocks

    if kind == "arrow":
        return BatchStream(
            instance=instance, path=serving, ask=lambda attached: answer(attached).named(as_is), blocks=stream_blocks
        )
    if kind == "xml":
        blocks = text_blocks(head=XML_HEAD, tail=XML_TAIL, skipped=0)
        return BatchStream(
            instance=instance, path=serving, ask=lambda attached: xml_rows(answer(attached)), blocks=blocks
        )
    blocks = text_blocks(head=GEOJSON_HEAD, tail=GEOJSON_TAIL, skipped=len(SEPARATOR))
    return BatchStream(instance=instance, path=serving, ask=lambda attached: features(answer(attached)), blocks=blocks)


def _triples(
    instance: Instance,
    serving: Path,
    answer: Callable[[Attached], Answer],
    *,
    fields: Sequence[Field],
    query: Query,
    naming: Naming,
) -> Iterator[bytes]:
    from zhanqiao.data_center.storage.engine.export.buffers import BatchStream, text_blocks  # late: see _batches

    head = turtle_head(fields=output_fields(query=query, layout=layout_of(fields)), naming=naming)
    return BatchStream(
        instance=instance,
        path=serving,
        ask=lambda attached: turtle_rows(answer(attached), naming=naming),
        blocks=text_blocks(head=head, tail="", skipped=0),
    )


def _geopackage(instance: Instance, serving: Path, answer: Callable[[Attached], Answer]) -> Iterator[bytes]:
    from zhanqiao.data_center.storage.engine.export.geopackages import geopackage  # late: it needs pyarrow

    return geopackage(instance=instance, serving=serving, answer=answer)


def _spreadsheet(
    instance: Instance, serving: Path, answer: Callable[[Attached], Answer], progress: Progress
) -> Iterator[bytes]:
    # Late: xlsxwriter takes 0.1 s, which only this format needs.
    from zhanqiao.data_center.storage.engine.export.spreadsheets import spreadsheet

    with instance.using(serving) as attached:
        return spreadsheet(instance=instance, answer=answer(attached), progress=progress)


def _spatial(fields: Sequence[Field], query: Query, kind: str) -> bool:
    """Say whether the spatial extension is needed, which takes 0.3 s once a process."""
    if query.areas:
        return True
    layout = layout_of(fields)
    if kind == "geojson":
        return layout.place is not None and layout.place.geometry is not None
    shown = any(each.type is LogicalType.GEOMETRY for each in output_fields(query=query, layout=layout))
    return shown and kind not in OPAQUE and kind not in WELL_KNOWN


_WHOLE = Text(
    zh="导出不分页，不能使用 after；请用 limit 与 offset。",
    en="an export has no pages and takes no after; use limit and offset.",
)
