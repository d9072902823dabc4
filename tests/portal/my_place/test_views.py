"""My views: saved from a page, listed, renamed, deleted."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests import seeding
from tests.portal.my_place.conftest import post, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _trees(db: None) -> None:
    """A published table, and an officer who may sign in."""
    seeding.register_officer(department_id=seeding.register_department())
    seeding.published(name="trees", title="行道树普查", content=seeding.trees(1, 20))


@pytest.mark.usefixtures("_trees")
def test_a_chart_is_saved_opened_renamed_and_deleted(visitor: Client) -> None:
    assert sign_in(visitor).status_code == 302
    page = visitor.get("/datasets/trees/chart/", {"kind": "bar", "x": "树种"})
    fields: dict[str, Any] = dict(
        re.findall(r'<input type="hidden" name="(slug|kind|query)" value="([^"]*)">', page.text)
    )
    assert fields["kind"] == "chart"
    kept = {name: text.replace("&amp;", "&") for name, text in fields.items()}
    assert post(visitor, "/my/views/", **kept, name="树种", release="pinned").status_code == 302
    listed = visitor.get("/my/views/").text
    (address,) = re.findall(r'<th scope="row"><a href="([^"]+)">树种</a>', listed)
    assert "各树种的行数" in visitor.get(address.replace("&amp;", "&")).text
    assert "第 1 版" in listed
    (view,) = set(re.findall(r"/my/views/(svw_\w+)/", listed))
    assert post(visitor, f"/my/views/{view}/name/", name="").status_code == 422
    assert post(visitor, f"/my/views/{view}/name/", name="按树种").status_code == 302
    assert "按树种" in visitor.get("/my/views/").text
    assert post(visitor, f"/my/views/{view}/removal/").status_code == 302
    assert "还没有保存视图" in visitor.get("/my/views/").text


@pytest.mark.usefixtures("_trees")
def test_who_is_not_signed_in_is_offered_no_saving(visitor: Client) -> None:
    assert "保存视图" not in visitor.get("/datasets/trees/chart/").text
    assert visitor.get("/my/views/").status_code == 302
