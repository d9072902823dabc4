"""Keeping files of proof: below HOME, under names of our own, never below anything that is served."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from zhanqiao.core_services.data_requests.models import ApplicationFile
from zhanqiao.core_services.data_requests.queries.files import proof_path
from zhanqiao.core_services.data_requests.rules import ProofFile


def keep_files(*, application_id: str, files: Sequence[ProofFile], at: datetime) -> None:
    """Write files of proof, each synced before its row; what a failed transaction leaves behind has no row."""
    for one in files:
        row = ApplicationFile(
            application_id=application_id,
            name=one.name,
            size=len(one.content),
            sha256=sha256(one.content).hexdigest(),
            at=at,
        )
        path = proof_path(application_id=application_id, file_id=row.id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(one.content)
            opened.flush()
            os.fsync(opened.fileno())
        row.save(force_insert=True)
