"""Cells of masked columns: nobody writes a clear value into them, however it comes."""

from __future__ import annotations

import pytest
from tests.core_services.publishing.grounds import AT
from tests.core_services.publishing.personal_grounds import assess, mask, publish, rows_of, waiting

from zhanqiao.core_services.corrections import operations
from zhanqiao.core_services.corrections.models import Correction
from zhanqiao.core_services.corrections.rules import MaskedColumnError
from zhanqiao.core_services.publishing.models import MaskedTable
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.accounts.operations import create_account

pytestmark = pytest.mark.django_db(transaction=True)
RIGHT = {"column": "申请人", "written": "王小红", "reason": "姓名写错了"}


@pytest.fixture
def masked(department: str) -> str:
    """Publish a list of persons under masks; return its table."""
    submission_id = waiting(department)
    mask(submission_id)
    assess(submission_id)
    return str(publish(submission_id)["tables"][0])


def asked(table_id: str) -> str:
    citizen = create_account(username="zhang.san", display_name="张三", password="Red-Roofs-1891", by="tests", at=AT)
    dataset = next(one for one in catalogue.newest(card=ANONYMOUS) if one.tables[0].id == table_id)
    row = dict(zip([field.name for field in dataset.tables[0].fields], rows_of(table_id)[0], strict=True))
    identity = {name: str(value) for name, value in row.items() if value is not None}
    return operations.ask(dataset=dataset, table_id=table_id, identity=identity, account_id=citizen, at=AT, **RIGHT)


def test_a_correction_of_a_masked_column_is_not_taken(masked: str) -> None:
    with pytest.raises(MaskedColumnError):
        asked(masked)
    assert not Correction.objects.exists()


def test_a_correction_asked_before_the_masks_is_not_published_over_them(masked: str) -> None:
    row = MaskedTable.objects.get(table_id=masked)
    MaskedTable.objects.all().delete()
    correction = asked(masked)
    if Correction.objects.get().state == "forwarding":
        operations.forward(correction_id=correction, department="qingdao-parks", words="", by="acc_authority", at=AT)
    operations.accept(correction_id=correction, words="", by="acc_officer", at=AT)
    row.save(force_insert=True)
    with pytest.raises(MaskedColumnError):
        operations.confirm(correction_id=correction, by="acc_reviewer", at=AT)
    assert rows_of(masked)[0][0] == "王**"
