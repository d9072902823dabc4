"""What the live site of the tests holds: published by the same operations that departments use.

Run as a command it works on ``ZHANQIAO_HOME`` and prints what it made as JSON on its last line:
``python -m tests.seeding`` seeds everything, ``… writing`` also what programs write to, ``… long`` what is scrolled through; ``… withdraw SLUG`` and ``… publish SLUG`` change a dataset.
"""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

BY = "tests"
WRITING, LONG = "writing", "long"
DEPARTMENT = "qingdao-parks"
OFFICER, PASSWORD = "li.wei", "Red-Roofs-1891"
PARKS = """名称,区市,面积,门票,开放日期,经度,纬度
中山公园,市南区,7500,0,1901年5月1日,120.3441,36.0638
八大关,市南区,140.5,0,1930年1月1日,120.3549,36.0519
石老人观光园,崂山区,2000,60,1998年5月1日,120.4892,36.0947
世博园,李沧区,2410,60,2014年4月25日,120.4386,36.1779
唐岛湾公园,黄岛区,1800,0,2006年10月1日,120.1703,35.9401
"""
DISTRICTS = ("市南区", "市北区", "崂山区", "李沧区", "黄岛区")
KINDS = ("银杏", "法桐", "雪松", "樱花")
LOTS = "车场编号,名称,余位,更新时间\n" + "".join(f"P{n:03d},第{n}停车场,{n},2026-11-22 08:00:00\n" for n in range(1, 6))
MAINS = "干管编号,口径\n" + "".join(f"M{n:03d},{n * 100}\n" for n in range(1, 7))
REPAIRS = "干管编号,维修说明\n" + "".join(f"M{1 + n % 5:03d},第{n}次维修\n" for n in range(10))
MANY, FEWER = 100_000, 2_000
WELLS = "井号,深度\nJ001,35.5\nJ002,40\n"


def main(arguments: list[str]) -> int:
    """Seed, or change one dataset."""
    import django  # a command: settings come from the environment of this process

    django.setup()
    besides = {WRITING: seed_for_writing, LONG: seed_long}
    if arguments and arguments[0] not in besides:
        change(step=arguments[0], slug=arguments[1])
        return 0
    from zhanqiao.config.preparation import main as prepare  # needs Django

    prepare([])
    made = seed() | (besides[arguments[0]]() if arguments else {})
    sys.stdout.write(json.dumps(made, ensure_ascii=False) + "\n")
    return 0


def seed() -> dict[str, dict[str, str]]:
    """Register a department and publish the datasets; return their ids by name."""
    keys = register_officer(department_id=register_department())
    made = {
        "parks": published(
            name="parks", title="青岛公园景点", content=PARKS, abstract_zh="公园与景点的面积、门票和位置。"
        ),
        "trees": published(name="trees", title="行道树普查", content=trees(1, 2000)),
        "wells": published(
            name="wells",
            title="地下水监测井",
            content=WELLS,
            open_type="conditional",
            open_condition="签订利用协议后提供。",
            contact_phone="0532-12345678",
        ),
        "fleeting": published(name="fleeting", title="临时数据", content=WELLS),
        "draft": {"dataset": drafted(name="draft", title="尚未发布的数据")},
    }
    made["keys"] = keys
    made["trees"]["first_release"] = made["trees"]["release"]
    made["trees"] |= published(name="trees", title="行道树普查", content=trees(2001, 2500), append=True)
    return made


def seed_for_writing() -> dict[str, dict[str, str]]:
    """Publish what programs write to; return the ids by name."""
    return {
        "lots": published(name="lots", title="停车场余位", content=LOTS),
        "files": published(name="files", title="停车场名录", content=LOTS),
        "stress-rows": published(name="stress-rows", title="写入试验", content="写者,批,行\n起始,0,0\n"),
        "stress-counters": published(name="stress-counters", title="写入计数", content="写者,批\n起始,0\n"),
        "mains": published(name="mains", title="供水干管", content=MAINS),
        "repairs": published(name="repairs", title="干管维修", content=REPAIRS),
        "closed-mains": published(
            name="closed-mains",
            title="干管口径",
            content=MAINS,
            open_type="conditional",
            open_condition="签订利用协议后提供。",
            contact_phone="0532-12345678",
        ),
    }


def trees(first: int, last: int) -> str:
    """Return a table of street trees; two diameters are estimates, written so."""
    lines = ["编号,区市,树种,胸径,种植日期,经度,纬度"]
    for number in range(first, last + 1):
        width = "约30" if number in (7, 77) else str(10 + number % 60)
        place = f"{120.2 + number / 10_000:.4f},{36.0 + number % 100 / 1_000:.3f}"
        planted = f"{1990 + number % 30}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        lines.append(f"T{number:05d},{DISTRICTS[number % 5]},{KINDS[number % 4]},{width},{planted},{place}")
    return "\n".join(lines) + "\n"


def seed_long() -> dict[str, dict[str, str]]:
    """Publish what is scrolled through; return the ids by name."""
    return {
        "many": published(name="many", title="十万行的表", content=many(1, MANY)),
        "growing": published(name="growing", title="会增长的表", content=many(1, FEWER)),
    }


def many(first: int, last: int) -> str:
    """Return a long table whose second column is the first in another order."""
    rows = (f"{n},{n * 7919 % MANY},第{n}行,{DISTRICTS[n % 5]}" for n in range(first, last + 1))
    return "\n".join(("序号,换序,名称,区市", *rows)) + "\n"


def register_department() -> str:
    """Put the department that owns everything into the tree."""
    from zhanqiao.kit.clock import now  # needs Django, as do those below
    from zhanqiao.people.departments.operations import DepartmentEntry, register_department
    from zhanqiao.people.departments.rules import Level, complete_credit_code

    entry = DepartmentEntry(
        code=complete_credit_code("1137020000410000"),
        key=DEPARTMENT,
        name_zh="青岛市园林和林业局",
        name_en="Qingdao Parks and Forestry Bureau",
        level=Level.city,
        division_code="370200",
        valid_from=date(1986, 10, 15),
        email="parks@qingdao.example",
    )
    return register_department(entry=entry, by=BY, at=now())


def register_officer(*, department_id: str) -> dict[str, str]:
    """Make an account that may publish for the department; return a key to read and one to write."""
    from zhanqiao.kit.clock import now  # needs Django, as do those below
    from zhanqiao.people.accounts.operations import create_account, grant_role, make_key
    from zhanqiao.people.accounts.rules import Role, Scope

    account_id = create_account(
        username=OFFICER, display_name="李伟", password=PASSWORD, department_id=department_id, by=BY, at=now()
    )
    grant_role(account_id=account_id, role=Role.officer, department_id=department_id, by=BY, at=now())
    return {
        scope.value: make_key(account_id=account_id, name="测试", scope=scope, days=1, by=BY, at=now())[1]
        for scope in Scope
    }


def published(
    *,
    name: str,
    title: str,
    content: str,
    append: bool = False,
    permitted: bool = True,
    suffix: str = ".csv",
    **stated: Any,
) -> dict[str, str]:
    """Publish a CSV, or a file of another suffix, let programs update the dataset; return the ids of its dataset, table and release."""
    from zhanqiao.core_services.publishing.operations import publish_file  # needs Django, as do those below
    from zhanqiao.data_center.catalogue.rules import DatasetEntry
    from zhanqiao.data_center.storage.rules import Mode
    from zhanqiao.kit.clock import now

    entry = DatasetEntry(slug=name, title_zh=title, department=DEPARTMENT, **stated)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{title}{suffix}"
        path.write_text(content, encoding="gb18030" if suffix == ".csv" else "utf-8")
        made = publish_file(
            path=path,
            slug=name,
            title=title,
            department=DEPARTMENT,
            mode=Mode.APPEND if append else Mode.REPLACE,
            by=BY,
            at=now(),
            clock=now,
            entry=None if append else entry,
        )
    if permitted:
        permit(dataset_id=made["dataset"])
    return {"dataset": made["dataset"], "table": made["tables"][0], "release": made["releases"][0]}


def permit(*, dataset_id: str) -> None:
    """Let programs update a dataset in every way for a year."""
    from zhanqiao.core_services.reviews.operations import permit_updates  # needs Django, as do those below
    from zhanqiao.core_services.reviews.rules import UpdateWay
    from zhanqiao.kit.clock import now

    until = now().date() + timedelta(days=365)
    permit_updates(dataset_id=dataset_id, ways=list(UpdateWay), until=until, reason="测试程序写入", by=BY, at=now())


def drafted(*, name: str, title: str) -> str:
    """Register a dataset that stays a draft; return its id."""
    from zhanqiao.data_center.catalogue.operations import register_dataset  # needs Django, as do those below
    from zhanqiao.data_center.catalogue.rules import DatasetEntry
    from zhanqiao.kit.clock import now

    return register_dataset(entry=DatasetEntry(slug=name, title_zh=title, department=DEPARTMENT), by=BY, at=now())


def change(*, step: str, slug: str) -> None:
    """Withdraw a dataset, publish it again, or add rows to the one that grows."""
    from zhanqiao.data_center.catalogue import operations, queries  # needs Django, as does the clock
    from zhanqiao.kit.clock import now

    dataset_id = queries.id_of(slug=slug)
    if step == "append":
        published(name=slug, title="会增长的表", content=many(FEWER + 1, FEWER + 5), append=True, permitted=False)
        return
    if step == "withdraw":
        operations.withdraw_dataset(dataset_id=dataset_id, reason="测试撤回", by=BY, at=now())
    else:
        operations.publish_dataset(dataset_id=dataset_id, by=BY, at=now(), reason="测试恢复")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
