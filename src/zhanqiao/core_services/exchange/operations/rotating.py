"""Replacing the key that receipts are signed with."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.exchange.engine.platform_keys import rotation
from zhanqiao.people.audit.operations import record


def rotate_platform_key(*, by: str, at: datetime) -> tuple[str, str]:
    """Sign receipts with a new key from now on; return the ids of the key before and of the new one.

    The key before stays published with its end. Raises RotationBusyError, ProviderMissingError.
    """
    with transaction.atomic(), rotation(at=at) as (before, new):
        detail = {"before": before, "new": new}
        record(by=by, action="platform_key.rotate", object_type="platform_key", object_id=new, detail=detail, at=at)
    return before, new
