"""Saving a comparison: which tables, whose they are, by which columns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from zhanqiao.core_services.analysis.models import Comparison
from zhanqiao.core_services.analysis.rules import (
    ComparisonInvalidError,
    Definition,
)
from zhanqiao.data_center.catalogue.queries import department_of_table
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.departments.queries import department_card


class ComparisonKeyTakenError(ZhanqiaoError):
    """Another comparison has this key; nothing was saved."""

    status = 409
    code = "comparison-key-taken"
    sentence = Text(
        zh="比对“{key}”已经存在，没有保存。请换一个短名。",
        en="A comparison '{key}' exists already; nothing was saved. Choose another key.",
    )


def define_comparison(*, definition: Definition, by: str, at: datetime) -> str:
    """Save a comparison and return its id; every column it names must be there now.

    Raises ComparisonKeyTakenError, ComparisonInvalidError, NotFoundError (a table without a release, the department).
    """
    left = storage.table_card(table_id=definition.left)
    right = storage.table_card(table_id=definition.right)
    require_columns(definition, left, right)
    with transaction.atomic():
        if Comparison.objects.filter(key=definition.key).exists():
            raise ComparisonKeyTakenError(key=definition.key)
        comparison = _created(definition, left, right, by=by, at=at)
        detail = {"key": comparison.key, "left": left.id, "right": right.id}
        record(
            by=by, action="comparison.define", object_type="comparison", object_id=comparison.id, detail=detail, at=at
        )
    return comparison.id


def redefine_comparison(*, definition: Definition, by: str, at: datetime) -> None:
    """Change a comparison of the same two tables; discrepancies that it no longer finds are closed by its next run.

    Raises ComparisonInvalidError, NotFoundError.
    """
    left = storage.table_card(table_id=definition.left)
    right = storage.table_card(table_id=definition.right)
    require_columns(definition, left, right)
    with transaction.atomic():
        comparison = Comparison.objects.select_for_update().filter(key=definition.key).first()
        if comparison is None:
            raise NotFoundError(what=definition.key)
        if (comparison.left_id, comparison.right_id) != (left.id, right.id):
            raise ComparisonInvalidError(
                field="left", found=left.id, expected_zh="原来的两张表", expected_en="the same two tables as before"
            )
        for name, value in _kept(definition).items():
            setattr(comparison, name, value)
        comparison.save()
        detail = {"key": comparison.key, "left": left.id, "right": right.id}
        record(
            by=by, action="comparison.redefine", object_type="comparison", object_id=comparison.id, detail=detail, at=at
        )


def _created(
    definition: Definition, left: storage.TableCard, right: storage.TableCard, *, by: str, at: datetime
) -> Comparison:
    return Comparison.objects.create(
        key=definition.key,
        left_id=left.id,
        right_id=right.id,
        left_department_id=department_of_table(table=left),
        right_department_id=department_of_table(table=right),
        defined_by=by,
        defined_at=at,
        **_kept(definition),
    )


def _kept(definition: Definition) -> dict[str, Any]:
    """Return what may be changed of a comparison, as it is kept."""
    return {
        "name_zh": definition.name_zh,
        "name_en": definition.name_en,
        "authority": definition.authority.value,
        "method": definition.method,
        "columns": definition.columns_said(),
        "rules": definition.rules_said(),
        "left_names": list(definition.left_names),
        "right_names": list(definition.right_names),
        "threshold": definition.threshold,
        "schedule": definition.schedule.value,
        "department_id": department_card(key_or_code=definition.department).id,
    }


def require_columns(definition: Definition, left: storage.TableCard, right: storage.TableCard, /) -> None:
    """Raise ComparisonInvalidError unless every column is there, of two tables, and one is a key."""
    if left.id == right.id:
        raise ComparisonInvalidError(
            field="right", found=right.id, expected_zh="另一张表", expected_en="another table than the left one"
        )
    lefts = [*(one.left for one in definition.columns), *(one.left for one in definition.rules), *definition.left_names]
    rights = [
        *(one.right for one in definition.columns),
        *(one.right for one in definition.rules),
        *definition.right_names,
    ]
    wanted = ((left, "left", lefts), (right, "right", rights))
    for card, side, names in wanted:
        there = [field.name for field in card.fields]
        for name in names:
            if name not in there:
                words = "、".join(there)
                raise ComparisonInvalidError(
                    field=side, found=name, expected_zh=f"列 {words}", expected_en=f"a column: {words}"
                )
    if not any(one.key for one in definition.columns):
        raise ComparisonInvalidError(
            field="columns", found="–", expected_zh="至少一个键列", expected_en="at least one column that is a key"
        )
