"""The column dictionary in pages: a page binds its own columns and leaves the others as they were."""

from __future__ import annotations

from zhanqiao.core_services.publishing.rules import TableWords
from zhanqiao.data_center.metadata.rules import ColumnWords
from zhanqiao.portal.workbench.forms import TablesForm
from zhanqiao.portal.workbench.forms.dictionary import PAGE_COLUMNS


def table(name: str, columns: int) -> TableWords:
    words = tuple(ColumnWords(name=f"c{n}", name_zh=f"列{n}", suggested=True) for n in range(columns))
    return TableWords(name=name, title_zh=name, columns=words)


def sent(form: TablesForm, **changed: str) -> dict[str, str]:
    """What a browser sends of a page."""
    fields = [field for one in form.tables for part in (one.head, *one.lines) for field in part]
    return {field.html_name: str(field.value() or "") for field in fields} | changed


def test_a_table_of_few_columns_is_one_page() -> None:
    form = TablesForm(None, tables=[table("表", PAGE_COLUMNS)])
    assert (form.pages, form.next_page, len(form.tables[0].lines)) == (1, None, PAGE_COLUMNS)


def test_a_wide_table_is_described_page_by_page() -> None:
    wide = [table("宽表", 4000)]
    first = TablesForm(None, tables=wide)
    assert (first.pages, first.next_page) == (4000 // PAGE_COLUMNS, 2)
    bound = TablesForm(sent(first, **{"t0-7-name_zh": "改过的名称"}), tables=wide, page="1")
    assert bound.is_valid()
    columns = bound.words()[0].columns
    assert [column.name_zh for column in columns[6:9]] == ["列6", "改过的名称", "列8"]
    assert (len(columns), columns[PAGE_COLUMNS - 1].suggested, columns[PAGE_COLUMNS].suggested) == (4000, False, True)


def test_many_tables_are_described_page_by_page_and_the_rest_is_kept() -> None:
    tables = [table(f"表{n}", 150) for n in range(4)]
    second = TablesForm(None, tables=tables, page="2")
    assert [(one.name, len(one.lines)) for one in second.tables] == [("表1", 100), ("表2", 100)]
    bound = TablesForm(sent(second, **{"t2-title_zh": "新标题"}), tables=tables, page="2")
    assert bound.is_valid()
    assert [one.title_zh for one in bound.words()] == ["表0", "表1", "新标题", "表3"]


def test_a_page_with_an_empty_name_says_so() -> None:
    one = [table("表", 3)]
    bound = TablesForm(sent(TablesForm(None, tables=one), **{"t0-1-name_zh": ""}), tables=one)
    assert (bound.is_valid(), bound.errors, bool(bound.tables[0].lines[1].errors)) == (False, True, True)


def test_a_page_that_does_not_exist_is_the_first_or_the_last() -> None:
    tables = [table("表", 450)]
    assert [TablesForm(None, tables=tables, page=page).page for page in ("", "x", "0", "99")] == [1, 1, 1, 3]
