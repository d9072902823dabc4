"""The personal-data gate: what blocks publication, and what to do about it.

个人信息保护法 art 25 (no publication without separate consent), art 28 (sensitive personal information).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

KINDS = {
    "identity_number": Text("居民身份证号码", "resident identity numbers"),
    "mobile": Text("手机号码", "mobile phone numbers"),
    "bank_card": Text("银行卡号", "bank card numbers"),
}
BLOCKING = Text(
    "“{table}”的“{column}”列有 {cells} 个单元格含有{kind}。公开前请删除这一列（或其中的个人信息），再重新上传文件。",
    "Column '{column}' of '{table}' holds {kind} in {cells} cells. Remove the column, or the personal data in it, and upload the file again.",
)
BY_CHANCE = Text(
    "“{table}”的“{column}”列有 {cells} 个值形似{kind}，但比例与普通编码的偶然吻合一致，未阻止发布，请核对。",
    "Column '{column}' of '{table}' has {cells} values in the form of {kind}, no more than chance explains in ordinary codes; publication is not blocked, please check.",
)


class PersonalDataError(ZhanqiaoError):
    """Personal data was found; nothing was published, the submission is kept."""

    status = 422
    code = "personal-data"
    sentence = Text(
        zh="发现个人信息，没有发布，提交的文件仍然保留。{zh}",
        en="Personal data was found. Nothing was published; the submission is kept. {en}",
    )


@dataclass(frozen=True, slots=True)
class GateFinding:
    """Personal data in one column: how many cells, the first rows (from 0), whether it blocks, in words."""

    table: str
    column: str
    kind: str
    cells: int
    rows: tuple[int, ...]
    blocks: bool

    @property
    def kind_text(self) -> Text:
        """Return the kind in words."""
        return KINDS[self.kind]

    @property
    def text(self) -> Text:
        """Return what was found and what to do."""
        sentence, kind = BLOCKING if self.blocks else BY_CHANCE, self.kind_text
        places = {"table": self.table, "column": self.column, "cells": self.cells}
        return Text(zh=sentence.zh.format(kind=kind.zh, **places), en=sentence.en.format(kind=kind.en, **places))


def gate_findings(*, stored: Sequence[dict[str, Any]]) -> tuple[GateFinding, ...]:
    """Return the stored findings of a submission, those that block first."""
    known = GateFinding.__dataclass_fields__
    found = [GateFinding(**{name: one[name] for name in known} | {"rows": tuple(one["rows"])}) for one in stored]
    return tuple(sorted(found, key=lambda finding: not finding.blocks))


def require_no_personal_data(*, findings: Sequence[GateFinding]) -> None:
    """Raise PersonalDataError with every blocking finding."""
    blocking = [finding.text for finding in findings if finding.blocks]
    if blocking:
        raise PersonalDataError(zh="".join(text.zh for text in blocking), en=" ".join(text.en for text in blocking))
