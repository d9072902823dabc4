"""Who gets a correction first: the department, which has five working days, or the authority, which forwards it within two.

青岛市公共数据管理办法 (市政府令第299号) art 17: what is asked of a department is checked within 5 working days; what is asked of the
authority is forwarded within 2, and the department's days begin with the forwarding.
"""

from __future__ import annotations

from enum import StrEnum

from zhanqiao.kit.texts import Text


class Detour(StrEnum):
    """Why a correction goes to the authority first."""

    UNSURE = "unsure"
    HARVESTED = "harvested"
    ENDED = "ended"
    UNKEYED = "unkeyed"


DETOURS = {
    Detour.UNSURE: Text("申请人不清楚应由哪个部门答复", "The sender does not know which department answers for it"),
    Detour.HARVESTED: Text("数据集采集自其他平台", "The dataset was harvested from another platform"),
    Detour.ENDED: Text("数据集的部门已撤销", "The department of the dataset exists no more"),
    Detour.UNKEYED: Text(
        "数据表没有主键，不能确定记录的来源单位", "The table has no key, so the source of the record is uncertain"
    ),
}


def detour(*, unsure: bool, harvested: bool, ended: bool, keyed: bool) -> Detour | None:
    """Return why the authority has to forward a correction; None where the dataset's department answers at once."""
    facts = {Detour.UNSURE: unsure, Detour.HARVESTED: harvested, Detour.ENDED: ended, Detour.UNKEYED: not keyed}
    return next((one for one, holds in facts.items() if holds), None)
