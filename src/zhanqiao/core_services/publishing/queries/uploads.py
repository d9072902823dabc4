"""Questions about uploads in pieces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhanqiao.core_services.publishing.models import Upload
from zhanqiao.core_services.publishing.queries.places import upload
from zhanqiao.kit.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class UploadCard:
    """An upload: ``offset`` of ``length`` bytes have arrived."""

    id: str
    filename: str
    offset: int
    length: int
    expires_at: datetime


def upload_card(*, upload_id: str, by: str, at: datetime) -> UploadCard:
    """Return an upload to whoever began it. Raises NotFoundError, also when it has had its day."""
    found = Upload.objects.filter(pk=upload_id, by=by, expires_at__gt=at).first()
    if found is None:
        raise NotFoundError(what=upload_id)
    path = upload(upload_id=upload_id)
    offset = path.stat().st_size if path.is_file() else 0
    return UploadCard(found.id, found.filename, offset, found.length, found.expires_at)
