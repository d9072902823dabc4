"""What the pages of corrections show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson
from django.utils.translation import gettext as _

from zhanqiao.core_services.corrections import queries as corrections
from zhanqiao.core_services.corrections.queries import CorrectionCard
from zhanqiao.core_services.following.queries import is_following
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.pages import pages
from zhanqiao.people.access.rules import AccessCard, Action, decide

ROWS, PAGE = 20, 50
PAGE_DIGITS = 6


class IdentityError(ZhanqiaoError):
    """The address does not name a row; nothing was changed."""

    status = 400
    code = "row-not-named"
    sentence = Text(
        zh="网址没有正确指明一行数据，什么都没有改变。请回到数据集重新选择。",
        en="The address does not name a row; nothing was changed. Go back to the dataset and choose again.",
    )


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row to choose, with the address of the form about it."""

    cells: tuple[Any, ...]
    address: str


def listing(*, slug: str, card: AccessCard, page: str) -> dict[str, Any]:
    """Return the corrections of a dataset. Raises NotFoundError."""
    dataset = catalogue.dataset_card(slug=slug, card=card)
    number = int(page) if page.isdecimal() and len(page) <= PAGE_DIGITS else 1
    found, total = corrections.corrections_of(dataset_id=dataset.id, page=max(1, number))
    return _frame(dataset, card) | {
        "tab": "conversation",
        "corrections": found,
        "total": total,
        "pages": pages(total=total, size=PAGE, number=number),
    }


def choosing(*, slug: str, table: str, words: str, card: AccessCard) -> dict[str, Any]:
    """Return rows of a table that hold some words, for one to be chosen. Raises NotFoundError, what reading raises."""
    dataset = catalogue.dataset_card(slug=slug, card=card)
    chosen = readable(dataset=dataset, table=table, card=card)
    params = {"limit": str(ROWS)} | ({"q": words} if words else {})
    found = storage.rows(card=chosen, query=storage.parsed(card=chosen, params=params))
    names = [field.name for field in chosen.fields]
    rows = [ShownRow(tuple(row), _address(chosen, dict(zip(names, row, strict=True)))) for row in found.rows]
    return _frame(dataset, card) | {
        "table": chosen,
        "columns": names,
        "rows": rows,
        "words": words,
        "total": found.total,
    }


def chosen_row(*, slug: str, table: str, row: str, card: AccessCard) -> dict[str, Any]:
    """Return the row that an address names, with its identity. Raises NotFoundError, IdentityError, RowGoneError."""
    dataset = catalogue.dataset_card(slug=slug, card=card)
    chosen = readable(dataset=dataset, table=table, card=card)
    identity = _identity(row, chosen)
    where = " and ".join(
        storage.condition(card=chosen, column=name, operator="=" if value is not None else "is_null", value=value)
        for name, value in identity.items()
    )
    query = storage.parsed(card=chosen, params={"where": where, "limit": "2"})
    found = list(storage.rows(card=chosen, query=query).rows)
    if len(found) != 1:
        raise IdentityError
    names = [field.name for field in chosen.fields]
    cells = list(zip(names, found[0], strict=True))
    return _frame(dataset, card) | {"table": chosen, "identity": identity, "row": row, "cells": cells}


def one(*, correction_id: str, card: AccessCard) -> dict[str, Any]:
    """Return a correction as the public reads it; its sender may take it back. Raises NotFoundError."""
    found = corrections.correction_card(correction_id=correction_id, card=card)
    dataset = catalogue.dataset_card(id=found.dataset_id, card=card)
    reading = decide(card=card, action=Action.see_rows, resource=dataset.resource)
    return {
        "correction": found,
        "dataset": dataset,
        "reading": reading,
        "may_retract": found.account_id == card.account_id and found.is_retractable,
        "release": _number(found),
        "section": "datasets",
    }


def thanks(*, correction_id: str, card: AccessCard) -> str:
    """Return what its sender is told about who answers a correction by when. Raises NotFoundError."""
    found = corrections.correction_card(correction_id=correction_id, card=card)
    if found.state == "forwarding":
        return _("Thank you. The data authority forwards it within two working days; the department then has five.")
    return _("Thank you. The department answers within five working days, and you are told.")


def readable(*, dataset: DatasetCard, table: str, card: AccessCard) -> TableCard:
    """Return a table of the dataset that the card may read, the first without a name. Raises NotFoundError, ForbiddenError."""
    for known in dataset.tables:
        if table in ("", known.id):
            return catalogue.readable_table(table_id=known.id, card=card)
    raise NotFoundError(what=table)


def _frame(dataset: DatasetCard, card: AccessCard) -> dict[str, Any]:
    return {
        "dataset": dataset,
        "follows": is_following(account_id=card.account_id, dataset_id=dataset.id),
        "section": "datasets",
    }


def _address(table: TableCard, row: dict[str, Any]) -> str:
    identity = storage.identity_of(card=table, row=row)
    return "?" + urlencode({"table": table.id, "row": orjson.dumps(identity).decode()})


def _identity(text: str, table: TableCard) -> dict[str, Any]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise IdentityError from None
    known = {field.name for field in table.fields}
    plain = (str, int, float, bool, type(None))
    if not isinstance(found, dict) or not found or not set(found) <= known:
        raise IdentityError
    if not all(isinstance(value, plain) for value in found.values()):
        raise IdentityError
    return found


def _number(correction: CorrectionCard) -> int | None:
    if not correction.release_made:
        return None
    return storage.release_card(table_id=correction.table_id, release_id=correction.release_made).number
