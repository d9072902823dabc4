"""Changes to ratings and remarks. Whoever calls has asked ``people.access`` whether ``by`` may."""

from __future__ import annotations

from zhanqiao.core_services.conversation.operations.answering import answer, remove, show
from zhanqiao.core_services.conversation.operations.saying import rate, rate_app, report, say

__all__ = ["answer", "rate", "rate_app", "remove", "report", "say", "show"]
