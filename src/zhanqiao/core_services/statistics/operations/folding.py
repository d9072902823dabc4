"""Adding what processes counted to the rows; only the job process does it. A file is added once, whoever is killed when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.db.models import F

from zhanqiao.core_services.statistics.engine.uses import SEARCH, left
from zhanqiao.core_services.statistics.models import DayUse, FoldedUses, SearchedWords, SearchMark
from zhanqiao.core_services.statistics.operations.counting import FOLDER
from zhanqiao.core_services.statistics.rules.searching import SHOWN_FROM, week_of
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import NotFoundError


def fold_uses(*, at: datetime, folder: Path = FOLDER) -> int:
    """Add the files that processes left to the rows of today and remove them; return how many files."""
    folded = 0
    for path, lines in left(folder):
        with transaction.atomic():
            _, is_new = FoldedUses.objects.get_or_create(name=path.name)
            if is_new:
                _add(lines, at)
        path.unlink()
        FoldedUses.objects.filter(name=path.name).delete()
        folded += 1
    _forget(at, folder)
    return folded


def _add(lines: Iterable[list[str | int]], at: datetime) -> None:
    day = at.astimezone(CITY_TIME).date()
    uses: Counter[tuple[str, str]] = Counter()
    for kind, name, *rest in lines:
        if kind == SEARCH:
            _add_search(str(name), str(rest[0]), rest[1] == "none", day, at)
        else:
            dataset_id = _dataset(str(name))
            if dataset_id:
                uses[dataset_id, str(kind)] += int(rest[0])
    for (dataset_id, kind), number in uses.items():
        DayUse.objects.get_or_create(dataset_id=dataset_id, day=day, kind=kind)
        DayUse.objects.filter(dataset_id=dataset_id, day=day, kind=kind).update(uses=F("uses") + number)


def _add_search(words: str, mark: str, is_fruitless: bool, day: date, at: datetime) -> None:  # noqa: FBT001 - private
    _, is_new = SearchMark.objects.get_or_create(words=words, mark=mark, defaults={"week": week_of(at=at)})
    if not is_new:
        return
    month = day.replace(day=1)
    SearchedWords.objects.get_or_create(words=words, month=month)
    SearchedWords.objects.filter(words=words, month=month).update(
        visitors=F("visitors") + 1, fruitless=F("fruitless") + int(is_fruitless)
    )


def _dataset(name: str) -> str:
    """Return the id of the dataset that a slug or a table's id names; empty for made-up ones."""
    try:
        if name.startswith("tbl_"):
            return storage.table_card(table_id=name).dataset_id
        return catalogue.id_of(slug=name)
    except NotFoundError:
        return ""


def _forget(at: datetime, folder: Path) -> None:
    """Throw away keys and marks of weeks that are over, and words of past months that too few visitors searched."""
    week = week_of(at=at)
    for path in folder.glob("*.key"):
        if path.stem != week:
            path.unlink(missing_ok=True)
    SearchMark.objects.exclude(week=week).delete()
    month = at.astimezone(CITY_TIME).date().replace(day=1)
    SearchedWords.objects.filter(month__lt=month, visitors__lt=SHOWN_FROM).delete()
