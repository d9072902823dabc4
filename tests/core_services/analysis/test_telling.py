"""A comparison as it is written: read back as the same, whatever signs its words have; and what is proposed for two tables."""

from __future__ import annotations

import tomllib

import pytest
from tests.core_services.analysis.offices import said

from zhanqiao.core_services.analysis.rules import (
    ComparisonInvalidError,
    definition_of,
    proposed_matches,
    proposed_rules,
    said_of,
    toml_of,
)

LEFT = [("编号", "text"), ("名称", "text"), ("区市", "text"), ("面积", "decimal"), ("建成", "date")]
RIGHT = [("编号", "text"), ("名 称", "text"), ("面积", "number"), ("建成", "date")]


@pytest.mark.parametrize("name", ["公园", 'a "b" \\ c', "两\n行\t\x7f\x01", "it's = [x] #"])
def test_a_definition_is_the_same_when_its_toml_is_read(name: str) -> None:
    rules = [
        {"left": name, "how": "codes", "codes": {"1": name, name: "二"}},
        {"left": "面积", "how": "number", "tolerance": 0.5},
    ]
    definition = definition_of(said=said("tbl_a", "tbl_b", name_zh=name, rules=rules, threshold=0.85))
    again = definition_of(said=tomllib.loads(toml_of(said_of(definition))))
    assert again.name_zh == name.strip()
    assert again == definition


def test_addresses_of_pages_are_no_keys() -> None:
    for key in ("new", "drafts"):
        with pytest.raises(ComparisonInvalidError):
            definition_of(said=said("tbl_a", "tbl_b", key=key))


def test_keys_that_join_pair_rows_and_names_guard_them() -> None:
    found = proposed_matches(left=LEFT, right=RIGHT, keys=[("编号", "编号")])
    assert [(one.left, one.right, one.kind, one.key) for one in found] == [
        ("编号", "编号", "code", True),
        ("名称", "名 称", "name", False),
    ]
    rules = proposed_rules(left=LEFT, right=RIGHT, keys=[("编号", "编号")])
    assert [(one.left, one.right, one.how) for one in rules] == [
        ("名称", "名 称", "normalised"), ("面积", "面积", "number"), ("建成", "建成", "date"),
    ]  # fmt: skip


def test_without_keys_all_that_tells_something_pairs_rows() -> None:
    found = proposed_matches(left=LEFT, right=RIGHT, keys=[])
    assert [(one.left, one.kind, one.key) for one in found] == [
        ("编号", "code", True), ("名称", "name", True), ("建成", "date", True),
    ]  # fmt: skip
