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
    "old_identity_number": Text("15 位旧身份证号码", "old identity numbers of 15 digits"),
    "mobile": Text("手机号码", "mobile phone numbers"),
    "bank_card": Text("银行卡号", "bank card numbers"),
    "passport": Text("护照或通行证号码", "passport or permit numbers"),
    "plate": Text("车牌号", "number plates"),
    "email": Text("个人邮箱", "private e-mail addresses"),
    "landline": Text("固定电话", "landline numbers"),
    "name": Text("姓名", "names of persons"),
    "home_address": Text("住址", "addresses of homes"),
    "home_place": Text("住处的坐标", "coordinates of homes"),
}
FOUND = Text(
    "“{table}”的“{column}”列有 {cells} 个单元格含有{kind}。",
    "Column '{column}' of '{table}' holds {kind} in {cells} cells. ",
)
TO_DO = Text(
    "公开前请为这一列选择脱敏规则或删去个人信息；确需公开的，由数据主管部门批准豁免。",
    "Choose a masking rule for the column or remove the personal data; where the law wants it open, the data authority may exempt it.",
)
BESIDE = Text(
    "它与个人姓名同在一张表中。" + TO_DO.zh,
    "It stands in one table with names of private persons. " + TO_DO.en,
)
GROUNDS = {
    "chance": Text(
        "但比例与普通编码的偶然吻合一致，未阻止发布，请核对。",
        "No more of them are valid than chance explains in ordinary codes; publication is not blocked, please check.",
    ),
    "office": Text(
        "他们以职务身份出现，未阻止发布；请核对公开的依据。",
        "They appear as holders of an office; publication is not blocked, please check the ground for opening them.",
    ),
    "kept_out": Text(
        "它们在被拒收的行中，不会随发布提供，原始文件也不公开。",
        "They stand in refused lines, which stay out of the release, and so does the file as handed in.",
    ),
    "form": Text(
        "没有迹象表明属于个人，未阻止发布，请核对。",
        "Nothing says that they are of private persons; publication is not blocked, please check.",
    ),
}


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
    ground: str = "value"

    @property
    def kind_text(self) -> Text:
        """Return the kind in words."""
        return KINDS[self.kind]

    @property
    def text(self) -> Text:
        """Return what was found and what to do."""
        found, why = self.found, self._why
        return Text(zh=found.zh + why.zh, en=found.en + why.en)

    @property
    def found(self) -> Text:
        """Return what was found, and where."""
        places = {"table": self.table, "column": self.column or "—", "cells": self.cells}
        kind = self.kind_text
        return Text(zh=FOUND.zh.format(kind=kind.zh, **places), en=FOUND.en.format(kind=kind.en, **places))

    @property
    def _why(self) -> Text:
        if self.blocks:
            return BESIDE if self.ground == "beside" else TO_DO
        return GROUNDS.get(self.ground, GROUNDS["chance"])


def gate_findings(*, stored: Sequence[dict[str, Any]]) -> tuple[GateFinding, ...]:
    """Return the stored findings of a submission, those that block first."""
    known = GateFinding.__dataclass_fields__
    found = [
        GateFinding(**{name: one[name] for name in known if name in one} | {"rows": tuple(one["rows"])})
        for one in stored
    ]
    return tuple(sorted(found, key=lambda finding: not finding.blocks))
