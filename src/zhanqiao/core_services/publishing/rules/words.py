"""What an officer says about a file's tables before publication."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from zhanqiao.data_center.metadata.rules import ColumnWords
from zhanqiao.data_center.storage.rules import DeclaredPlaces

SLUG_LENGTH = 60
NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWords:
    """Titles of one table, the words of its columns, and whether it is published at all; ``places`` to convert.

    Without ``title_zh`` a table that is continued keeps its titles and a new one is called by its name.
    """

    name: str
    title_zh: str = ""
    title_en: str = ""
    columns: tuple[ColumnWords, ...] = ()
    included: bool = True
    places: tuple[DeclaredPlaces, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        columns = [column.as_dict() for column in self.columns]
        return {
            "name": self.name,
            "title_zh": self.title_zh,
            "title_en": self.title_en,
            "columns": columns,
            "included": self.included,
            "places": [one.as_dict() for one in self.places],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote."""
        columns = tuple(ColumnWords.from_dict(column) for column in values.get("columns", ()))
        return cls(
            name=values["name"],
            title_zh=values.get("title_zh", ""),
            title_en=values.get("title_en", ""),
            columns=columns,
            included=values.get("included", True),
            places=tuple(DeclaredPlaces.from_dict(one) for one in values.get("places", ())),
        )


def suggested_slug(*, title: str) -> str:
    """Return an address name for a title: pinyin of Chinese, ASCII of the rest; ``dataset`` when nothing is left."""
    from pypinyin import lazy_pinyin  # late: its tables take 0.2 s, which most processes need not pay

    plain = unicodedata.normalize("NFKD", " ".join(lazy_pinyin(title))).encode("ascii", "ignore").decode()
    words = NOT_SLUG.sub("-", plain.lower()).strip("-")
    return words[:SLUG_LENGTH].strip("-") or "dataset"
