"""What is typed on the pages of interaction."""

from __future__ import annotations

from zhanqiao.portal.interaction.forms.requests import (
    ApplyForm,
    AskForm,
    ReportForm,
    SupplementForm,
    choices_of,
    proof_in,
    told,
)

__all__ = ["ApplyForm", "AskForm", "ReportForm", "SupplementForm", "choices_of", "proof_in", "told"]
