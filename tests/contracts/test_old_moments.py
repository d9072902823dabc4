"""What was never public, or is no longer open, is not to be had by asking for an earlier moment; nor is another's draft by a form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import call_command

from tests.contracts.permissions import grounds
from tests.contracts.permissions.asking import ask
from tests.contracts.permissions.roles import Person, arrived
from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing.operations import OtherDepartmentError
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.data_center.catalogue import queries
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import Action, decide

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("old moments")]
SLUG, SECRET_TITLE, TITLE = "grown-up", "草稿时的标题", "公开后的标题"


@dataclass(frozen=True)
class Grown:
    """A dataset that was a draft under another title, then open, and is closed by now."""

    people: dict[str, Person]
    dataset: str
    table: str
    as_draft: datetime
    as_open: datetime


@pytest.fixture(scope="module")
def grown(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grown]:
    with django_db_blocker.unblock():
        people = arrived(departments=grounds.registered())
        entry = DatasetEntry(slug=SLUG, title_zh=SECRET_TITLE, department="canary-own", keywords=(SECRET_TITLE,))
        began = now() - timedelta(hours=3)
        dataset = catalogue.register_dataset(entry=entry, by="tests", at=began)
        path = tmp_path_factory.mktemp("grown") / "表.csv"
        Path(path).write_text("编码,内容\n" + "".join(f"K{n:03d},开放过的内容\n" for n in range(30)), encoding="utf-8")
        opened = began + timedelta(hours=1)
        entry = replace(entry, title_zh=TITLE, keywords=())
        made = publishing.publish_file(
            path=path, slug=SLUG, title=TITLE, department="canary-own", by="tests", at=opened, entry=entry
        )
        closed = replace(entry, open_type="closed", open_legal_ground="《数据安全法》")
        catalogue.revise_dataset(dataset_id=dataset, entry=closed, by="tests", at=opened + timedelta(hours=1))
        halves = (moment + timedelta(minutes=30) for moment in (began, opened))
        yield Grown(people, dataset, made["tables"][0], *halves)
        call_command("flush", interactive=False, verbosity=0)


def _at(moment: datetime) -> str:
    return f"as_of={quote(moment.isoformat())}"


@pytest.mark.parametrize("name", ["anonymous", "citizen", "officer_other", "operator"])
def test_what_a_draft_said_is_not_history(grown: Grown, name: str) -> None:
    for address in (f"/api/v1/datasets/{SLUG}", f"/api/v1/datasets/{grown.dataset}", f"/datasets/{SLUG}/"):
        answer = ask(f"{address}?{_at(grown.as_draft)}", headers=grown.people[name].headers)
        assert (answer.status, SECRET_TITLE in answer.text) == (404, False), address


@pytest.mark.parametrize("name", ["officer_own", "authority", "read_key_own"])
def test_its_own_people_see_what_their_draft_said(grown: Grown, name: str) -> None:
    answer = ask(f"/api/v1/datasets/{SLUG}?{_at(grown.as_draft)}", headers=grown.people[name].headers)
    assert (answer.status, SECRET_TITLE in answer.text) == (200, True)


def test_what_was_open_once_is_decided_by_what_holds_now(grown: Grown) -> None:
    then = queries.dataset_card(slug=SLUG, card=ANONYMOUS, as_of=grown.as_open.isoformat())
    assert then.title.zh == TITLE
    assert then.entry.open_type == "unconditional"
    assert not decide(card=ANONYMOUS, action=Action.see_rows, resource=then.resource).allowed
    for address in ("rows", "export.csv", "aggregate?select=count(*)", "problems.csv", "quality"):
        sign = "&" if "?" in address else "?"
        answer = ask(f"/api/v1/tables/{grown.table}/{address}{sign}{_at(grown.as_open)}")
        assert answer.status == 403, address


def test_a_file_for_anothers_draft_is_answered_as_one_for_nothing(grown: Grown) -> None:
    """An officer who knows or guesses an id does not learn from the refusal whose it is, nor that it is there."""
    draft = catalogue.register_dataset(
        entry=DatasetEntry(slug="not-yours", title_zh=SECRET_TITLE, department="canary-own"), by="tests", at=now()
    )
    refusals = [_refusal(dataset) for dataset in (draft, "ds_000000000000")]
    assert [type(one) for one in refusals] == [NotFoundError, NotFoundError]
    assert SECRET_TITLE not in str(refusals[0].text)


def test_a_file_for_anothers_public_dataset_is_refused_by_name(grown: Grown) -> None:
    refusal = _refusal(grown.dataset)
    assert (type(refusal), TITLE in refusal.text.zh) == (OtherDepartmentError, True)


def _refusal(dataset: str) -> ZhanqiaoError:
    with pytest.raises(ZhanqiaoError) as refused:
        publishing.receive_file(
            chunks=[b"a,b\n1,2\n"],
            filename="x.csv",
            department="canary-other",
            by="tests",
            at=now(),
            dataset_id=dataset,
            in_background=False,
        )
    return refused.value
