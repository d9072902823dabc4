"""Rows of a database: a table or a SELECT, read only, streamed, in the order of the watermark where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import orjson
from sqlalchemy import URL, Connection, create_engine, event, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from zhanqiao.core_services.connectors.engine.pieces import Piece, SourceUnreadableError, down, first_line
from zhanqiao.core_services.connectors.rules import ColumnsRepeatedError, Kind, WatermarkError, plain, watermarks
from zhanqiao.core_services.connectors.rules.settings import DatabaseSettings, SqliteSettings

CONNECT_SECONDS = 10
READING = {
    Kind.POSTGRESQL: ("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "SET statement_timeout = {milliseconds}"),
    Kind.MYSQL: ("SET SESSION TRANSACTION READ ONLY", "SET SESSION net_write_timeout = {seconds}"),
    Kind.SQLITE: ("PRAGMA query_only = ON",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What to read: from ``column`` of the watermark on; ``once``: a value is finished with when it was read.

    ``size`` rows make a piece, ``most`` is what one may hold, ``limit`` the most that is asked for (0: all).
    """

    kind: Kind
    settings: DatabaseSettings | SqliteSettings
    secret: dict[str, str]
    ip: str = ""
    column: str = ""
    once: bool = False
    size: int = 5_000
    limit: int = 0
    most: int = 10_000


def pieces(*, reading: Reading, position: dict[str, Any]) -> Iterator[Piece]:
    """Read on from ``position``. Raises SourceDownError, SourceUnreadableError, WatermarkError, ColumnsRepeatedError.

    With a watermark and ``once`` rows after the kept value come, and a value is never divided between two pieces.
    Without ``once`` the kept value comes again: rows written late with it are caught, and the key makes them the same rows.
    """
    with _connected(reading) as connection:
        statement, values = _question(connection, reading, position)
        with connection.execution_options(yield_per=reading.size).execute(text(statement), values) as answer:
            names = list(answer.keys())
            _require_once(names)
            if reading.column:
                yield from _in_order(names, (tuple(row) for row in answer), reading, position)
                return
            for part in answer.partitions(reading.size):
                yield _piece(names, [tuple(row) for row in part], position)


def without_watermark(*, reading: Reading) -> int:
    """Return how many rows have no watermark: they are never read."""
    with _connected(reading) as connection:
        column = _named(connection, reading.column)
        question = f"SELECT count(*) FROM {_source(connection, reading)} WHERE {column} IS NULL"  # noqa: S608 - names are quoted by the dialect
        return int(connection.execute(text(question)).scalar_one())


def _in_order(
    names: list[str], rows: Iterator[tuple[Any, ...]], reading: Reading, position: dict[str, Any]
) -> Iterator[Piece]:
    place = names.index(reading.column) if reading.column in names else -1
    waiting: list[tuple[Any, ...]] = []
    if place < 0:
        raise SourceUnreadableError(why_zh=f"没有“{reading.column}”列", why_en=f"there is no column '{reading.column}'")
    for row in rows:
        if len(waiting) >= reading.size and (not reading.once or waiting[-1][place] != row[place]):
            position = _marked(waiting[-1][place], reading)
            yield _piece(names, waiting, position)
            waiting = []
        if len(waiting) >= reading.most:
            why = watermarks.COARSE
            raise WatermarkError(column=reading.column, why_zh=why.zh, why_en=why.en)
        waiting.append(row)
    if waiting:
        yield _piece(names, waiting, _marked(waiting[-1][place], reading))


def _marked(value: Any, reading: Reading) -> dict[str, Any]:
    return {"mark": watermarks.kept(value=value, column=reading.column)}


def _piece(names: list[str], rows: list[tuple[Any, ...]], position: dict[str, Any]) -> Piece:
    told = [dict(zip(names, map(plain, row), strict=True)) for row in rows]
    return Piece(told, tuple(names), position, size=len(orjson.dumps(told)))


def _question(connection: Connection, reading: Reading, position: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    source, end = _source(connection, reading), f" LIMIT {reading.limit:d}" if reading.limit else ""
    if not reading.column:
        return f"SELECT * FROM {source}{end}", {}  # noqa: S608 - names are quoted by the dialect; the SELECT is the operator's own
    column = _named(connection, reading.column)
    mark = position.get("mark")
    after = f"{column} {'>' if reading.once else '>='} :mark" if mark else f"{column} IS NOT NULL"
    question = f"SELECT * FROM {source} WHERE {after} ORDER BY {column}{end}"  # noqa: S608 - as above
    return question, {"mark": watermarks.read(mark)} if mark else {}


def _source(connection: Connection, reading: Reading) -> str:
    settings = reading.settings
    if settings.select:
        return f"({settings.select.replace(':', chr(92) + ':')}) AS source"  # a colon is no parameter of ours
    parts = [settings.schema, settings.table] if settings.schema else [settings.table]
    return ".".join(_named(connection, part) for part in parts)


def _named(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name).replace(":", "\\:")


def _require_once(names: list[str]) -> None:
    for place, name in enumerate(names):
        if name in names[:place]:
            raise ColumnsRepeatedError(column=name)


@contextmanager
def _connected(reading: Reading) -> Iterator[Connection]:
    """Connect for reading. What a database says is told without the statement, the values and the secrets."""
    hide = tuple(reading.secret.values())
    engine = create_engine(
        _address(reading), connect_args=_arguments(reading), poolclass=NullPool, hide_parameters=True
    )
    event.listen(engine, "connect", lambda raw, _: _only_read(raw, reading))
    try:
        with engine.connect() as connection:
            yield connection
    except (OperationalError, InterfaceError) as error:
        raise down(_inner(error), hide=hide) from None
    except SQLAlchemyError as error:
        said = first_line(_inner(error), hide=hide)
        raise SourceUnreadableError(why_zh=said, why_en=said) from None
    finally:
        engine.dispose()


def _inner(error: SQLAlchemyError) -> BaseException:
    return error.orig if isinstance(error, DBAPIError) and error.orig else error


def _address(reading: Reading) -> URL:
    settings = reading.settings
    if isinstance(settings, SqliteSettings):
        return URL.create("sqlite", database=f"file:{quote(settings.path)}", query={"mode": "ro", "uri": "true"})
    driver = "postgresql+psycopg" if reading.kind is Kind.POSTGRESQL else "mysql+pymysql"
    return URL.create(
        driver,
        username=settings.user,
        password=reading.secret.get("password"),
        host=settings.host if reading.kind is Kind.POSTGRESQL else reading.ip,
        port=settings.port,
        database=settings.database,
        query={} if reading.kind is Kind.POSTGRESQL else {"charset": "utf8mb4"},
    )


def _arguments(reading: Reading) -> dict[str, Any]:
    if reading.kind is Kind.SQLITE:
        return {"timeout": CONNECT_SECONDS}
    # The address that was looked at, not the name again.
    more = {"hostaddr": reading.ip} if reading.kind is Kind.POSTGRESQL else {"read_timeout": _seconds(reading)}
    return {"connect_timeout": CONNECT_SECONDS, **more}


def _only_read(raw: Any, reading: Reading) -> None:
    seconds = _seconds(reading)
    cursor = raw.cursor()
    for statement in READING[reading.kind]:
        cursor.execute(statement.format(seconds=seconds, milliseconds=seconds * 1_000))
    cursor.close()
    raw.commit()


def _seconds(reading: Reading) -> int:
    return reading.settings.seconds if isinstance(reading.settings, DatabaseSettings) else 0
