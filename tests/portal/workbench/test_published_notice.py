"""What a department is told after publication: who may read the rows now."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.portal.workbench.test_personal_page import logged_in, text_of
from tests.seeding import DEPARTMENT, published, register_department
from zhanqiao.core_services.publishing.models import Submission
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.departments.queries import department_card

AT = datetime(2026, 11, 30, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("opening", "told"),
    [
        ({}, "已发布。现在人人都可以搜索、阅读、下载和调用。"),
        (
            {"open_type": "conditional", "open_condition": "仅限研究。"},
            "已发布。人人都可以查到；数据内容供申请获准者使用。",
        ),
        (
            {"open_type": "closed", "open_legal_ground": "某法第一条"},
            "已发布。人人都可以在清单中查到；数据内容不开放。",
        ),
    ],
)
def test_the_notice_says_who_may_read_the_rows(client: Client, opening: dict[str, str], told: str) -> None:
    register_department()
    logged_in(client, Role.officer, department_card(key_or_code=DEPARTMENT).id)
    published(name="trees", title="行道树", content="编号,树种\n1,银杏\n2,雪松\n", permitted=False, **opening)
    submission = Submission.objects.get()
    assert told in text_of(client, f"/workbench/submissions/{submission.id}/")
