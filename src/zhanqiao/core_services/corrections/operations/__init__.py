"""Changes to corrections."""

from __future__ import annotations

from zhanqiao.core_services.corrections.operations.answering import accept, confirm, extend, reject, return_to_officer
from zhanqiao.core_services.corrections.operations.asking import ask, retract
from zhanqiao.core_services.corrections.operations.comparing import accept_discrepancy, relate, withdraw_moot
from zhanqiao.core_services.corrections.operations.forwarding import DepartmentEndedError, forward, pass_on

__all__ = [
    "DepartmentEndedError",
    "accept",
    "accept_discrepancy",
    "ask",
    "confirm",
    "extend",
    "forward",
    "pass_on",
    "reject",
    "relate",
    "retract",
    "return_to_officer",
    "withdraw_moot",
]
