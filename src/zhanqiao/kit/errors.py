"""The base of every named error: an HTTP status, a stable code, a sentence a person understands."""

from __future__ import annotations

from typing import Any, ClassVar

from zhanqiao.kit.texts import Text


class ZhanqiaoError(Exception):
    """An error that was foreseen: it says what happened, what was kept, and what to do.

    A subclass stands beside the code that raises it and sets ``status`` (HTTP), ``code`` (stable,
    kebab-case, the last part of the RFC 9457 ``type``) and ``sentence``, whose ``{places}`` are
    filled from the keyword arguments. ``facts`` go into the problem document: no personal data.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad-request"
    sentence: ClassVar[Text] = Text(zh="请求无法处理。", en="The request could not be handled.")

    def __init__(self, **facts: Any) -> None:
        """Fill the sentence's places with ``facts``."""
        self.facts = facts
        self.text = self.sentence.filled(**facts)
        super().__init__(self.text.en)


class NotFoundError(ZhanqiaoError):
    """What was asked for does not exist, or the caller may not know that it does."""

    status = 404
    code = "not-found"
    sentence = Text(
        zh="没有找到“{what}”。请检查地址，或在数据目录中搜索。",
        en="'{what}' was not found. Check the address, or search the catalogue.",
    )
