"""How much of a visitor's own file is taken, and for how long. No Django, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

MOST_BYTES = 10 << 20
MOST_ROWS = 100_000
READING_SECONDS = 60  # of reading it
KEPT = timedelta(hours=1)
MOST_AT_ONCE = 200  # files of all sessions together: the place on disk has an end
FORMATS = (".csv", ".xlsx")


class BroughtFileError(ZhanqiaoError):
    """A visitor's file is not taken; nothing of it was kept."""

    status = 422
    code = "brought-file"
    sentence = Text(zh="{zh}没有保留任何内容。", en="{en} Nothing of it was kept.")


class NothingBroughtError(ZhanqiaoError):
    """The session has no file, or no longer."""

    status = 404
    code = "no-brought-file"
    sentence = Text(
        zh="此次会话中没有您自己的文件，或已过一小时被删除。它只保存在您的会话中，请重新选择文件。",
        en="Your session holds no file of your own, or its hour is over and it was removed. It is kept in your session only; choose it "
        "again.",
    )


class ManyBroughtError(ZhanqiaoError):
    """Too many visitors have files here at this moment."""

    status = 503
    code = "many-brought-files"
    sentence = Text(
        zh="现在使用此功能的人太多，没有保留您的文件。请几分钟后再试。",
        en="Too many people use this at the moment, and your file was not kept. Try again in a few minutes.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A visitor's file as their session remembers it: where, until when. Its name lies with it."""

    token: str
    until: datetime

    def as_dict(self) -> dict[str, str]:
        """Return plain values."""
        return {"token": self.token, "until": self.until.isoformat()}


def require_fit(*, filename: str, size: int) -> None:
    """Require a file of a kind and size that is taken. Raises BroughtFileError."""
    if not filename.lower().endswith(FORMATS):
        raise BroughtFileError(zh="请选择 CSV 或 XLSX 文件。", en="Choose a file of CSV or XLSX.")
    if size > MOST_BYTES:
        limit = MOST_BYTES >> 20
        raise BroughtFileError(zh=f"文件超过 {limit} MB。", en=f"The file is larger than {limit} MB.")
    if not size:
        raise BroughtFileError(zh="文件是空的。", en="The file is empty.")


def is_over(*, until: datetime, at: datetime) -> bool:
    """Say whether a file's time is over."""
    return at >= until
