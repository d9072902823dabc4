"""The words every part of the engine shares: logical types and fields of a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self


class LogicalType(StrEnum):
    """What a column means to a reader, whatever engine holds it. The comment is the DuckDB type."""

    TEXT = "text"  # VARCHAR
    INTEGER = "integer"  # BIGINT
    DECIMAL = "decimal"  # DECIMAL(p, s)
    NUMBER = "number"  # DOUBLE
    BOOLEAN = "boolean"  # BOOLEAN
    DATE = "date"  # DATE
    TIME = "time"  # TIME
    TIMESTAMP = "timestamp"  # TIMESTAMP, wall clock of Asia/Shanghai unless the source has an offset
    GEOMETRY = "geometry"  # BLOB holding WKB, longitude latitude, WGS84
    JSON = "json"  # VARCHAR holding JSON text


NUMERIC = frozenset({LogicalType.INTEGER, LogicalType.DECIMAL, LogicalType.NUMBER})
KEPT = ("name", "type", "meaning", "precision", "scale", "unit")
TEMPORAL = frozenset({LogicalType.DATE, LogicalType.TIME, LogicalType.TIMESTAMP})


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table.

    ``name`` is unique in the table and as the source wrote it (trimmed; empty names become
    ``列1`` …). ``meaning`` is what whole-column evidence says beyond the type: ``identifier``,
    ``code``, ``credit_code``, ``identity_number``, ``division_code``, ``phone``, ``percent``,
    ``longitude``, ``latitude``, ``category``, ``year``, ``month``, ``partial_date`` (days and months
    mixed, kept as text) or None. ``precision`` and ``scale`` are set for DECIMAL.
    """

    name: str
    type: LogicalType
    meaning: str | None = None
    precision: int | None = None
    scale: int | None = None
    unit: str | None = None
    _hash: int = field(default=0, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work the hash out once: tables are looked up by their fields several times a request."""
        object.__setattr__(
            self, "_hash", hash((self.name, self.type, self.meaning, self.precision, self.scale, self.unit))
        )

    def __hash__(self) -> int:
        """Return the hash worked out before."""
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel without the hash, which is another one in another process."""
        return Field.from_dict, (self.as_dict(),)

    def as_dict(self) -> dict[str, Any]:
        """Return the field as plain JSON values, without the empty ones."""
        values = {key: getattr(self, key) for key in KEPT}
        return {key: value for key, value in values.items() if value is not None}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote; unknown keys are ignored."""
        known = {key: values[key] for key in KEPT if key in values}
        return cls(**{**known, "type": LogicalType(values["type"])})
