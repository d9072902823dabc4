"""What an article must say before it may be kept."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum

from zhanqiao.core_services.news.rules.talking import Guest, Turn, translated
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_BODY, LONGEST_NOTE = 120, 300, 30_000, 500
DATASETS_AT_MOST, GUESTS_AT_MOST = 20, 20


class Kind(StrEnum):
    """What an article is."""

    NEWS = "news"
    POLICY = "policy"
    INTERVIEW = "interview"


KINDS: dict[Kind, Text] = {
    Kind.NEWS: Text("新闻动态", "news"),
    Kind.POLICY: Text("政策解读", "policy explained"),
    Kind.INTERVIEW: Text("在线访谈", "interview"),
}
_DATASETS = Text(f"最多{DATASETS_AT_MOST}个数据集。", f"At most {DATASETS_AT_MOST} datasets.")
_GUESTS = Text(
    "访谈至少有一位嘉宾，每行一位：姓名，职务。", "An interview has a guest, one a line: name, a comma, office."
)
_TURNS = Text(
    "问答应交替出现，以“问：”“答：”开头，都不能为空。",
    "Questions and answers take turns, each begun by '问：' or '答：' (Q:, A:), none empty.",
)
_ENGLISH = Text(
    "英文问答须与中文逐条对应、条数相同，以“Q:”“A:”开头；没有译文的一条可留空。",
    "English stands turn by turn beside the Chinese, as many of them, each begun by Q: or A:; what is not translated stays empty.",
)
_HELD = Text("请填写访谈时间。", "Say when the interview is held.")
_NOTE = Text(f"请写明更正或更新了什么，最多{LONGEST_NOTE}个字，会公开。", "Say what was changed; it is public.")


class ArticleRefusedError(ZhanqiaoError):
    """What was typed cannot be kept; nothing was. ``problems`` says by field what is wrong."""

    status = 422
    code = "article-refused"
    sentence = Text(zh="没有保存：{zh}", en="It was not kept: {en}")

    def __init__(self, *, problems: dict[str, Text]) -> None:
        """Keep the problems by field."""
        self.problems = problems
        zh, en = "".join(one.zh for one in problems.values()), " ".join(one.en for one in problems.values())
        super().__init__(zh=zh, en=en)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleWords:
    """What an article says. ``guests`` and ``dialogue`` are None where what was typed is none; ``note`` is for a later version.

    ``dialogue_en`` is English typed turn by turn beside ``dialogue``, in which what may be kept has both.
    """

    title_zh: str
    body_zh: str
    title_en: str = ""
    summary_zh: str = ""
    summary_en: str = ""
    body_en: str = ""
    note: str = ""
    datasets: tuple[str, ...] = ()
    held_at: datetime | None = None
    guests: tuple[Guest, ...] | None = ()
    dialogue: tuple[Turn, ...] | None = ()
    dialogue_en: tuple[Turn, ...] | None = ()


def checked(*, words: ArticleWords, kind: Kind, is_later: bool) -> ArticleWords:
    """Return what may be kept, without outer spaces; a later version says what was changed. Raises ArticleRefusedError."""
    worded = [one.name for one in fields(ArticleWords) if one.type == "str"]
    plain = {name: getattr(words, name).replace("\r\n", "\n").strip() for name in worded}
    words = replace(words, **plain, datasets=tuple(dict.fromkeys(words.datasets)))
    problems = _problems(words, is_later=is_later) | (_problems_of_interview(words) if kind is Kind.INTERVIEW else {})
    if problems:
        raise ArticleRefusedError(problems=problems)
    if kind is not Kind.INTERVIEW:
        words = replace(words, held_at=None, guests=(), dialogue=(), dialogue_en=())
    elif words.dialogue_en:
        words = replace(words, dialogue=translated(words.dialogue or (), words.dialogue_en), dialogue_en=())
    return words if is_later else replace(words, note="")


def _problems(words: ArticleWords, *, is_later: bool) -> dict[str, Text]:
    problems: dict[str, Text] = {}
    for field, longest, needed in (
        ("title_zh", LONGEST_TITLE, True),
        ("title_en", LONGEST_TITLE, False),
        ("summary_zh", LONGEST_SUMMARY, True),
        ("summary_en", LONGEST_SUMMARY, False),
        ("body_zh", LONGEST_BODY, True),
        ("body_en", LONGEST_BODY, False),
    ):
        said = getattr(words, field)
        if (needed and not said) or len(said) > longest:
            problems[field] = Text(f"请填写，最多{longest}个字。", f"Write something, at most {longest} characters.")
    if len(words.datasets) > DATASETS_AT_MOST:
        problems["datasets"] = _DATASETS
    if is_later and not 0 < len(words.note) <= LONGEST_NOTE:
        problems["note"] = _NOTE
    return problems


def _problems_of_interview(words: ArticleWords) -> dict[str, Text]:
    problems: dict[str, Text] = {}
    if words.held_at is None:
        problems["held_at"] = _HELD
    if not words.guests or len(words.guests) > GUESTS_AT_MOST:
        problems["guests"] = _GUESTS
    if words.dialogue is None:
        problems["dialogue"] = _TURNS
    elif words.dialogue_en is None or len(words.dialogue_en) not in (0, len(words.dialogue)):
        problems["dialogue_en"] = _ENGLISH
    return problems
