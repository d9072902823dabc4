"""What may be handed in, and where a version stands. No Django, no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from urllib.parse import urlsplit

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

LONGEST_NAME, LONGEST_ABOUT, LONGEST_MAKER, LONGEST_ADDRESS, LONGEST_REASON = 60, 1_000, 60, 500, 500
LONGEST_ALT = 120
DATASETS_AT_MOST = 20
PICTURES_AT_MOST = 5  # of one version
HANDED_IN_A_DAY = 5  # of one account
WAITING_AT_MOST = 10  # of one account
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*[a-z0-9]")  # a name with a domain, no number
OWN_PAGE = re.compile(
    r"/(?P<kind>dashboards|datasets)/(?P<slug>[a-z0-9-]+)/(map/)?"
)  # of this platform, without its domain
BLANK = re.compile(r"[\x00-\x20\x7f\\]")


class Kind(StrEnum):
    """What sort of thing it is."""

    WEB = "web"
    MOBILE = "mobile"
    MINI_PROGRAM = "mini-program"
    DESKTOP = "desktop"
    SERVICE = "service"
    CHART = "chart"
    RESEARCH = "research"
    OTHER = "other"


class State(StrEnum):
    """Where a version stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REPLACED = "replaced"
    TAKEN_DOWN = "taken_down"
    WITHDRAWN = "withdrawn"


KINDS: dict[Kind, Text] = {
    Kind.WEB: Text("网站应用", "web site"),
    Kind.MOBILE: Text("手机应用", "mobile app"),
    Kind.MINI_PROGRAM: Text("小程序", "mini program"),
    Kind.DESKTOP: Text("桌面软件", "desktop program"),
    Kind.SERVICE: Text("接口服务", "service for programs"),
    Kind.CHART: Text("可视化作品", "visualisation"),
    Kind.RESEARCH: Text("研究成果", "research"),
    Kind.OTHER: Text("其他作品", "something else"),
}
STATES: dict[State, Text] = {
    State.WAITING: Text("待审核", "waits for review"),
    State.ACCEPTED: Text("已公开", "public"),
    State.RETURNED: Text("已退回", "sent back"),
    State.REPLACED: Text("已由新版本取代", "replaced by a newer version"),
    State.TAKEN_DOWN: Text("已下架", "taken down"),
    State.WITHDRAWN: Text("已由作者撤回", "withdrawn by its maker"),
}
# SPDX identifiers (spdx.org/licenses) of licences that the Open Source Initiative approved.
LICENCES = (
    "MIT",
    "Apache-2.0",
    "MulanPSL-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "MPL-2.0",
    "EPL-2.0",
    "LGPL-2.1-or-later",
    "LGPL-3.0-or-later",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-3.0-only",
    "GPL-3.0-or-later",
    "AGPL-3.0-only",
    "AGPL-3.0-or-later",
    "EUPL-1.2",
)
_SOURCE = Text("源代码地址和开源许可证须同时填写。", "Give the address of the source code and its licence, both.")
_ADDRESS = Text(
    "请填写以 https:// 开头、带域名的地址，不含用户名；本平台上公开的看板或数据集地图，填 /dashboards/…/ 或 /datasets/…/map/。",
    "Give an address that begins with https:// and names a domain, without a user name; or /dashboards/…/ or /datasets/…/map/ for a public "
    "dashboard or map of this platform.",
)
_DATASETS = Text(
    f"请列出用到的数据集，1至{DATASETS_AT_MOST}个。", f"Name the datasets that it uses, 1 to {DATASETS_AT_MOST}."
)
_PICTURES = Text(
    f"截图最多{PICTURES_AT_MOST}张，每张须写明图中内容，最多{LONGEST_ALT}个字。",
    f"At most {PICTURES_AT_MOST} screenshots, and say of each what it shows, in at most {LONGEST_ALT} characters.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A screenshot with words for those who do not see it: new bytes, or the ``digest`` of one from a version before."""

    alt: str
    content: bytes = b""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppWords:
    """What a maker says of an app. ``maker`` is how they want to be named; ``datasets`` are ids."""

    name_zh: str
    name_en: str = ""
    about_zh: str
    about_en: str = ""
    address: str
    maker: str
    kind: Kind
    source: str = ""
    licence: str = ""
    datasets: tuple[str, ...]
    pictures: tuple[Shot, ...] = ()


class AppRefusedError(ZhanqiaoError):
    """What was typed cannot be handed in; nothing was kept. ``problems`` says by field what is wrong."""

    status = 422
    code = "shown-app-refused"
    sentence = Text(zh="没有提交：{zh}", en="It was not handed in: {en}")

    def __init__(self, *, problems: dict[str, Text]) -> None:
        """Keep the problems by field."""
        self.problems = problems
        zh, en = "".join(one.zh for one in problems.values()), " ".join(one.en for one in problems.values())
        super().__init__(zh=zh, en=en)


class AppStepError(ZhanqiaoError):
    """That cannot be done where the app stands; nothing was changed."""

    status = 409
    code = "shown-app-step-impossible"
    sentence = Text(
        zh="这个应用的状态已改变，不能这样处理，什么都没有改变。请刷新页面。",
        en="The app moved on meanwhile and this cannot be done; nothing was changed. Reload the page.",
    )


class OwnAppError(ZhanqiaoError):
    """Somebody decides on what they handed in themselves; nothing was decided."""

    status = 403
    code = "own-shown-app"
    sentence = Text(
        zh="不能审核自己提交的应用，没有作任何决定。请由其他人员审核。",
        en="You cannot decide on your own app; nothing was decided. Somebody else has to.",
    )


class OwnRatingError(ZhanqiaoError):
    """Somebody rates what they handed in themselves; nothing was kept."""

    status = 403
    code = "own-shown-app-rating"
    sentence = Text(
        zh="不能给自己提交的应用评分，没有保存。", en="You cannot rate an app that you handed in; nothing was kept."
    )


class ReasonMissingError(ZhanqiaoError):
    """Sending back and taking down need a reason; nothing was decided."""

    status = 422
    code = "shown-app-reason"
    sentence = Text(
        zh="请填写理由，最多{longest}个字，作者会看到。没有作任何决定。",
        en="Give the reason, at most {longest} characters; its maker reads it. Nothing was decided.",
    )


class TooManyAppsError(ZhanqiaoError):
    """The account handed in its share; nothing was kept."""

    status = 429
    code = "shown-apps-too-many"
    sentence = Text(
        zh="24小时内最多提交{most}次，同时待审核的最多{waiting}个。这一次没有保存，请以后再交。",
        en="At most {most} in 24 hours, and {waiting} that wait. This one was not kept; try again later.",
    )


class AppKnownError(ZhanqiaoError):
    """The address is in the gallery already, or waits by the same account; nothing was kept."""

    status = 409
    code = "shown-app-known"
    sentence = Text(
        zh="这个地址的应用已经公开，或您已提交，没有重复保存。要修改，请打开该应用提交新版本。",
        en="An app of this address is public already, or you handed it in before; it was not kept twice. To change it, hand in a new version.",
    )


def is_address(*, text: str) -> bool:
    """Say whether a text is an address that the gallery leads to: https, a domain, no user, no blank."""
    if len(text) > LONGEST_ADDRESS or BLANK.search(text):
        return False
    try:
        parts = urlsplit(text)
        port, host = parts.port, (parts.hostname or "").encode("idna").decode()
    except ValueError:  # also of a label that is empty or longer than 63 letters
        return False
    return parts.scheme == "https" and "@" not in parts.netloc and port != 0 and bool(HOST.fullmatch(host))


def own_page(*, text: str) -> tuple[str, str] | None:
    """Return kind (``dashboards``, ``datasets``) and slug of the page of this platform that a text is the path of; None for others."""
    found = OWN_PAGE.fullmatch(text)
    return (found["kind"], found["slug"]) if found else None


def not_found_here() -> AppRefusedError:
    """Return the refusal of a page of this platform that everybody cannot open."""
    said = Text("本平台没有这个公开的页面。", "This platform has no such public page.")
    return AppRefusedError(problems={"address": said})


def checked(*, words: AppWords) -> AppWords:
    """Return what may be handed in, without outer spaces. Raises AppRefusedError."""
    worded = [one.name for one in fields(AppWords) if one.name not in ("kind", "datasets", "pictures")]
    plain = {name: getattr(words, name).replace("\r\n", "\n").strip() for name in worded}
    pictures = tuple(replace(one, alt=one.alt.strip()) for one in words.pictures)
    words = replace(words, **plain, datasets=tuple(dict.fromkeys(words.datasets)), pictures=pictures)
    problems = _problems(words)
    if problems:
        raise AppRefusedError(problems=problems)
    return words


def slugs_in(*, text: str) -> tuple[str, ...]:
    """Return the slugs in a text: one a line or by commas, bare or as the address of a dataset's page, each once."""
    found = (_slug(one) for one in re.split(r"[\s,，、;；]+", text) if one.strip())
    return tuple(dict.fromkeys(one for one in found if one))


def _problems(words: AppWords) -> dict[str, Text]:
    problems: dict[str, Text] = {}
    for field, longest, needed in (
        ("name_zh", LONGEST_NAME, True),
        ("name_en", LONGEST_NAME, False),
        ("about_zh", LONGEST_ABOUT, True),
        ("about_en", LONGEST_ABOUT, False),
        ("maker", LONGEST_MAKER, True),
    ):
        said = getattr(words, field)
        if (needed and not said.strip()) or len(said) > longest:
            problems[field] = Text(f"请填写，最多{longest}个字。", f"Write something, at most {longest} characters.")
    if not is_address(text=words.address) and own_page(text=words.address) is None:
        problems["address"] = _ADDRESS
    if words.source and not is_address(text=words.source):
        problems["source"] = _ADDRESS
    elif bool(words.source) != bool(words.licence) or words.licence not in ("", *LICENCES):
        problems["licence"] = _SOURCE
    if not 1 <= len(set(words.datasets)) <= DATASETS_AT_MOST:
        problems["datasets"] = _DATASETS
    if len(words.pictures) > PICTURES_AT_MOST or any(not 0 < len(one.alt) <= LONGEST_ALT for one in words.pictures):
        problems["pictures"] = _PICTURES
    return problems


def _slug(text: str) -> str:
    _, found, path = text.partition("/datasets/")
    return (path if found else text).split("?")[0].split("#")[0].strip("/").split("/")[0]
