"""The catalogue entry's form says where a problem is, and keeps what was written."""

from __future__ import annotations

from zhanqiao.data_center.catalogue.operations import SlugTakenError
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.portal.workbench.forms import EntryForm

ENTRY = DatasetEntry(slug="metro", title_zh="地铁站点", department="qingdao-transport")


def bound() -> EntryForm:
    form = EntryForm({name: value or "" for name, value in EntryForm.initial_of(entry=ENTRY).items()})
    assert form.is_valid(), form.errors
    return form


def test_a_slug_that_is_taken_is_said_beside_the_slug() -> None:
    form = bound()
    form.explain(error=SlugTakenError(slug="metro"))
    assert list(form.errors) == ["slug"]
    assert "metro" in form.errors["slug"][0]


def test_any_other_error_is_said_above_the_form() -> None:
    form = bound()
    form.explain(error=NotFoundError(what="qingdao-transport"))
    assert (list(form.errors), form["title_zh"].value()) == (["__all__"], "地铁站点")
