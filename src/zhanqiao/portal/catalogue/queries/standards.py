"""The pages of data standards: elements, one element, one code list."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.metadata.rules import CHECKS
from zhanqiao.kit.ui.pages import pages
from zhanqiao.people.access.rules import AccessCard

PAGE_SIZE = 200


def standards_page() -> dict[str, Any]:
    """Return all elements and code lists."""
    return {"elements": metadata.elements(), "lists": metadata.code_lists(), "section": "standards"}


def element_page(*, key: str, card: AccessCard) -> dict[str, Any]:
    """Return an element, its history, and the columns bound to it of tables that ``card`` may read. Raises NotFoundError."""
    found = metadata.element(key=key)
    tables = {table.id: table for table in catalogue.readable_tables(card=card)}
    uses = [one for one in metadata.uses_of(key=key) if one.table_id in tables]
    datasets = {
        one.id: one for one in catalogue.dataset_cards(ids=[tables[one.table_id].dataset_id for one in uses], card=card)
    }
    titles = {one: title for one, title, _ in metadata.code_lists()}
    return {
        "one": found,
        "check": CHECKS.get(found.element.check),
        "list_title": titles.get(found.element.code_list),
        "history": metadata.steps_of(key=key),
        "uses": [
            {"table": tables[one.table_id], "dataset": datasets[tables[one.table_id].dataset_id], "column": one.column}
            for one in uses
        ],
        "section": "standards",
    }


def code_list_page(*, key: str, words: str, page: int, on: date) -> dict[str, Any]:
    """Return a page of a code list, those codes with ``words`` in them where some were given. Raises NotFoundError."""
    found = metadata.code_list(key=key)
    listed = [
        one
        for one in found.values
        if not words or words in one.code or words in one.name_zh or words.casefold() in one.name_en.casefold()
    ]
    start = (page - 1) * PAGE_SIZE
    return {
        "codes": [{"value": one, "holds": one.holds(on)} for one in listed[start : start + PAGE_SIZE]],
        "list": found,
        "total": len(listed),
        "words": words,
        "dated": any(one.valid_from or one.valid_to for one in found.values),
        "pages": pages(total=len(listed), size=PAGE_SIZE, number=page),
        "uses": [one for one in metadata.elements() if one.element.code_list == key],
        "section": "standards",
    }
