"""Masks: what is done to a column before its table is released, and what was done."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from zhanqiao.data_center.storage.engine.fields import Field


class Method(StrEnum):
    """What a mask does."""

    PARTIAL = "partial"  # keeps the first and last signs
    REDACT = "redact"  # hides long numbers, e-mail addresses and plates inside a text
    HASH = "hash"  # HMAC-SHA-256 with the city's key: equal values stay equal, nobody reads them
    HASH_SM3 = "hash_sm3"  # the same with HMAC-SM3 (GB/T 32905)
    GENERALISE = "generalise"  # says less: the year, a band, the district, a rounded number
    DROP = "drop"  # the column is not released


HASHES = frozenset({Method.HASH, Method.HASH_SM3})


class Grain(StrEnum):
    """How far a value is generalised."""

    YEAR = "year"
    MONTH = "month"
    BAND = "band"  # of ``size`` width: 20–29
    DISTRICT = "district"  # of an address
    ROUNDED = "rounded"  # to ``size`` digits behind the point


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMask:
    """The mask of one column. ``first`` and ``last`` are of PARTIAL, ``grain`` and ``size`` of GENERALISE."""

    column: str
    method: Method
    first: int = 0
    last: int = 0
    grain: Grain | None = None
    size: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self) | {"method": self.method.value, "grain": self.grain.value if self.grain else None}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote; unknown keys are ignored."""
        known = {key: values[key] for key in cls.__dataclass_fields__ if key in values}
        grain = Grain(values["grain"]) if values.get("grain") else None
        return cls(**known | {"method": Method(values["method"]), "grain": grain})


@dataclass(frozen=True, slots=True)
class MaskedColumn:
    """What a mask did: how many filled cells are not as they were."""

    mask: ColumnMask
    cells: int


@dataclass(frozen=True, slots=True)
class MaskedTable:
    """A table after its masks: the fields of what was written, its rows, and what was changed.

    ``suppressed`` rows stood in classes smaller than ``smallest`` and are not in it; 0 without aggregation.
    """

    fields: tuple[Field, ...]
    rows: int
    columns: tuple[MaskedColumn, ...]
    smallest: int = 0
    suppressed: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return the lineage of the masks, without any value."""
        columns = [{**one.mask.as_dict(), "cells": one.cells} for one in self.columns]
        return {"columns": columns, "smallest": self.smallest, "suppressed": self.suppressed}
