"""Files lie open with a draft under their digest; after its end the clock of the outcomes runs."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.core_services.data_requests.conftest import People, people

from zhanqiao.core_services.consultations import operations, queries
from zhanqiao.core_services.consultations.rules import (
    MEDIA,
    AttachmentRefusedError,
    ConsultationStepError,
    media_of,
)
from zhanqiao.core_services.deadlines.operations import tell_lights
from zhanqiao.core_services.deadlines.queries import waiting_for
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.queries import card_of
from zhanqiao.people.notices.models import Notice

__all__ = ["people"]
AT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
ENDS = AT + timedelta(days=30)
OFFICER = "officer"
PDF = b"%PDF-1.7 draft"


def packed(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


@pytest.fixture
def draft(people: People) -> str:
    said = {"title": "停车管理办法（草案）", "explanation": "", "draft": "第一条"}
    return operations.draw_up_consultation(department="qingdao-parks", **said, by=OFFICER, at=AT)


def attached(draft: str, name: str = "草案.pdf", content: bytes = PDF) -> str:
    return operations.attach_file(consultation_id=draft, name=name, content=content, by=OFFICER, at=AT)


def opened(draft: str) -> str:
    operations.open_consultation(consultation_id=draft, begins_at=AT, ends_at=ENDS, shortened="", by=OFFICER, at=AT)
    return draft


def test_a_file_is_what_its_ending_says() -> None:
    word = {"[Content_Types]_dot_xml": b"", "word__document_dot_xml": b""}
    text = {"mimetype": MEDIA["odt"].encode(), "content_dot_xml": b""}
    assert {
        name: media_of(name=name, content=content)
        for name, content in (
            ("一.pdf", PDF),
            ("一.PDF", b"MZ"),
            ("一.docx", packed(**word)),
            ("宏.docx", packed(**word, word__vbaProject_dot_bin=b"")),
            ("空.docx", b"PK"),
            ("一.odt", packed(**text)),
            ("表.odt", packed(**text | {"mimetype": b"application/zip"})),
            ("一.html", b"<p>"),
            ("a/b.pdf", PDF),
        )
    } == {
        "一.pdf": MEDIA["pdf"],
        "一.PDF": None,
        "一.docx": MEDIA["docx"],
        "宏.docx": None,
        "空.docx": None,
        "一.odt": MEDIA["odt"],
        "表.odt": None,
        "一.html": None,
        "a/b.pdf": None,
    }


@pytest.mark.django_db
def test_files_are_kept_by_digest_until_it_is_opened(draft: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = attached(draft)
    (card,) = queries.consultation_card(consultation_id=draft, at=AT).files
    kept, path = queries.attached_file(consultation_id=draft, file_id=made)
    assert (card, path.name, path.read_bytes()) == (kept, kept.sha256, PDF)
    with pytest.raises(AttachmentRefusedError):
        attached(draft, "又.pdf")
    monkeypatch.setenv("ZHANQIAO_CONSULTATION_FILE_BYTES", str(1 << 20))
    with pytest.raises(AttachmentRefusedError):
        attached(draft, "大.pdf", PDF + bytes(1 << 20))
    for number in range(9):
        attached(draft, f"{number}.pdf", PDF + bytes([number]))
    with pytest.raises(AttachmentRefusedError):
        attached(draft, "多.pdf", PDF + b"more")
    operations.detach_file(consultation_id=draft, file_id=made, by=OFFICER, at=AT)
    with pytest.raises(NotFoundError):
        queries.attached_file(consultation_id=draft, file_id=made)
    opened(draft)
    with pytest.raises(ConsultationStepError):
        attached(draft, "晚.pdf")
    with pytest.raises(ConsultationStepError):
        operations.detach_file(consultation_id=draft, file_id=made, by=OFFICER, at=AT)


@pytest.mark.django_db
def test_the_outcomes_are_due_thirty_days_after_the_end(draft: str, people: People) -> None:
    opened(draft)
    assert operations.start_feedback_clocks(at=ENDS - timedelta(seconds=1)) == 0
    assert [operations.start_feedback_clocks(at=ENDS + timedelta(hours=9)) for _ in range(2)] == [1, 0]
    inbox = waiting_for(card=card_of(account_id=people.parks_officer), at=ENDS)
    assert [(one.duty.code, one.received_at, one.object_id) for one in inbox] == [
        ("consultation_feedback", ENDS, draft)
    ]
    over = queries.consultation_card(consultation_id=draft, at=ENDS)
    due = queries.feedback_of(consultation=over, at=ENDS)
    assert due is not None
    assert (due.due_on, due.is_overdue) == (date(2027, 2, 1), False)  # the thirtieth day is a Saturday
    late = ENDS + timedelta(days=33)
    found = queries.feedback_of(consultation=queries.consultation_card(consultation_id=draft, at=late), at=late)
    assert (found and found.is_overdue) is True
    assert tell_lights(at=late) == 1
    assert Notice.objects.filter(kind="light", account_id=people.parks_officer).count() == 1
    operations.publish_outcomes(consultation_id=draft, summary="没有意见", by=OFFICER, at=late)
    assert waiting_for(card=card_of(account_id=people.parks_officer), at=late) == ()
    answered = queries.consultation_card(consultation_id=draft, at=late)
    assert queries.feedback_of(consultation=answered, at=late) is None


@pytest.mark.django_db
def test_outcomes_published_at_once_start_no_clock(draft: str, people: People) -> None:
    opened(draft)
    operations.publish_outcomes(consultation_id=draft, summary="没有意见", by=OFFICER, at=ENDS)
    assert operations.start_feedback_clocks(at=ENDS) == 0


@pytest.mark.django_db
def test_the_term_is_configuration(draft: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_DEADLINES", "consultation_feedback=10 WD")
    opened(draft)
    operations.start_feedback_clocks(at=ENDS)
    due = queries.feedback_of(consultation=queries.consultation_card(consultation_id=draft, at=ENDS), at=ENDS)
    assert due is not None
    assert (due.due_on - ENDS.date()).days in range(13, 21)
