"""The datasets of the matrix: one of every kind, each with words that stand in its own entry or cells and nowhere else."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from tests.contracts.permissions.kinds import NOWHERE, OF_ALL, OVER_NOTHING, Ground
from tests.seeding import permit
from zhanqiao.core_services.dashboards import operations as dashboards
from zhanqiao.core_services.dashboards.rules import Filter, Spec, Tile, Visibility
from zhanqiao.core_services.gallery.models import CHANGES, AppDataset, AppVersion, ShowcasedApp
from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.data_center.catalogue.models import Dataset
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.data_center.storage.rules import Operation
from zhanqiao.kit.clock import now
from zhanqiao.kit.ids import new_id
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard, Role
from zhanqiao.people.accounts.models import Account
from zhanqiao.people.accounts.operations import create_account
from zhanqiao.people.departments.operations import DepartmentEntry, register_department
from zhanqiao.people.departments.rules import Level, complete_credit_code

BY = "tests"
LINES = 120
SHARED_KEY = "编码"
OPEN, CONDITIONAL, CLOSED = (
    {},
    {"open_type": "conditional", "open_condition": "签订协议后提供。", "contact_phone": "0532-12345678"},
    {"open_type": "closed", "open_legal_ground": "《数据安全法》"},
)
DEPARTMENTS = {"own": "canary-own", "other": "canary-other"}
_STATED = {"conditional": CONDITIONAL, "closed": CLOSED}


def registered() -> dict[str, str]:
    """Put both departments into the tree and return their ids."""
    return {
        name: register_department(
            entry=DepartmentEntry(
                code=complete_credit_code(f"113702000079000{number}"),
                key=key,
                name_zh=f"第{number}局",
                name_en=f"Bureau {number}",
                level=Level.city,
                division_code="370200",
                valid_from=now().date(),
            ),
            by=BY,
            at=now(),
        )
        for number, (name, key) in enumerate(DEPARTMENTS.items())
    }


def laid_out(*names: str) -> dict[str, Ground]:
    """Publish these datasets and bring each into its state."""
    made = {name: _made(name) for name in names}
    if "open" in names:
        _on_a_dashboard(NOWHERE, OVER_NOTHING)
    _in_an_app([*made.values()])
    catalogue.drain_search_changes(at=now())
    return made


def _made(name: str) -> Ground:
    department = DEPARTMENTS["other" if name.endswith("_other") else "own"]
    slug = f"g{name.replace('_', '-')}-{sha256(name.encode()).hexdigest()[:6]}"
    ground = Ground(name, slug, department, *(_word(f"{kind} {name}") for kind in ("entry", "cells", "pending")))
    made = _published(ground, _entry(ground, **_STATED.get(name, {})))
    made = replace(made, dashboard=_on_a_dashboard(made))
    if name == "pending":
        made = replace(made, submission=_submitted(made))
    if name.startswith("draft"):
        # no operation brings a published dataset back to a draft: this one has rows, as a draft in review may have
        Dataset.objects.filter(pk=made.dataset).update(state="draft", issued_at=None)
        catalogue.revise_dataset(dataset_id=made.dataset, entry=_entry(ground, spatial="x"), by=BY, at=now())
    if name == "suspended":
        catalogue.suspend_dataset(dataset_id=made.dataset, reason="核对中", by=BY, at=now())
    if name == "withdrawn":
        catalogue.withdraw_dataset(dataset_id=made.dataset, reason="已停止", by=BY, at=now())
    return made


def _entry(ground: Ground, **stated: str) -> DatasetEntry:
    return DatasetEntry(
        slug=ground.slug,
        title_zh=f"{ground.entry}的清单",
        title_en=f"List of {ground.entry}",
        department=ground.department,
        abstract_zh=f"说明{ground.entry}",
        abstract_en=f"About {ground.entry}",
        keywords=(ground.entry, "清单"),
        source_system=ground.entry,
        **stated,
    )


def _published(ground: Ground, entry: DatasetEntry) -> Ground:
    """Publish a file, and a row behind it: two releases, so that there is something to compare."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{ground.entry}.csv"
        path.write_text(_table(ground.cells, ground.entry), encoding="utf-8")
        made = publishing.publish_file(
            path=path,
            slug=ground.slug,
            title=entry.title_zh,
            department=ground.department,
            by=BY,
            at=now(),
            clock=now,
            entry=entry,
        )
    permit(dataset_id=made["dataset"])
    table = made["tables"][0]
    row = {
        SHARED_KEY: f"K{LINES:04d}",
        "数量": LINES,
        "经度": 120.4,
        "纬度": 36.1,
        f"内容{ground.entry}": f"{ground.cells}新增",
    }
    publishing.send_rows(table_id=table, operation=Operation.APPEND, rows=[row], by=BY, at=now())
    release = publishing.publish_rows(table_id=table, at=now())
    return replace(ground, dataset=made["dataset"], table=table, release=release or "")


def _table(cells: str, column: str) -> str:
    lines = [f"{SHARED_KEY},数量,经度,纬度,内容{column}"]
    lines += [
        f"K{number:04d},{f'约{cells}' if number == 7 else number},{120.3 + number / 1000:.3f},36.1,{cells}"
        for number in range(LINES)
    ]
    return "\n".join(lines) + "\n"


def _submitted(ground: Ground) -> str:
    """Hand in a file that continues the dataset, describe it, and leave it waiting."""
    content = _table(ground.pending, ground.pending).encode()
    submission = publishing.receive_file(
        chunks=[content],
        filename=f"{ground.pending}.csv",
        department=ground.department,
        by=BY,
        at=now(),
        dataset_id=ground.dataset,
        in_background=False,
    )
    publishing.understand_submission(submission_id=submission, by=BY, at=now(), clock=now)
    card = submissions.submission_card(
        submission_id=submission, card=AccessCard(account_id=BY, roles=frozenset({(Role.authority, None)}))
    )
    entry = replace(_entry(ground), title_zh=f"{ground.pending}的清单", keywords=(ground.pending,))
    tables = submissions.proposed_tables(submission=card)
    publishing.describe(
        submission_id=submission, entry=entry, tables=tables, dataset_id=ground.dataset, by=BY, at=now()
    )
    return submission


def _on_a_dashboard(ground: Ground, slug: str = "") -> str:
    """Put the dataset's number and rows on a dashboard that is shown by link; its own words name no dataset."""
    tiles = (
        Tile("t1", "number", Text("", ""), 1, ground.table, said={"measure": "count"}),
        Tile("t2", "table", Text("", ""), 4, ground.table, said={"rows": 5}),
        Tile("t3", "chart", Text("", ""), 2, ground.table, said={"chart": {"kind": "bar", "x": SHARED_KEY}}),
    )
    spec = Spec(
        Text("看板", "Board"), filters=(Filter("key", Text("码", "Key"), {ground.table: SHARED_KEY}),), tiles=tiles
    )
    return dashboards.make(spec=spec, visibility=Visibility.LINK, slug=slug, by=_maker(), at=now())


def _in_an_app(grounds: list[Ground]) -> None:
    """Let a public app use every dataset, as if all had been public when it was handed in; its own words name none."""
    app, _ = ShowcasedApp.objects.get_or_create(id=OF_ALL, defaults={"account_id": _maker(), "made_at": now()})
    said = {
        "name_zh": "应用",
        "about_zh": "说明",
        "address": "https://app.example.com/",
        "maker": "作者",
        "kind": "web",
    }
    told = said | {"state": "accepted", "handed_in_at": now(), "decided_at": now()}
    version, _ = AppVersion.objects.get_or_create(app=app, number=1, defaults=told)
    AppDataset.objects.bulk_create(AppDataset(version=version, dataset_id=one.dataset) for one in grounds)
    CHANGES.changed()


def _maker() -> str:
    known = Account.objects.filter(username="maker").values_list("pk", flat=True).first()
    return known or create_account(
        username="maker", display_name="maker", password=new_id(prefix="pw"), by=BY, at=now()
    )


def _word(text: str) -> str:
    """Return a word of letters that stands nowhere else."""
    return "zq" + "".join(chr(ord("a") + int(digit, 16)) for digit in sha256(text.encode()).hexdigest()[:14])
