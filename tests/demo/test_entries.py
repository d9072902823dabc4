"""The descriptions of the demo datasets are complete, in both languages, and have a source."""

from __future__ import annotations

import re

import pytest

from tests.architecture import house
from zhanqiao.data_center.catalogue.rules import LICENCES, problems
from zhanqiao.demo.city.departments import departments
from zhanqiao.demo.entries import Entry, entries, entry
from zhanqiao.demo.publication import catalogue_entry
from zhanqiao.demo.sources.registry import SOURCES
from zhanqiao.kit.texts import Text

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
ALL = pytest.mark.parametrize("dataset", entries(), ids=lambda dataset: dataset.slug)


def _texts(dataset: Entry) -> list[tuple[str, Text]]:
    return [
        ("title", dataset.title),
        ("abstract", dataset.abstract),
        ("spatial", dataset.spatial),
        *((table.name, table.title) for table in dataset.tables),
        *((column.name, column.label) for table in dataset.tables for column in table.columns),
        *((column.name, column.description) for table in dataset.tables for column in table.columns),
    ]


@ALL
def test_every_text_is_there_in_both_languages(dataset: Entry) -> None:
    lacking = [where for where, text in _texts(dataset) if not text.zh.strip() or not text.en.strip()]
    assert lacking == []


@ALL
def test_titles_and_abstracts_are_written_in_their_language(dataset: Entry) -> None:
    chinese = [bool(CHINESE.search(text)) for text in (dataset.title.zh, dataset.abstract.zh)]
    english = [bool(CHINESE.search(dataset.title.en)), bool(LATIN.search(dataset.abstract.en))]
    assert (chinese, english) == ([True, True], [False, True])


@ALL
def test_every_abstract_says_what_a_row_is(dataset: Entry) -> None:
    assert re.search("每行|张(相互)?(可)?关联|两张表", dataset.abstract.zh), dataset.abstract.zh
    assert re.search("[Oo]ne row|related tables|[Tt]wo tables", dataset.abstract.en), dataset.abstract.en


@ALL
def test_licence_and_origin_are_stated_with_their_address(dataset: Entry) -> None:
    assert dataset.licence in LICENCES
    assert [dataset.licence_url[:8], dataset.origin_url[:8]] == ["https://", "https://"]
    assert dataset.origin


@pytest.mark.django_db
def test_the_catalogue_accepts_every_entry(city: None) -> None:
    refused = {dataset.slug: problems(entry=catalogue_entry(entry=dataset)) for dataset in entries()}
    assert {slug: found for slug, found in refused.items() if found} == {}


def test_every_dataset_has_exactly_one_source() -> None:
    from_files = {dataset.slug for dataset in entries() if dataset.files}
    described = {dataset.slug for dataset in entries()}
    assert (from_files & SOURCES.keys(), from_files | SOURCES.keys()) == (set(), described)


def test_every_department_named_is_in_the_tree() -> None:
    keys = {department.key for department in departments() if department.valid_to is None}
    assert {dataset.department for dataset in entries()} - keys == set()


def test_synthetic_datasets_say_so_in_their_titles() -> None:
    marked = {
        dataset.slug for dataset in entries() if "合成数据" in dataset.title.zh and "synthetic" in dataset.title.en
    }
    assert marked == {dataset.slug for dataset in entries() if dataset.synthetic}


def test_there_are_at_least_25_real_datasets_without_the_folder_of_demo_data() -> None:
    assert len([dataset for dataset in entries() if not dataset.files and not dataset.synthetic]) >= 25


def test_a_series_of_columns_is_expanded() -> None:
    columns = {column.name: column.label for column in entry(slug="us-federal-receipts").tables[0].columns}
    years = [name for name in columns if name.isdigit()]
    assert years == [str(year) for year in range(1962, 2021)]
    assert columns["1977"] == Text("1977 财年", "Fiscal year 1977")


@ALL
def test_the_documentation_lists_the_dataset_with_licence_and_origin(dataset: Entry) -> None:
    page = (house.CHECKOUT / "docs" / "publishers" / "demo-city.md").read_text(encoding="utf-8")
    titles = f"{dataset.title.zh} · {dataset.title.en}"
    assert f"| `{dataset.slug}` | {titles} | {dataset.licence} | {dataset.origin} |" in page.splitlines()
