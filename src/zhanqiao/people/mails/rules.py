"""Decisions about mail: kinds, ways, defaults, when a digest goes, how often a mail is tried. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.rules import Role

DIGEST_AT = time(8, 0)  # of the city
LINK_HOURS = 24  # for which a link that confirms an address is worth something
ASKS_A_DAY = 5  # of one account, and to one address: strangers are not flooded
LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3
KEPT_DAYS = 30  # a mail that is over
INTERRUPTED = timedelta(minutes=15)  # a mail that was begun so long ago and not ended: nobody sends it any more
# Pauses between the tries of a mail that the server did not take; then it is given up.
PAUSES = tuple(timedelta(seconds=each) for each in (60, 300, 1_800, 7_200, 18_000, 36_000, 50_400))
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
PERMANENT = 500  # replies of SMTP from here on: trying again is useless


class Way(StrEnum):
    """How a kind of notice reaches an account besides the site."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    SITE = "site"


class Kind(StrEnum):
    """What a notice is about; a kind that is not listed counts as OTHER."""

    CLOCK = "clock"
    LIGHT = "light"
    APPLICATION = "application"
    SHARING = "sharing"
    CORRECTION = "correction"
    CHANGE = "change"
    OPENING = "opening"
    FOLLOWED_DATASET = "followed_dataset"
    REPORT = "report"
    OTHER = "other"


class Purpose(StrEnum):
    """Why a mail is sent."""

    NOTICE = "notice"
    DIGEST = "digest"
    CONFIRMATION = "confirmation"


class Outcome(StrEnum):
    """How a mail ended. UNKNOWN: the process ended between sending and noting; REFUSED: given up; UNNEEDED: not sent."""

    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    UNNEEDED = "unneeded"


KIND_NAMES = {
    Kind.CLOCK: Text("有事项等待您办理", "A duty waits for you"),
    Kind.LIGHT: Text("办理期限将到或已过（黄牌、红牌）", "A deadline is near or over (yellow, red card)"),
    Kind.APPLICATION: Text("您的数据申请有进展", "Your application for data moved on"),
    Kind.SHARING: Text("共享申请有进展", "A sharing request moved on"),
    Kind.CORRECTION: Text("您的校核申请有答复", "Your correction was answered"),
    Kind.CHANGE: Text("您提出的变更已有结论", "A change that you asked for was decided"),
    Kind.OPENING: Text("您关注的数据需求有进展", "A request for data that you follow moved on"),
    Kind.FOLLOWED_DATASET: Text("您关注的数据集有变化", "A dataset you follow changed"),
    Kind.REPORT: Text("您订阅的看板报告", "A report of a dashboard that you chose"),
    Kind.OTHER: Text("其他消息", "Other notices"),
}
WAY_NAMES = {
    Way.AT_ONCE: Text("立即发邮件", "by mail, at once"),
    Way.DIGEST: Text("每天 8:00 汇总一封", "one digest a day, at 8:00"),
    Way.SITE: Text("只在网站显示", "only on this site"),
}
PURPOSE_NAMES = {
    Purpose.NOTICE: Text("消息", "Notice"),
    Purpose.DIGEST: Text("每日汇总", "Digest"),
    Purpose.CONFIRMATION: Text("确认地址", "Confirmation of an address"),
}
STAFF = frozenset({Role.officer, Role.reviewer, Role.authority, Role.operator})
AT_ONCE = frozenset({Kind.LIGHT, Kind.APPLICATION, Kind.SHARING, Kind.REPORT})


def kind_of(code: str, /) -> Kind:
    """Return the kind of a notice by its code."""
    return Kind(code) if code in set(Kind) else Kind.OTHER


def default_way(*, kind: Kind, roles: Collection[Role]) -> Way:
    """Return how a kind is told to who chose nothing: duties and deadlines at once to staff, the rest once a day."""
    if kind in AT_ONCE or (kind is Kind.CLOCK and STAFF.intersection(roles)):
        return Way.AT_ONCE
    return Way.DIGEST


def digest_day(*, at: datetime) -> date:
    """Return the day of the next digest after a moment."""
    here = at.astimezone(CITY_TIME)
    return here.date() + timedelta(days=here.time() >= DIGEST_AT)


def digest_due(*, day: date) -> datetime:
    """Return when the digest of a day goes."""
    return datetime.combine(day, DIGEST_AT, tzinfo=CITY_TIME)


def next_try(*, tries: int, at: datetime) -> datetime | None:
    """Return when a mail that was not taken ``tries`` times is tried again; None: it is given up."""
    return at + PAUSES[tries - 1] if tries <= len(PAUSES) else None


def is_address(text: str, /) -> bool:
    """Say whether a text can be an address of mail: plain RFC 5321 form, no quotes, no literals, no line breaks."""
    return len(text) <= LONGEST_ADDRESS and ADDRESS.fullmatch(text) is not None
