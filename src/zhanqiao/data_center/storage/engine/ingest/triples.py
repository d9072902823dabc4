"""RDF files (Turtle, N-Triples) as a table of triples."""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.ingest import encodings
from zhanqiao.data_center.storage.engine.ingest.notes import finding
from zhanqiao.data_center.storage.engine.ingest.refusals import BrokenFileError, NoTableError
from zhanqiao.data_center.storage.engine.ingest.rows import RowSink
from zhanqiao.data_center.storage.engine.ingest.turtle import TurtleError, TurtleReader
from zhanqiao.data_center.storage.engine.ingest.workshop import RawColumn, RawTable, Source, Workshop
from zhanqiao.kit.progress import silent

NAMES = ("subject", "predicate", "object", "object_kind", "datatype", "language")


def triple_tables(*, source: Source, workshop: Workshop) -> list[RawTable]:
    """Return the triples of an RDF file. Raises BrokenFileError with the line, NoTableError when there are none."""
    decoding = encodings.decoding_of(path=source.path)
    text = "".join(encodings.blocks(path=source.path, decoding=decoding, progress=silent))
    reader = TurtleReader(text=encodings.without_markers(text=text))
    with RowSink(workshop=workshop, width=len(NAMES)) as sink:
        try:
            for subject, predicate, value in reader.triples():
                sink.add([subject.text, predicate.text, value.text, value.kind, value.datatype, value.language])
        except (TurtleError, RecursionError) as error:
            raise BrokenFileError(filename=source.filename, format="Turtle", detail=str(error)[:200]) from None
    if not sink.rows:
        raise NoTableError(filename=source.filename, format="RDF")
    columns = tuple(RawColumn(name, Field(name, LogicalType.TEXT)) for name in NAMES)
    made = RawTable(source.stem, sink.relation, columns, sink.rows, findings=(finding("triples"),))
    return [made.but(encoding=decoding.name)]
