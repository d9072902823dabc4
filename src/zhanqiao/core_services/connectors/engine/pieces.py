"""What readers give, and how they fail."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

CLOSED = (  # what PostgreSQL, MySQL and MariaDB, FTP servers, asyncssh and OpenSSL say to who may not come in
    "password authentication failed",
    "no password supplied",
    "Access denied",
    "error_perm 530",
    "PermissionDenied",
    "HostKeyNotVerifiable",
    "CERTIFICATE_VERIFY_FAILED",
)
TOLD = 300  # characters of what a source says about its failure


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows, and the position to keep in the transaction that takes them.

    ``whole_header``: every row has all ``columns``, so one that is missing is missing from the source.
    """

    rows: list[dict[str, Any]]
    columns: tuple[str, ...]
    position: dict[str, Any] = field(default_factory=dict)
    whole_header: bool = True
    size: int = 0


class SourceDownError(ZhanqiaoError):
    """The source cannot be reached or broke off; it is tried again."""

    status = 502
    code = "connector-source-down"
    sentence = Text(
        zh="来源连接失败或中断：{why}。已写入的行保留，下次从中断处继续。",
        en="The source could not be reached or broke off: {why}. The rows that were taken are kept; the next run goes on from there.",
    )


class SourceClosedError(ZhanqiaoError):
    """The source does not let us in. It is not tried again: some lock an account after a few failures."""

    status = 502
    code = "connector-source-closed"
    sentence = Text(
        zh="来源拒绝登录：{why}。没有重试，以免账号被锁定。请核对用户名、口令或主机密钥后重新登记。",
        en="The source does not let us in: {why}. It was not tried again, lest the account be locked. Check the user name, the "
        "secret or the host key, and register them again.",
    )


class SourceUnreadableError(ZhanqiaoError):
    """The source answers, and what it says cannot be read as rows."""

    status = 502
    code = "connector-source-unreadable"
    sentence = Text(
        zh="来源的内容无法读成数据行：{why_zh}。已写入的行保留，此后的没有写入。",
        en="What the source gives cannot be read as rows: {why_en}. The rows that were taken are kept, no further one was taken.",
    )


def down(error: BaseException, *, hide: tuple[str, ...] = ()) -> SourceDownError | SourceClosedError:
    """Return the error that tells in one line what the source or the line to it said, without the secrets."""
    why = first_line(error, hide=hide)
    return (SourceClosedError if any(words in why for words in CLOSED) else SourceDownError)(why=why)


def unreadable(*, zh: str, en: str) -> SourceUnreadableError:
    """Return the error that says why something is not rows."""
    return SourceUnreadableError(why_zh=zh, why_en=en)


def first_line(error: BaseException, *, hide: tuple[str, ...] = ()) -> str:
    """Return the kind of an error and the first line of its words, without the secrets."""
    words = next(iter(str(error).strip().splitlines()), "")
    for secret in hide:
        words = words.replace(secret, "***")
    return f"{type(error).__name__} {words}".strip()[:TOLD]
