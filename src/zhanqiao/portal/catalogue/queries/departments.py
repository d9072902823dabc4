"""Departments as the public meets them: the tree with counts, one department with its datasets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhanqiao.core_services.mapping import queries as mapping
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.rules.divisions import division_name
from zhanqiao.kit.environment import value
from zhanqiao.kit.ui.pages import pages
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.departments import queries as departments
from zhanqiao.people.departments.queries import DepartmentCard, DepartmentNode

PAGE_SIZE = 20
SHADES = 4  # of the districts' colour: none, and one for each quarter of the most


@dataclass(frozen=True, slots=True)
class Branch:
    """A department in the tree: its own datasets, those of all below it too, its children."""

    card: DepartmentCard
    datasets: int
    total: int
    children: tuple[Branch, ...]

    @property
    def leaves(self) -> tuple[Branch, ...]:
        """Those directly below that have nobody below them."""
        return tuple(child for child in self.children if not child.children)

    @property
    def trees(self) -> tuple[Branch, ...]:
        """Those directly below that have a tree of their own."""
        return tuple(child for child in self.children if child.children)


def departments_page(*, card: AccessCard) -> dict[str, Any]:
    """Return the tree of today's departments with their counts."""
    return {"branches": branches(card=card), "section": "departments"}


def department_page(*, key: str, page: int, card: AccessCard) -> dict[str, Any]:
    """Return a department, those above and below it, and a page of its datasets. Raises NotFoundError."""
    department = departments.department_card(key_or_code=key)
    found, total = catalogue.listed(
        card=card, department_id=department.id, state="published", limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE
    )
    known = departments.cards_by_id()
    return {
        "department": department,
        "above": departments.above(department_id=department.id),
        "below": _below(department.id, branches(card=card)),
        "successor": known.get(department.successor_id or ""),
        "datasets": found,
        "total": total,
        "pages": pages(total=total, size=PAGE_SIZE, number=page),
        "section": "departments",
    }


def districts(*, card: AccessCard) -> dict[str, Any]:
    """Return the districts, the datasets of all below each, the share of the most in ``SHADES``, and their picture.

    Nothing where no district has opened anything. The picture is None where no open boundaries have all of them.
    """
    found = sorted(_districts(branches(card=card)), key=lambda one: one.card.division_code)
    most = max((one.total for one in found), default=0)
    if not most:
        return {}
    names = {one.card.division_code: division_name(code=one.card.division_code) for one in found}
    picture = mapping.outlines(names={code: text.zh for code, text in names.items()})
    lines = tuple(
        {
            "key": one.card.key,
            "name": names[one.card.division_code],
            "datasets": one.total,
            "shade": -(-SHADES * one.total // most),
            "path": picture.paths[one.card.division_code] if picture else "",
        }
        for one in found
    )
    return {"lines": lines, "picture": picture, "approval": value("MAP_APPROVAL_NUMBER")}


def branches(*, card: AccessCard) -> tuple[Branch, ...]:
    """Return the tree of departments that exist, each with its counts."""
    counts = {one.department.id: one.datasets for one in catalogue.departments_with_counts(card=card)}
    return tuple(_branch(node, counts) for node in departments.tree())


def _branch(node: DepartmentNode, counts: dict[str, int]) -> Branch:
    children = tuple(_branch(child, counts) for child in node.children)
    own = counts.get(node.card.id, 0)
    return Branch(node.card, own, own + sum(child.total for child in children), children)


def _districts(found: tuple[Branch, ...]) -> list[Branch]:
    whole: list[Branch] = []
    for branch in found:
        is_district = branch.card.level == "district"
        whole += [branch] if is_district else _districts(branch.children)
    return whole


def _below(department_id: str, found: tuple[Branch, ...]) -> tuple[Branch, ...]:
    for branch in found:
        if branch.card.id == department_id:
            return branch.children
        below = _below(department_id, branch.children)
        if below:
            return below
    return ()
