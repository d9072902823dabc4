"""Running a failed job again."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.audit.operations import record


def retry_job(*, job_id: str, by: str, at: datetime) -> str:
    """Queue a failed job once more with the same arguments; return the new job's id. The failed one is kept.

    Raises NotFoundError when there is no failed job of this id.
    """
    with transaction.atomic():
        try:
            failed = DBTaskResult.objects.failed().filter(pk=job_id).first()
        except ValidationError:
            failed = None
        if failed is None:
            raise NotFoundError(what=job_id)
        given = failed.args_kwargs
        result = failed.task.enqueue(*given["args"], **given["kwargs"])
        detail = {"again": str(result.id), "task": failed.task_path}
        record(by=by, action="job.retry", object_type="job", object_id=job_id, detail=detail, at=at)
    return str(result.id)
