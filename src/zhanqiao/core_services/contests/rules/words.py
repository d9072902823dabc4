"""What a contest, a team and a work say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

LONGEST_NAME, LONGEST_TITLE, LONGEST_TEXT, LONGEST_REASON, LONGEST_LINK = 60, 120, 20_000, 500, 500
LONGEST_WORK = 3_000
MEMBERS_AT_MOST, CRITERIA_AT_MOST, TRACKS_AT_MOST, DATASETS_AT_MOST, WEIGHT_AT_MOST = 20, 10, 10, 50, 100
CRITERION = re.compile(r"(?P<name>.+?)\s*[,，:：]\s*(?P<weight>\d{1,3})\s*%?")


class ContestRefusedError(ZhanqiaoError):
    """What was typed cannot be kept; nothing was. ``problems`` says by field what is wrong."""

    status = 422
    code = "contest-refused"
    sentence = Text(zh="没有保存：{zh}", en="It was not kept: {en}")

    def __init__(self, *, problems: Mapping[str, Text]) -> None:
        """Keep the problems by field."""
        self.problems = dict(problems)
        zh, en = "".join(one.zh for one in problems.values()), " ".join(one.en for one in problems.values())
        super().__init__(zh=zh, en=en)


class NameTakenError(ZhanqiaoError):
    """The contest has a team of that name, or this account has a team; nothing was kept."""

    status = 409
    code = "contest-team-exists"
    sentence = Text(
        zh="这项大赛已有同名参赛队，或您已报名。没有保存。",
        en="The contest has a team of this name, or you registered one. Nothing was kept.",
    )


@dataclass(frozen=True, slots=True)
class Criterion:
    """What jurors look at, with its weight."""

    key: str
    name: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestWords:
    """What a contest says. ``criteria`` is None where what was typed is none."""

    title_zh: str
    rules_zh: str
    prizes_zh: str
    title_en: str = ""
    rules_en: str = ""
    prizes_en: str = ""
    tracks: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] | None = ()
    datasets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamWords:
    """A team as it registers."""

    name: str
    members: tuple[str, ...]
    members_public: bool
    track: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkWords:
    """A work as a team hands it in. ``app_id`` is a public app of the gallery."""

    title: str
    text: str
    link: str = ""
    app_id: str = ""
    datasets: tuple[str, ...] = ()


def lines_in(*, text: str) -> tuple[str, ...]:
    """Return the lines of a text, each once."""
    return tuple(dict.fromkeys(one.strip() for one in text.splitlines() if one.strip()))


def criteria_in(*, text: str) -> tuple[Criterion, ...] | None:
    """Return criteria, one a line as ``name, weight``; None where a line is not so."""
    found = [CRITERION.fullmatch(one) for one in lines_in(text=text)]
    if not all(found):
        return None
    return tuple(Criterion(f"c{n}", one["name"], int(one["weight"])) for n, one in enumerate(found, start=1) if one)


def typed_criteria(criteria: Iterable[Criterion], /) -> str:
    """Return criteria as they are typed."""
    return "\n".join(f"{one.name}，{one.weight}" for one in criteria)


def fit_contest(*, words: ContestWords) -> ContestWords:
    """Return what may be kept of a contest. Raises ContestRefusedError."""
    problems: dict[str, Text] = {}
    for field, longest in (("title_zh", LONGEST_TITLE), ("rules_zh", LONGEST_TEXT), ("prizes_zh", LONGEST_TEXT)):
        problems |= _worded(field, getattr(words, field), longest)
    if not words.criteria or len(words.criteria) > CRITERIA_AT_MOST or not _weigh(words.criteria):
        problems["criteria"] = Text(
            f"每行一项：名称，权重（1至{WEIGHT_AT_MOST}）；1至{CRITERIA_AT_MOST}项。",
            f"One a line: name, a comma, weight (1 to {WEIGHT_AT_MOST}); 1 to {CRITERIA_AT_MOST} of them.",
        )
    if len(words.tracks) > TRACKS_AT_MOST or any(len(one) > LONGEST_NAME for one in words.tracks):
        problems["tracks"] = Text(f"最多{TRACKS_AT_MOST}个赛道。", f"At most {TRACKS_AT_MOST} tracks.")
    if len(words.datasets) > DATASETS_AT_MOST:
        problems["datasets"] = Text(f"最多{DATASETS_AT_MOST}个数据集。", f"At most {DATASETS_AT_MOST} datasets.")
    _raise(problems)
    return words


def fit_team(*, words: TeamWords, tracks: Iterable[str]) -> TeamWords:
    """Return what may be kept of a team. Raises ContestRefusedError."""
    problems = _worded("name", words.name, LONGEST_NAME)
    if not 1 <= len(words.members) <= MEMBERS_AT_MOST or any(len(one) > LONGEST_NAME for one in words.members):
        problems["members"] = Text(f"1至{MEMBERS_AT_MOST}人，每行一人。", f"1 to {MEMBERS_AT_MOST}, one a line.")
    offered = tuple(tracks)
    if (words.track not in offered) if offered else words.track:
        problems["track"] = Text("请选择赛道。", "Choose a track.")
    _raise(problems)
    return replace(words, name=words.name.strip())


def fit_work(*, words: WorkWords) -> WorkWords:
    """Return what may be kept of a work. Raises ContestRefusedError."""
    problems = _worded("title", words.title, LONGEST_TITLE) | _worded("text", words.text, LONGEST_WORK)
    if words.link and not _is_address(words.link):
        problems["link"] = Text("请填写以 https:// 开头的地址。", "Give an address that begins with https://.")
    if len(words.datasets) > DATASETS_AT_MOST:
        problems["datasets"] = Text(f"最多{DATASETS_AT_MOST}个数据集。", f"At most {DATASETS_AT_MOST} datasets.")
    _raise(problems)
    return replace(words, title=words.title.strip(), text=words.text.strip(), link=words.link.strip())


def _worded(field: str, said: str, longest: int) -> dict[str, Text]:
    if said.strip() and len(said) <= longest:
        return {}
    return {field: Text(f"请填写，最多{longest}个字。", f"Write something, at most {longest} characters.")}


def _weigh(criteria: Iterable[Criterion]) -> bool:
    return all(1 <= one.weight <= WEIGHT_AT_MOST and len(one.name) <= LONGEST_NAME for one in criteria)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return False
    return parts.scheme == "https" and "." in parts.netloc and "@" not in parts.netloc and len(text) <= LONGEST_LINK


def _raise(problems: Mapping[str, Text]) -> None:
    if problems:
        raise ContestRefusedError(problems=problems)
