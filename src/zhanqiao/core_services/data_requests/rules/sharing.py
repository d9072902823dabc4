"""Sharing requests between departments: 政务数据共享条例 (国务院令第809号) art 20–22, 25, 27–29.

Art 20: the five fields 使用依据、使用场景、使用范围、共享方式、使用时限, and the consent of the heads of both sides' work
offices. Art 21: 1 working day for unconditionally shared data, 10 for conditionally shared ones (10 more when the
authority agrees and the asker is told); what is missing is told at once and once; a refusal gives its reason. Art 22:
supply within 20 working days of the consent. Art 27: misuse is suspended, rectified, ended. Art 28: disputes are
negotiated, then mediated by the authority, then decided by the government. Art 29: use is recorded, for three years.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from zhanqiao.core_services.data_requests.rules.applications import LONGEST, WRONG_SPAN, later
from zhanqiao.core_services.data_requests.rules.steps import Problems, missing
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import Way

LONGEST_MONTHS = 36
OWN_DATA = Text("这是本部门的数据，无需申请。", "These are your own department's data; no request is needed.")
NOT_SHARED = Text(
    "这份数据不予共享，依据见目录。如有异议请联系数据主管部门。",
    "These data are not shared; the ground is in the catalogue. Ask the data authority if you think otherwise.",
)


class SharingState(StrEnum):
    """Where a sharing request stands."""

    DRAWN_UP = "drawn_up"
    ASKED = "asked"
    INCOMPLETE = "incomplete"
    REFUSED = "refused"
    CONSENTED = "consented"
    SUPPLIED = "supplied"
    SUSPENDED = "suspended"
    ENDED = "ended"
    NEGOTIATING = "negotiating"
    MEDIATING = "mediating"
    GOVERNMENT = "government"
    WITHDRAWN = "withdrawn"


SHARING_STATES: Mapping[SharingState, Text] = {
    SharingState.DRAWN_UP: Text("待本部门负责人同意", "waiting for the asking office's head"),
    SharingState.ASKED: Text("待提供部门答复", "waiting for the provider's answer"),
    SharingState.INCOMPLETE: Text("待补正", "waiting for missing materials"),
    SharingState.REFUSED: Text("不予共享", "refused"),
    SharingState.CONSENTED: Text("已同意，待提供", "consented, waiting for supply"),
    SharingState.SUPPLIED: Text("共享中", "shared"),
    SharingState.SUSPENDED: Text("已暂停，限期整改", "suspended until rectified"),
    SharingState.ENDED: Text("已终止", "ended"),
    SharingState.NEGOTIATING: Text("争议协商中", "dispute: being negotiated"),
    SharingState.MEDIATING: Text("争议由主管部门协调中", "dispute: with the data authority"),
    SharingState.GOVERNMENT: Text("争议报请政府决定", "dispute: with the government"),
    SharingState.WITHDRAWN: Text("已撤回", "withdrawn"),
}
_S = SharingState
SHARING_STEPS = frozenset(
    {
        (_S.DRAWN_UP, _S.ASKED),
        (_S.DRAWN_UP, _S.WITHDRAWN),
        (_S.ASKED, _S.INCOMPLETE),
        (_S.ASKED, _S.CONSENTED),
        (_S.ASKED, _S.REFUSED),
        (_S.ASKED, _S.WITHDRAWN),
        (_S.INCOMPLETE, _S.ASKED),
        (_S.INCOMPLETE, _S.WITHDRAWN),
        (_S.CONSENTED, _S.SUPPLIED),
        (_S.SUPPLIED, _S.SUSPENDED),
        (_S.SUPPLIED, _S.ENDED),
        (_S.SUSPENDED, _S.SUPPLIED),
        (_S.SUSPENDED, _S.ENDED),
        (_S.REFUSED, _S.NEGOTIATING),
        (_S.NEGOTIATING, _S.CONSENTED),
        (_S.NEGOTIATING, _S.MEDIATING),
        (_S.NEGOTIATING, _S.REFUSED),
        (_S.MEDIATING, _S.CONSENTED),
        (_S.MEDIATING, _S.REFUSED),
        (_S.MEDIATING, _S.GOVERNMENT),
        (_S.GOVERNMENT, _S.CONSENTED),
        (_S.GOVERNMENT, _S.REFUSED),
    }
)
NAMES = {
    "ground": Text("使用依据", "ground of use"),
    "scene": Text("使用场景", "scene of use"),
    "scope": Text("使用范围", "scope of use"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingForm:
    """The five statutory fields; the last day of use is inclusive."""

    ground: str
    scene: str
    scope: str
    way: Way
    to_on: date


def sharing_problems(*, form: SharingForm, share_type: str, is_own: bool, on: date) -> Problems:
    """Return what is wrong with a sharing request drawn up on a day, by field."""
    found = missing(values=asdict(form), names=NAMES, longest=LONGEST)
    if not on < form.to_on <= later(on, months=LONGEST_MONTHS):
        found["to_on"] = WRONG_SPAN
    if is_own:
        found["dataset"] = OWN_DATA
    elif share_type == "refused":
        found["dataset"] = NOT_SHARED
    return found


def is_consented_at_once(*, share_type: str) -> bool:
    """Say whether the provider's consent is given by the catalogue itself: unconditionally shared data (art 14, 21)."""
    return share_type == "unconditional"


def sharing_duty(*, share_type: str) -> str:
    """Return the duty by which the provider answers (art 21)."""
    return "share_unconditional" if is_consented_at_once(share_type=share_type) else "share_conditional"
