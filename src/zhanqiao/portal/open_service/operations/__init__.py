"""Writing through the interfaces."""

from __future__ import annotations

from zhanqiao.portal.open_service.operations.sending import sent

__all__ = ["sent"]
