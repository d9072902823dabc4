"""What personal data is looked for, and what is said of what was found. No value is ever kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class PersonalKind(StrEnum):
    """What was found."""

    IDENTITY_NUMBER = "identity_number"
    OLD_IDENTITY_NUMBER = "old_identity_number"
    MOBILE = "mobile"
    BANK_CARD = "bank_card"
    PASSPORT = "passport"
    PLATE = "plate"
    EMAIL = "email"
    LANDLINE = "landline"
    NAME = "name"
    HOME_ADDRESS = "home_address"
    HOME_PLACE = "home_place"


class Ground(StrEnum):
    """Why a finding blocks or only warns."""

    VALUE = "value"  # the values themselves are personal data
    CHANCE = "chance"  # chance explains the valid ones among ordinary codes
    COLUMN = "column"  # the column's name says so, and its values are of that form
    TOLD = "told"  # the cell's own words say that it is somebody's
    BESIDE = "beside"  # alone it says little of a person; in this table it stands beside names
    OFFICE = "office"  # who holds an office or speaks for an enterprise
    KEPT_OUT = "kept_out"  # in lines that are no rows of the table; they stay out of the release
    FORM = "form"  # of the form, and nothing says that it is of a person


@dataclass(frozen=True, slots=True)
class PersonalFinding:
    """Personal data of one kind in one column.

    ``cells`` counts cells with a valid one, ``candidates`` cells with something of its form; ``rows`` are the
    first few row numbers, from 0. ``blocks`` is False where it may well be nobody's; ``ground`` says why.
    """

    column: str
    kind: PersonalKind
    cells: int
    candidates: int
    rows: tuple[int, ...]
    blocks: bool
    ground: Ground = Ground.VALUE

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {**asdict(self), "kind": self.kind.value, "rows": list(self.rows), "ground": self.ground.value}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote; unknown keys are ignored."""
        known = {key: values[key] for key in cls.__dataclass_fields__ if key in values}
        ground = Ground(values.get("ground", Ground.VALUE))
        return cls(**{**known, "kind": PersonalKind(values["kind"]), "rows": tuple(values["rows"]), "ground": ground})


@dataclass(frozen=True, slots=True)
class PersonalCell:
    """One cell that holds personal data: its row (from 0), column, kind, and its text with the middle of the value hidden."""

    row: int
    column: str
    kind: PersonalKind
    shown: str
