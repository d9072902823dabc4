"""How long a draft lies open, and what must be said of opinions. No Django, no clock."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta
from enum import StrEnum

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

LONGEST_TITLE, LONGEST_DRAFT, LONGEST_OPINION, LONGEST_REASON = 200, 50_000, 2_000, 1_000
OPINIONS_AT_MOST = 10  # of one account on one draft
LEAST = timedelta(days=30)
ATTACHMENTS_AT_MOST, LONGEST_FILE_NAME = 10, 200
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}
DUTY = "consultation_feedback"  # in ``deadlines``; the term is configuration
SOURCE = Text(
    "《重大行政决策程序暂行条例》第15条", "Interim Regulations on Procedures for Major Administrative Decisions, art 15"
)


class State(StrEnum):
    """What an office did with a consultation."""

    DRAFT = "draft"
    OPEN = "open"
    ANSWERED = "answered"


class Phase(StrEnum):
    """Where a consultation stands at a moment."""

    HIDDEN = "hidden"
    COMING = "coming"
    RUNNING = "running"
    OVER = "over"
    ANSWERED = "answered"


class Outcome(StrEnum):
    """What became of an opinion."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    DECLINED = "declined"


PHASES: dict[Phase, Text] = {
    Phase.HIDDEN: Text("起草中", "draft"),
    Phase.COMING: Text("即将开始", "begins soon"),
    Phase.RUNNING: Text("征集中", "open"),
    Phase.OVER: Text("已截止，意见整理中", "over, opinions are gone through"),
    Phase.ANSWERED: Text("已公布采纳情况", "outcomes published"),
}
OUTCOMES: dict[Outcome, Text] = {
    Outcome.ADOPTED: Text("采纳", "adopted"),
    Outcome.PARTLY: Text("部分采纳", "adopted in part"),
    Outcome.DECLINED: Text("未采纳", "not adopted"),
}


class TermTooShortError(ZhanqiaoError):
    """A draft lies open thirty days at least, or says why not; nothing was changed."""

    status = 422
    code = "consultation-too-short"
    sentence = Text(
        zh="公开征求意见一般不少于30日；缩短期限须说明理由并公布（《重大行政决策程序暂行条例》第15条）。没有开放。",
        en="A draft lies open for thirty days at least; a shorter time needs a reason, which is published (Interim Regulations on "
        "Procedures for Major Administrative Decisions, art 15). It was not opened.",
    )


class ConsultationTimesError(ZhanqiaoError):
    """The end is not after the beginning and now; nothing was changed."""

    status = 422
    code = "consultation-times"
    sentence = Text(
        zh="截止时间应晚于开始时间，也应晚于现在。什么都没有改变。",
        en="The end should be after the beginning and after now. Nothing was changed.",
    )


class ConsultationStepError(ZhanqiaoError):
    """That cannot be done where the consultation stands; nothing was changed."""

    status = 409
    code = "consultation-step-impossible"
    sentence = Text(
        zh="意见征集现在是“{now_zh}”，不能这样做，什么都没有改变。请刷新页面。",
        en="The consultation is '{now_en}' now and this cannot be done; nothing was changed. Reload the page.",
    )


class OpinionWordsError(ZhanqiaoError):
    """Words are missing or too long; nothing was kept."""

    status = 422
    code = "consultation-words"
    sentence = Text(
        zh="请填写内容，最多{longest}个字。没有保存。",
        en="Write something, at most {longest} characters. Nothing was kept.",
    )


class OpinionAgainError(ZhanqiaoError):
    """The account said so before, or said its share; nothing was kept."""

    status = 409
    code = "consultation-said-before"
    sentence = Text(
        zh="同样的意见您已提交，或已提交{most}条。先前的意见已保留，这一条没有保存。",
        en="You said so before, or sent {most} opinions. Those are kept; this one was not.",
    )


class OutcomeMissingError(ZhanqiaoError):
    """Opinions have no outcome yet; nothing was published."""

    status = 409
    code = "consultation-outcome-missing"
    sentence = Text(
        zh="还有{count}条意见没有写明采纳情况和理由，没有公布。",
        en="{count} opinions have no outcome with its reason yet; nothing was published.",
    )


class AttachmentRefusedError(ZhanqiaoError):
    """A file is of another kind, too large, there already or one too many; it was not kept."""

    status = 422
    code = "consultation-attachment-refused"
    sentence = Text(
        zh="附件没有保存：只收内容与扩展名相符的PDF、DOCX、ODT文件，不超过{mib} MiB，每件征集最多{most}个，不重复。",
        en="The attachment was not kept: PDF, DOCX and ODT are taken whose content is what the ending says, up to {mib} MiB, "
        "at most {most} for a consultation, none twice.",
    )


def phase_of(*, state: State, begins_at: datetime | None, ends_at: datetime | None, at: datetime) -> Phase:
    """Return where a consultation stands: it begins and ends by the clock."""
    if state is State.ANSWERED or state is State.DRAFT or begins_at is None or ends_at is None:
        return Phase.ANSWERED if state is State.ANSWERED else Phase.HIDDEN
    return Phase.COMING if at < begins_at else Phase.RUNNING if at < ends_at else Phase.OVER


def require_term(*, begins_at: datetime, ends_at: datetime, at: datetime, shortened: str) -> None:
    """Raise ConsultationTimesError or, below thirty days without a reason, TermTooShortError (``SOURCE``)."""
    if ends_at <= begins_at or ends_at <= at:
        raise ConsultationTimesError
    if ends_at - max(begins_at, at) < LEAST and not shortened.strip():
        raise TermTooShortError


def require_phase(*, now: Phase, wanted: Phase) -> None:
    """Raise ConsultationStepError unless a consultation is in a phase."""
    if now is not wanted:
        raise ConsultationStepError(now_zh=PHASES[now].zh, now_en=PHASES[now].en)


def words(*, text: str, longest: int) -> str:
    """Return the text without outer spaces. Raises OpinionWordsError."""
    said = text.strip()
    if not said or len(said) > longest:
        raise OpinionWordsError(longest=longest)
    return said


def media_of(*, name: str, content: bytes) -> str | None:
    """Return the media type of a file that is what its ending says, by its content; None for all others."""
    kind = name.rpartition(".")[2].lower()
    is_named = 0 < len(name) <= LONGEST_FILE_NAME and not set(name) & set('/\\\r\n\0"')
    if not is_named or kind not in MEDIA:
        return None
    is_one = content.startswith(b"%PDF-") if kind == "pdf" else _is_packed(kind, content)
    return MEDIA[kind] if is_one else None


def _is_packed(kind: str, content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
            if kind == "docx":
                return {"[Content_Types].xml", "word/document.xml"} <= names and "word/vbaProject.bin" not in names
            if not {"mimetype", "content.xml"} <= names or packed.getinfo("mimetype").file_size > len(MEDIA["odt"]):
                return False
            return packed.read("mimetype") == MEDIA["odt"].encode()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return False
