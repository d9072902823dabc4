"""Dictionaries: proposed from names, versioned, valid for the releases they were written for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.data_center.grounds import AT, BY, STATIONS

from zhanqiao.data_center.metadata import operations, queries
from zhanqiao.data_center.metadata.models import ColumnEntry, DictionaryVersion
from zhanqiao.data_center.metadata.rules import ColumnWords, DictionaryMismatchError, proposed
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.operations import TableReport

Understand = Callable[[str], tuple[Path, TableReport]]


@pytest.fixture
def table_id(db: None, understand: Understand) -> str:
    return released(understand, STATIONS)


def released(understand: Understand, text: str, *, table_id: str = "", days: int = 0) -> str:
    at = AT + timedelta(days=days)
    table_id = table_id or storage.create_table(dataset_id="ds_words", name="stations", title_zh="站点", by=BY, at=at)
    folder, report = understand(text)
    storage.accept_release(table_id=table_id, folder=folder, report=report, by=BY, at=at)
    return table_id


@pytest.mark.parametrize(
    ("name", "name_zh", "name_en", "unit"),
    [
        ("区划代码", "区划代码", "Division code", ""),
        ("经度", "经度", "Longitude", ""),
        ("面积（平方米）", "面积", "Area", "m²"),
        ("最高气温(℃)", "最高气温", "Highest temperature", "°C"),
        ("企业注册地址", "企业注册地址", "Enterprise registered address", ""),
        ("公示栏", "公示栏", "Gong shi lan", ""),
        ("departure_time", "出发时间", "Departure time", ""),
        ("distance_km", "distance_km", "Distance km", "km"),
        ("xyzzy", "xyzzy", "Xyzzy", ""),
    ],
)
def test_proposal_for_a_column_name(name: str, name_zh: str, name_en: str, unit: str) -> None:
    words = proposed(field=Field(name, LogicalType.TEXT))
    assert words == ColumnWords(name=name, name_zh=name_zh, name_en=name_en, unit=unit, suggested=True)


def test_undescribed_columns_carry_their_own_names(table_id: str) -> None:
    cards = queries.dictionary(table_id=table_id)
    assert [(card.name, card.label.zh, card.suggested) for card in cards] == [
        ("站名", "站名", True),
        ("开通日期", "开通日期", True),
        ("日客流", "日客流", True),
    ]


def test_describing_a_release_proposes_and_keeps_what_was_said(table_id: str) -> None:
    said = ColumnWords(name="日客流", name_zh="日均客流", name_en="Passengers a day", unit="人")
    operations.describe_new_release(table_id=table_id, words=[said], by=BY, at=AT)
    cards = queries.dictionary(table_id=table_id)
    assert [(card.label.zh, card.label.en, card.unit, card.suggested) for card in cards] == [
        ("站名", "Station name", "", True),
        ("开通日期", "Kai tong ri qi", "", True),
        ("日均客流", "Passengers a day", "人", False),
    ]


def test_same_words_again_make_no_version(table_id: str) -> None:
    first = operations.describe_new_release(table_id=table_id, by=BY, at=AT)
    again = operations.describe_new_release(table_id=table_id, by=BY, at=AT)
    assert (first, again, len(queries.versions(table_id=table_id))) == (1, 1, 1)


def test_old_release_keeps_its_words(table_id: str, understand: Understand) -> None:
    operations.describe_new_release(table_id=table_id, by=BY, at=AT)
    released(understand, STATIONS, table_id=table_id, days=1)
    words = [replace(one, name_en="Changed", suggested=False) for one in queries.words_of(table_id=table_id)]
    operations.describe_columns(table_id=table_id, words=words, by=BY, at=AT + timedelta(days=1))
    now = queries.dictionary(table_id=table_id)
    then = queries.dictionary(table_id=table_id, as_of="1")
    assert [(one.label.en, other.label.en) for one, other in zip(now, then, strict=True)] == [
        ("Changed", "Station name"),
        ("Changed", "Kai tong ri qi"),
        ("Changed", "Ri ke liu"),
    ]


def test_dictionary_that_does_not_fit_is_refused_whole(table_id: str) -> None:
    words = [ColumnWords(name="站名", name_zh=" "), ColumnWords(name="层数", name_zh="层数")]
    with pytest.raises(DictionaryMismatchError) as refused:
        operations.describe_columns(table_id=table_id, words=words, by=BY, at=AT)
    assert refused.value.facts == {"missing": "开通日期, 日客流", "surplus": "层数", "nameless": "站名"}
    assert not DictionaryVersion.objects.exists()


def test_column_without_chinese_name_is_refused_by_the_database(table_id: str) -> None:
    operations.describe_new_release(table_id=table_id, by=BY, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ColumnEntry.objects.filter(name="站名").update(name_zh="")


@pytest.mark.django_db(transaction=True)
def test_warm_dictionary_costs_no_query(understand: Understand) -> None:
    table_id = released(understand, STATIONS)
    operations.describe_new_release(table_id=table_id, by=BY, at=AT)
    queries.dictionary(table_id=table_id)
    with CaptureQueriesContext(connection) as asked:
        queries.dictionary(table_id=table_id)
    assert len(asked) == 0
