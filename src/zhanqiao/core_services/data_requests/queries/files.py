"""Where files of proof are, and who they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zhanqiao.core_services.data_requests.models import ApplicationFile
from zhanqiao.kit.environment import home
from zhanqiao.kit.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class ProofCard:
    """A kept file of proof."""

    id: str
    name: str
    size: int
    sha256: str


def proof_path(*, application_id: str, file_id: str) -> Path:
    """Return where a file of proof is kept."""
    return home() / "requests" / application_id / file_id


def proof_file(*, application_id: str, file_id: str) -> tuple[ProofCard, Path]:
    """Return a file of proof of an application; says nothing about rights. Raises NotFoundError."""
    row = ApplicationFile.objects.filter(pk=file_id, application_id=application_id).first()
    if row is None:
        raise NotFoundError(what=file_id)
    return proof_card(row=row), proof_path(application_id=application_id, file_id=file_id)


def proof_card(*, row: ApplicationFile) -> ProofCard:
    """Return the card of a row."""
    return ProofCard(id=row.id, name=row.name, size=row.size, sha256=row.sha256)
