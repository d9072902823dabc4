"""Rows of programs for a masked table: masked before anything of them is kept; nothing in the clear stays anywhere."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import orjson
import pytest
from tests.core_services.exchange.node import lines, new_node
from tests.core_services.publishing.grounds import AT, BY, LINES
from tests.core_services.publishing.personal_grounds import (
    PEOPLE,
    RULES,
    assess,
    kept_anywhere,
    mask,
    publish,
    published_masked,
    rows_of,
    waiting,
)
from tests.seeding import OFFICER, register_officer

from zhanqiao.core_services.exchange import operations as exchange
from zhanqiao.core_services.publishing import operations
from zhanqiao.core_services.publishing.models import MaskedTable
from zhanqiao.core_services.publishing.rules import MaskingRule, TableMasking
from zhanqiao.data_center.storage import operations as storage_operations
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.models import RowBatch
from zhanqiao.data_center.storage.operations import IdempotencyConflictError, RowsRefusedError
from zhanqiao.data_center.storage.rules import Operation
from zhanqiao.kit.clock import now
from zhanqiao.kit.digests import Digests, sm3
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.accounts.queries import account_id_of
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.departments.queries import department_card

SECRETS = ("370202198506150018", "钱多多", "13912345678", "孙悟空")
NEW = {"申请人": "钱多多", "身份证号": "370202198506150018", "登记日期": "2026-02-01", "备注": "电话13912345678"}
FIRST = "360426199101010071"
KEYED = "申请人,身份证号,金额\n" + "".join(f"王小{n},{FIRST[:-4]}{n:03d}X,{n}\n" for n in range(100, 106))


def send(table_id: str, *rows: Any, operation: Operation = Operation.APPEND, key: str = "") -> storage.BatchCard:
    card, _ = operations.send_rows(table_id=table_id, operation=operation, rows=rows, idempotency_key=key, by=BY, at=AT)
    return card


def settled(table_id: str, batch: storage.BatchCard) -> storage.BatchCard:
    operations.publish_rows(table_id=table_id, at=AT)
    return storage.batch_card(table_id=table_id, batch_id=batch.id)


def masked_with(department: str, *rules: MaskingRule, smallest: int = 0, content: str = PEOPLE) -> str:
    submission_id = waiting(department, content=content)
    mask(submission_id, TableMasking(rules, smallest))
    assess(submission_id)
    return str(publish(submission_id)["tables"][0])


def keyed_by_hash(department: str, method: str = "hash") -> str:
    rules = (MaskingRule(column="申请人", method="drop"), MaskingRule(column="身份证号", method=method))
    table_id = masked_with(department, *rules, content=KEYED)
    storage_operations.declare_key(table_id=table_id, columns=["身份证号"], by=BY, at=AT)
    return table_id


def test_rows_are_masked_as_the_rows_of_the_file(department: str) -> None:
    table_id = published_masked(department)
    batch = settled(table_id, send(table_id, {**NEW, "身份证号": FIRST}))
    rows = rows_of(table_id)
    assert (batch.state, len(rows)) == ("released", 7)
    assert rows[6] == ("钱**", rows[0][1], "2026-02-01", "电话***")


def test_nothing_in_the_clear_is_kept_before_or_after_the_release(department: str) -> None:
    table_id = published_masked(department)
    batch = send(table_id, NEW, key="k1")
    assert kept_anywhere(*SECRETS) == []
    settled(table_id, batch)
    assert kept_anywhere(*SECRETS) == []
    masked = {path.rpartition(".")[2] for path in kept_anywhere("钱**")}
    assert masked >= {"parquet", "duckdb"}  # what is kept is found: the search above sees into these files


def test_what_is_refused_is_told_without_its_values_and_kept_nowhere(department: str) -> None:
    table_id = keyed_by_hash(department)
    twice = {"身份证号": "370202198506150018", "申请人": "孙悟空", "金额": 1}
    for rows in ([{**twice, "金额": "孙悟空"}], [twice, twice]):
        with pytest.raises(ZhanqiaoError) as refused:
            send(table_id, *rows)
        told = refused.value.text.zh + refused.value.text.en + str(refused.value.facts)
        assert (refused.value.code in {"rows-refused", "key-taken"}, [one for one in SECRETS if one in told]) == (
            True,
            [],
        )
    assert kept_anywhere(*SECRETS) == []
    assert not RowBatch.objects.exists()


def test_the_masks_are_told_with_the_release_of_rows_and_in_the_audit(department: str) -> None:
    table_id = published_masked(department)
    settled(table_id, send(table_id, NEW, {**NEW, "备注": None}))
    masking = storage.release_cards(table_id=table_id)[0].masking
    assert masking is not None
    assert [(one["column"], one["method"], one["cells"]) for one in masking["columns"]] == [
        ("申请人", "partial", 8),
        ("身份证号", "hash", 8),
        ("备注", "redact", 7),
    ]
    said = json.loads(AuditLine.objects.get(action="rows.accept").detail)
    assert [(one["column"], one["cells"]) for one in said["masking"]["columns"]] == [
        ("申请人", 2),
        ("身份证号", 2),
        ("备注", 1),
    ]


def test_the_same_rows_are_one_batch_and_others_conflict(department: str) -> None:
    table_id = published_masked(department)
    first = send(table_id, NEW, key="k1")
    settled(table_id, first)
    assert send(table_id, NEW, key="k1").id == first.id
    with pytest.raises(IdempotencyConflictError):
        send(table_id, {**NEW, "申请人": "钱少少"}, key="k1")  # masked alike, sent otherwise


def test_the_digest_of_a_masked_batch_cannot_be_tried_out(department: str) -> None:
    """Whoever knows the other columns could find a number by hashing all that there are, did the digest need no key."""
    table_id = published_masked(department)
    send(table_id, NEW, key="k1")
    anybody_computes = sha256(b"append" + orjson.dumps([NEW])).hexdigest()
    assert RowBatch.objects.get().digest != anybody_computes
    plain = str(publish(waiting(department, content=LINES))["tables"][0])
    send(plain, {"线路": "9路"})
    assert (
        RowBatch.objects.get(table_id=plain).digest == sha256(b"append" + orjson.dumps([{"线路": "9路"}])).hexdigest()
    )


@pytest.mark.parametrize("method", ["hash", "hash_sm3"])
def test_rows_are_changed_and_deleted_by_the_clear_key(department: str, method: str) -> None:
    table_id = keyed_by_hash(department, method)
    known, gone, new = (f"{FIRST[:-4]}{n}X" for n in (100, 101, 200))
    before = dict(rows_of(table_id))
    send(
        table_id,
        {"身份证号": known, "申请人": "王小", "金额": 77},
        {"身份证号": new, "金额": 5},
        operation=Operation.UPSERT,
    )
    settled(table_id, send(table_id, {"身份证号": gone}, operation=Operation.DELETE))
    after = dict(rows_of(table_id))
    assert sorted(after.values()) == [5, 77, 102, 103, 104, 105]
    assert [after[hashed] for hashed, amount in before.items() if amount == 100] == [77]
    assert len(set(after) - set(before)) == 1


def test_a_masked_batch_whose_key_is_there_is_refused_without_the_clear_key(department: str) -> None:
    table_id = keyed_by_hash(department)
    batch = settled(table_id, send(table_id, {"身份证号": f"{FIRST[:-4]}100X", "金额": 1}))
    assert (batch.state, batch.code) == ("refused", "key-taken")
    assert batch.reason
    assert FIRST[:-4] not in batch.reason.zh + batch.reason.en


@pytest.mark.parametrize(
    "rule",
    [
        MaskingRule(column="编号", method="partial", last=3),
        MaskingRule(column="编号", method="redact"),
        MaskingRule(column="编号", method="generalise", grain="band", size=2),
    ],
)
def test_a_key_that_its_mask_makes_ambiguous_is_refused(department: str, rule: MaskingRule) -> None:
    content = "编号,申请人\n" + "".join(f"{n},{'张王李赵'[n % 4]}小明\n" for n in range(100_000, 100_012, 2))
    table_id = masked_with(department, rule, MaskingRule(column="申请人", method="drop"), content=content)
    storage_operations.declare_key(table_id=table_id, columns=["编号"], by=BY, at=AT)
    for operation in Operation:
        with pytest.raises(operations.MaskedKeyError) as refused:
            send(table_id, {"编号": 100_000}, operation=operation)
        assert ("编号" in refused.value.text.zh, "编号" in refused.value.text.en) == (True, True)


def test_a_table_whose_rows_are_counted_together_takes_none(department: str) -> None:
    content = "性别,申请人\n" + "".join(f"{'男女'[n % 2]},{'张王李赵'[n % 4]}小明\n" for n in range(12))
    table_id = masked_with(department, MaskingRule(column="申请人", method="drop"), smallest=3, content=content)
    with pytest.raises(operations.MaskedTableError) as refused:
        send(table_id, {"性别": "男", "申请人": "钱多多"})
    assert ("汇总" in refused.value.text.zh, "counted" in refused.value.text.en) == (True, True)


def test_a_table_masked_before_columns_were_noted_takes_none(department: str) -> None:
    table_id = published_masked(department)
    MaskedTable.objects.update(fields=[])
    with pytest.raises(operations.MaskedTableError, match="earlier version"):
        send(table_id, NEW)


def test_masked_rows_are_searched_again(department: str) -> None:
    remark = "因办理业务需要请在工作时间拨打经办人手机"
    people = "申请人,备注\n" + "".join(f"王小{n},{remark}已办结无其他事项需要说明\n" for n in "甲乙丙丁戊己")
    keeps = MaskingRule(column="备注", method="partial", last=12)
    table_id = masked_with(department, MaskingRule(column="申请人", method="drop"), keeps, content=people)
    with pytest.raises(operations.PersonalRowsError) as refused:
        send(table_id, {"申请人": "钱多多", "备注": f"{remark}13912345678"})
    assert "13912345678" not in refused.value.text.zh + str(refused.value.facts)
    assert not RowBatch.objects.exists()


def test_types_before_the_masks_are_held_to(department: str) -> None:
    content = "编号,出生日期\n" + "".join(f"甲{n},1990-01-0{n}\n" for n in range(1, 7))
    table_id = masked_with(
        department, MaskingRule(column="出生日期", method="generalise", grain="year"), content=content
    )
    with pytest.raises(RowsRefusedError):
        send(table_id, {"编号": "甲9", "出生日期": 1991})
    settled(table_id, send(table_id, {"编号": "甲9", "出生日期": "1991-05-06"}))
    assert rows_of(table_id)[-1] == ("甲9", 1991)


def test_rows_taken_before_the_table_was_masked_are_not_published_and_not_kept(department: str) -> None:
    content = "申请人,身份证号,登记日期,备注\n" + "".join(f"编号{n},无,2026-01-0{n},无\n" for n in range(1, 7))
    submission_id = waiting(department, content=content)
    table_id = str(publish(submission_id)["tables"][0])
    batch = send(table_id, {"申请人": "甲乙丙丁戊己庚辛壬癸一二三四五六七", "备注": "孙悟空"})
    again = waiting(department, dataset_id=storage.table_card(table_id=table_id).dataset_id)
    mask(again, RULES)
    assess(again)
    assert publish(again)["tables"] == [table_id]
    refused = settled(table_id, batch)
    assert (refused.state, refused.code, kept_anywhere("孙悟空")) == ("refused", "masking-changed", [])
    assert len(rows_of(table_id)) == 6


def test_lineage_names_the_algorithm_of_the_hash(department: str) -> None:
    table_id = keyed_by_hash(department, "hash_sm3")
    send(table_id, {"身份证号": f"{FIRST[:-4]}100X", "金额": 9}, operation=Operation.UPDATE)
    operations.publish_rows(table_id=table_id, at=AT)
    assert rows_of(table_id)[0][1] == 9
    masking = storage.release_cards(table_id=table_id)[0].masking or {}
    assert {one["method"] for one in masking["columns"]} == {"drop", "hash_sm3"}


def test_rows_of_a_department_node_are_masked_and_its_receipt_tells_nothing(department: str) -> None:
    table_id = published_masked(department)
    register_officer(department_id=department_card(key_or_code=department).id)
    node, account = new_node(), account_id_of(username=OFFICER)
    assert account
    exchange.register_node(
        name="补贴系统", public=node.public, department=department, account_id=account, days=1, by=BY, at=now()
    )
    content = lines(NEW)
    digests = Digests(sha256(content).hexdigest(), sm3(content=content), len(content))
    made = []
    for _ in range(2):
        url = "https://data.example/api/v1/exchange/transfers"
        message = node.signed(url, content=content, key="k-1", table=table_id)
        card, signed = exchange.admit_call(message=message, with_content=True, at=now())
        handed = exchange.Handed(card, signed, table_id, "append", "k-1")
        made.append(operations.take_rows(handed=handed, rows=[NEW], digests=digests, at=now()))
    assert ([again for _, again in made], len({transfer.id for transfer, _ in made})) == ([False, True], 1)
    operations.publish_rows(table_id=table_id, at=now())
    assert rows_of(table_id)[6][0] == "钱**"
    assert kept_anywhere(*SECRETS) == []
