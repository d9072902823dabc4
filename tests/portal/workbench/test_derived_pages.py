"""The pages on derived tables: a join is kept, changed, asked for, ended; and who may see them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from tests import seeding
from tests.core_services.joining.grounds import PLAN, entry, kept, ran, sources, understood
from tests.core_services.joining.test_area_columns import districts, lots
from tests.seeding import BY, DEPARTMENT, PASSWORD
from zhanqiao.core_services.joining import queries
from zhanqiao.core_services.joining.rules import JoinPlan, Kind, address_of
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.clock import now
from zhanqiao.people.accounts.operations import create_account, grant_role
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.departments.operations import DepartmentEntry, register_department
from zhanqiao.people.departments.queries import department_card
from zhanqiao.people.departments.rules import Level, complete_credit_code

pytestmark = pytest.mark.django_db(transaction=True)
LIST, NEW = "/workbench/derived/", "/workbench/derived/new/"


@pytest.fixture
def tables() -> tuple[str, str]:
    """Two published tables of a department."""
    seeding.register_department()
    return sources()


def logged_in(client: Client, role: Role, department: str) -> Client:
    """Log in as somebody of a department, by its key."""
    account = create_account(
        username="zhang.min", display_name="张敏", password=PASSWORD, department_id=None, by=BY, at=now()
    )
    grant_role(account_id=account, role=role, department_id=department_card(key_or_code=department).id, by=BY, at=now())
    assert client.login(username="zhang.min", password=PASSWORD)
    return client


def other_department() -> str:
    made = DepartmentEntry(
        code=complete_credit_code("1137020000410001"),
        key="qingdao-other",
        name_zh="另一部门",
        name_en="Another",
        level=Level.city,
        division_code="370200",
        valid_from=date(2000, 1, 1),
    )
    register_department(entry=made, by=BY, at=now())
    return made.key


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_an_officer_keeps_a_join_from_its_address_and_changes_it(client: Client, tables: tuple[str, str]) -> None:
    logged_in(client, Role.officer, DEPARTMENT)
    address = NEW + address_of(left=tables[0], right=tables[1], plan=PLAN)
    shown = text_of(client, address)
    assert "干管编号 = 干管编号（相同） · 保留左表全部行" in shown
    assert "最多为“无条件开放”" in shown
    assert client.post(address, {"department": DEPARTMENT, "title_zh": "维修与干管"}).status_code == 422
    form = {"department": DEPARTMENT, "title_zh": "维修与干管", "slug": "joined"}
    made = client.post(address, form)
    (derived,) = queries.derived_cards()
    assert (made.status_code, made.headers["Location"]) == (302, f"{LIST}{derived.id}/")
    assert derived.version.plan == PLAN
    assert " 维修与干管 青岛市园林和林业局 尚未发布 – – " in text_of(client, LIST)
    taken = client.post(address, form | {"replaces": ""})
    assert (taken.status_code, "网址短名" in taken.content.decode()) == (422, True)
    other = NEW + address_of(left=tables[0], right=tables[1], plan=PLAN.of_kind(Kind.INNER))
    changed = client.post(other, {"department": DEPARTMENT, "replaces": derived.id, "reason": "只要匹配的行"})
    assert changed.headers["Location"] == f"{LIST}{derived.id}/"
    assert "第 2 版" in text_of(client, f"{LIST}{derived.id}/")


def test_runs_are_asked_for_and_shown_with_what_became_of_them(client: Client, tables: tuple[str, str]) -> None:
    logged_in(client, Role.officer, DEPARTMENT)
    derived_id = kept(*tables)
    page = f"{LIST}{derived_id}/"
    assert "首次运行将在几秒内开始" in text_of(client, page)
    understood(ran(derived_id))
    assert " 已送出 干管维修 版本 1 供水干管 版本 1 10 / 10 10 首次数据已作为提交" in text_of(client, page)
    assert client.post(page).headers["Location"] == f"{page}?asked=yes"
    assert queries.derived_card(derived_id=derived_id).wanted_at is not None
    assert client.post(f"{page}end/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}end/", {"reason": "不再需要"}).status_code == 302
    shown = text_of(client, page)
    assert ("已停止更新" in shown, "不再需要" in shown, "立即重新生成" in shown) == (True, True, False)


def test_a_join_that_cannot_be_is_told_and_not_kept(client: Client, tables: tuple[str, str]) -> None:
    logged_in(client, Role.officer, DEPARTMENT)
    address = NEW + address_of(left=tables[0], right=tables[1], plan=JoinPlan())
    answer = client.post(address, {"department": DEPARTMENT, "title_zh": "空", "slug": "nothing"})
    assert (answer.status_code, "还没有选择用哪些列匹配" in answer.content.decode()) == (422, True)
    assert queries.derived_cards() == ()


def test_people_of_other_departments_see_nothing_of_it(client: Client, tables: tuple[str, str]) -> None:
    derived_id = kept(*tables)
    logged_in(client, Role.officer, other_department())
    assert "维修与干管" not in text_of(client, LIST)
    page = f"{LIST}{derived_id}/"
    answers = [client.get(page), client.post(page), client.post(f"{page}end/", {"reason": "不再需要"})]
    assert [one.status_code for one in answers] == [404, 404, 404]
    address = NEW + address_of(left=tables[0], right=tables[1], plan=PLAN)
    foreign = client.post(address, {"department": "qingdao-other", "replaces": derived_id, "reason": "换成别的"})
    assert foreign.status_code == 422  # its form offers no derived table of others, so a title is asked for
    assert queries.derived_card(derived_id=derived_id).version.number == 1
    own = client.post(address, {"department": "qingdao-other", "title_zh": "另一部门的拼接", "slug": "theirs"})
    assert own.status_code == 302
    dataset = catalogue.entry(dataset_id=queries.derived_cards()[0].dataset_id)
    assert (dataset.department, dataset.open_type) == ("qingdao-other", entry().open_type)
    assert storage.table_card(table_id=tables[0]).is_current


def test_an_officer_chooses_which_columns_of_the_areas_stay(client: Client) -> None:
    seeding.register_department()
    left, right = lots(), districts()
    logged_in(client, Role.officer, DEPARTMENT)
    address = NEW + address_of(left=left, right=right, plan=JoinPlan(points="left"))
    assert "保留面的列：区名、区划代码、面积" in text_of(client, address)
    said = {"department": DEPARTMENT, "title_zh": "停车场所在区市", "slug": "lots-by-district"}
    assert client.post(address, said).status_code == 422  # without any
    answer = client.post(address, said | {"columns": ["区名", "区划代码"]})
    assert answer.status_code == 302
    derived = queries.derived_cards()[0]
    assert derived.version.plan.right_columns == ("区名", "区划代码")
    assert "保留面的列：区名、区划代码" in text_of(client, answer["Location"])
