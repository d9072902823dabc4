"""Nothing personal is published with a request: its texts are searched as the rows of a dataset are."""

from __future__ import annotations

from datetime import datetime

from zhanqiao.core_services.publishing.rules import KINDS
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.queries import Field, LogicalType
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class PersonalTextError(ZhanqiaoError):
    """A text that would be published holds personal data; nothing was saved."""

    status = 422
    code = "text-personal-data"
    sentence = Text(
        zh="没有提交：内容会向社会公开，而其中似乎含有{kind_zh}。请删去个人信息后再提交。",
        en="Nothing was sent: the text is published, and it seems to hold {kind_en}. Remove the personal data and send it "
        "again.",
    )


def require_nothing_personal(*, texts: dict[str, str], at: datetime) -> None:
    """Raise PersonalTextError when one of the texts holds personal data (个人信息保护法 art 25)."""
    fields = [Field(name=name, type=LogicalType.TEXT) for name in texts]
    findings = storage.find_personal_in_rows(rows=[texts], fields=fields, on=at.astimezone(CITY_TIME).date())
    first = next((one for one in findings if one.cells), None)
    if first is not None:
        kind = KINDS[first.kind.value]
        raise PersonalTextError(kind_zh=kind.zh, kind_en=kind.en)
