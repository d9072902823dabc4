"""The instant copies this process has open, the least recently used closed first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.instant.arrays import Array, ColumnArray, read_array
from zhanqiao.data_center.storage.engine.instant.grams import Grams
from zhanqiao.data_center.storage.engine.instant.keys import Keys
from zhanqiao.data_center.storage.engine.instant.rowtexts import RowTexts
from zhanqiao.data_center.storage.engine.query.layout import layout_of

FOLDER, INDEX, VERSION = "instant", "index.json", 3
MOST_OPEN = 64


class InstantCopy:
    """Row texts and column arrays of one release."""

    def __init__(self, *, folder: Path, fields: Sequence[Field], release_id: str, index: Mapping[str, Any]) -> None:
        """Map the row texts; arrays are mapped when first asked for."""
        self.release_id = release_id
        self.texts = RowTexts(folder=folder)
        self._folder, self._layout = folder, layout_of(fields)
        self._known, self._keyed = frozenset(index["arrays"]), frozenset(index["keys"])
        self._grammed = frozenset(index["grams"])
        self._arrays: dict[str, ColumnArray] = {}
        self._keys: dict[str, Keys] = {}
        self._grams: dict[str, Grams] = {}

    @property
    def rows(self) -> int:
        """How many rows the release has."""
        return self.texts.rows

    def array(self, name: str) -> ColumnArray | None:
        """Return the array of a column, None when it has none."""
        found = self._arrays.get(name)
        if found is None and name in self._known:
            column, field = self._layout.column(name), self._layout.field(name)
            found = self._arrays[name] = read_array(column=column, field=field, folder=self._folder)
        return found

    def places_of(self, name: str, text: str) -> Array | None:
        """Return the rows in which a keyed column has this very text, in order; None when the column has no keys."""
        if name not in self._keyed:
            return None
        keys = self._keys.get(name)
        if keys is None:
            keys = self._keys[name] = Keys(folder=self._folder, column=self._layout.column(name))
        found = keys.candidates(text)
        if found is None:
            return None
        return self._fitting(found, name, lambda other: other == text)

    def places_with(self, name: str, part: str, fits: Callable[[str], bool]) -> Array | None:
        """Return the rows whose text in a column holds ``part`` (in any case) and fits; None when only reading all would tell."""
        if name not in self._grammed:
            return None
        grams = self._grams.get(name)
        if grams is None:
            grams = self._grams[name] = Grams(folder=self._folder, column=self._layout.column(name))
        found = grams.candidates(part)
        return None if found is None else self._fitting(found, name, fits)

    def _fitting(self, places: Array, name: str, fits: Callable[[str], bool]) -> Array:
        texts = (orjson.loads(row)[name] for row in self.texts.at(places.tolist()))
        kept: Array = places[
            np.fromiter((each is not None and fits(each) for each in texts), dtype=bool, count=len(places))
        ]
        return kept


_open: OrderedDict[str, InstantCopy] = OrderedDict()
_lock = threading.Lock()


def instant_folder(*, serving: Path) -> Path:
    """Return where the instant copy beside a serving copy lies, made or not."""
    return serving.with_name(FOLDER)


def has_instant(*, serving: Path) -> bool:
    """Say whether an instant copy of today's kind lies beside a serving copy; one of an earlier kind is made anew."""
    return _index(instant_folder(serving=serving)) is not None


def instant_copy(*, serving: Path, fields: Sequence[Field]) -> InstantCopy | None:
    """Return the instant copy of a release, None while it has none."""
    key = str(serving)
    with _lock:
        found = _open.get(key)
        if found is not None:
            _open.move_to_end(key)
            return found
    made = _opened(serving, fields)
    if made is not None:
        with _lock:
            _open[key] = made
            while len(_open) > MOST_OPEN:
                _open.popitem(last=False)
    return made


def _opened(serving: Path, fields: Sequence[Field]) -> InstantCopy | None:
    folder = instant_folder(serving=serving)
    index = _index(folder)
    if index is None:
        return None
    try:
        return InstantCopy(folder=folder, fields=fields, release_id=index["release"], index=index)
    except FileNotFoundError:  # removed a moment ago
        return None


def _index(folder: Path) -> dict[str, Any] | None:
    try:
        index: dict[str, Any] = orjson.loads((folder / INDEX).read_bytes())
    except FileNotFoundError:
        return None
    return index if index["version"] == VERSION else None
