"""Making and renaming tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanqiao.data_center.storage.models import CHANGES, Table
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record


class TableExistsError(ZhanqiaoError):
    """The dataset has a table of this name; nothing was made."""

    status = 409
    code = "table-exists"
    sentence = Text(
        zh="数据集中已有名为“{name}”的数据表（{table}），没有新建。请换一个名称，或向已有的表写入。",
        en="The dataset has a table named '{name}' ({table}) already; none was made. Choose another name, or write to that one.",
    )


def create_table(
    *,
    dataset_id: str,
    name: str,
    title_zh: str,
    title_en: str = "",
    key: Sequence[str] = (),
    by: str,
    at: datetime,
) -> str:
    """Make a table without releases, invisible until its first one; return its id. ``key`` are the columns it is known by.

    ``dataset_id`` is opaque here. A table of the same name in the same dataset is returned as it is,
    so that a publication repeated after a crash keeps its ids.
    """
    with transaction.atomic():
        table, made = Table.objects.get_or_create(
            dataset_key=dataset_id,
            name=name,
            defaults={"title_zh": title_zh, "title_en": title_en, "key": list(key), "created_by": by, "created_at": at},
        )
        if made:
            detail = {"dataset": dataset_id, "name": name}
            record(by=by, action="table.create", object_type="table", object_id=table.id, detail=detail, at=at)
    return table.id


def require_free_name(*, dataset_id: str, name: str) -> None:
    """Raise TableExistsError when a table of the dataset that has a release has this name."""
    taken = Table.objects.filter(dataset_key=dataset_id, name=name, current__isnull=False).first()
    if taken:
        raise TableExistsError(name=name, table=taken.id)


def retitle_table(*, table_id: str, title_zh: str, title_en: str, by: str, at: datetime) -> bool:
    """Give a table other titles and say whether they were others; its id, name and releases stay.

    Raises NotFoundError.
    """
    with transaction.atomic():
        table = Table.objects.select_for_update().filter(pk=table_id).first()
        if table is None:
            raise NotFoundError(what=table_id)
        if (table.title_zh, table.title_en) == (title_zh, title_en):
            return False
        table.title_zh, table.title_en = title_zh, title_en
        table.save(update_fields=["title_zh", "title_en"])
        CHANGES.changed()
        detail = {"title_zh": title_zh, "title_en": title_en}
        record(by=by, action="table.retitle", object_type="table", object_id=table_id, detail=detail, at=at)
    return True


def visible_change() -> None:
    """Tell every process, when the open transaction commits, that readers see something new."""
    CHANGES.changed()
