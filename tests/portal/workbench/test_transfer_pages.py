"""The pages of transfers: to the department's own people and the authority, with receipts that verify."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client

from tests.core_services.exchange.node import lines, new_node
from tests.seeding import DEPARTMENT, OFFICER, PASSWORD, published, register_department, register_officer
from zhanqiao.core_services.exchange import operations, queries
from zhanqiao.core_services.exchange.engine.proofs import verify_proof
from zhanqiao.core_services.exchange.operations import Handed
from zhanqiao.core_services.publishing.operations import take_rows
from zhanqiao.kit.clock import now
from zhanqiao.kit.digests import Digests, sm3
from zhanqiao.people.accounts.operations import create_account, grant_role
from zhanqiao.people.accounts.queries import account_id_of
from zhanqiao.people.accounts.rules import Role

pytestmark = pytest.mark.django_db(transaction=True)
URL = "https://data.example/api/v1/exchange/transfers"
PAGE = "/workbench/transfers/"


@pytest.fixture
def transfers() -> list[str]:
    """Sixty transfers of a department's node, sealed and stamped; their ids."""
    register_officer(department_id=register_department())
    table = published(name="lots", title="停车场余位", content="车场编号,余位\nP001,1\n")["table"]
    node, account = new_node(), account_id_of(username=OFFICER)
    assert account is not None
    operations.register_node(
        name="停车系统", public=node.public, department=DEPARTMENT, account_id=account, days=1, by="tests", at=now()
    )
    made = []
    for number in range(60):
        content = lines({"车场编号": f"N{number:03d}", "余位": number})
        message = node.signed(URL, content=content, key=f"k-{number}", table=table)
        card, signed = operations.admit_call(message=message, with_content=True, at=now())
        handed = Handed(card, signed, table, "append", f"k-{number}")
        digests = Digests(sha256(content).hexdigest(), sm3(content=content), len(content))
        rows = [{"车场编号": f"N{number:03d}", "余位": number}]
        made.append(take_rows(handed=handed, rows=rows, digests=digests, at=now())[0].id)
    return made


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_departments_people_see_its_transfers_and_keep_their_receipts(client: Client, transfers: list[str]) -> None:
    assert client.login(username=OFFICER, password=PASSWORD)
    assert text_of(client, PAGE).count("等待封存") == 50
    assert client.get(f"{PAGE}{transfers[0]}/receipt.json").status_code == 409
    operations.seal_transfers(at=now())
    operations.stamp_batches(at=now())
    first, last = text_of(client, PAGE), text_of(client, f"{PAGE}?page=2")
    assert (first.count("trf_"), last.count("trf_")) == (50, 10)
    assert "已记录并出具回执：60 次。" in first
    receipt = client.get(f"{PAGE}{transfers[0]}/receipt.json")
    found = verify_proof(proof=receipt.json(), keys=queries.keys_document(at=now()))
    assert (found.receipt["transfer"], found.call_proven, found.batch) == (transfers[0], True, 1)
    assert "节点交换记录" in text_of(client, "/workbench/")


def test_other_people_see_nothing_of_them(client: Client, transfers: list[str]) -> None:
    assert client.get(PAGE).status_code in {302, 401}
    account = create_account(
        username="auditor", display_name="张敏", password=PASSWORD, department_id=None, by="tests", at=now()
    )
    grant_role(account_id=account, role=Role.audit_admin, department_id=None, by="tests", at=now())
    assert client.login(username="auditor", password=PASSWORD)
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}{transfers[0]}/receipt.json").status_code == 403


def test_batches_follow_one_another_and_wait_for_their_time(transfers: list[str]) -> None:
    assert operations.seal_transfers(at=now(), waited=timedelta(hours=1)) is None
    assert operations.seal_transfers(at=now()) == 1
    assert operations.seal_transfers(at=now()) is None
    assert operations.stamp_batches(at=now()) == (1,)
    assert operations.stamp_batches(at=now()) == ()
    heads = {one["batch"]["head"]["root"] for one in (queries.proof_document(transfer_id=each) for each in transfers)}
    assert len(heads) == 1
