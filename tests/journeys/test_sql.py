"""Somebody without an account asks the city in SQL: from the list of tables to an answer, an error, a file and a link."""

from __future__ import annotations

import re

import pytest

from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


def test_a_citizen_asks_in_sql_corrects_an_error_and_shares_the_answer(visitor: Visitor) -> None:
    page = visitor.page
    visitor.opens("/developers/")
    visitor.follows("SQL 工作台")
    _looks_for_a_table(visitor)
    page.fill("#sql", "select 区市,\n  getenv('HOME'), count(*) as n\nfrom ")
    page.locator(".sql-name", has_text='"trees"').click()
    page.locator("#sql").press("End")
    page.keyboard.type("\ngroup by all order by n desc")
    page.keyboard.press("Control+Enter")
    page.locator("#answer [role=alert]").wait_for()
    visitor.looks()
    page.wait_for_function("sql.value.slice(sql.selectionStart, sql.selectionEnd) === 'getenv'")
    page.locator("#sql").focus()
    page.keyboard.type("max")
    page.locator("#sql").press("Control+Enter")
    page.locator("#answer table").wait_for()
    visitor.looks()
    assert page.locator("#answer tbody tr").count() == 5
    path = visitor.downloads_from("CSV")
    assert len(path.read_text(encoding="utf-8").splitlines()) == 6
    link = page.locator("#answer a", has_text="此结果的链接").get_attribute("href")
    assert link
    page.context.clear_cookies()
    visitor.opens(link)
    assert page.locator("#answer tbody tr").count() == 5
    assert page.locator("#answer", has_text="引用").count() == 1


def test_enter_keeps_the_indentation_and_tab_leaves_the_editor(visitor: Visitor) -> None:
    page = visitor.page
    visitor.opens("/en/developers/sql/")
    page.locator("#sql").focus()
    page.keyboard.type("with a as (")
    page.keyboard.press("Enter")
    page.keyboard.type("select 1")
    page.keyboard.press("Enter")
    assert page.input_value("#sql") == "with a as (\n  select 1\n  "
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") != "sql"


def _looks_for_a_table(visitor: Visitor) -> None:
    page = visitor.page
    page.fill("#sql", "select 1")
    page.fill("#words", "行道树")
    page.locator("#words").press("Enter")
    page.wait_for_url(re.compile("q="))
    assert page.input_value("#sql") == "select 1"
    page.locator("details summary", has_text='"trees"').click()
    visitor.looks()
