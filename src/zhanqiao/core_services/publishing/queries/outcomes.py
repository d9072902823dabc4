"""What became of a file that a program sent, in the words that batches of rows have too."""

from __future__ import annotations

from typing import Any

from zhanqiao.core_services.publishing.models import Submission
from zhanqiao.core_services.publishing.rules import SubmissionStep
from zhanqiao.kit.errors import NotFoundError

STATES = {
    SubmissionStep.PUBLISHED: "released",
    SubmissionStep.REFUSED: "refused",
    SubmissionStep.CANCELLED: "refused",
}


def outcome(*, submission_id: str) -> dict[str, Any]:
    """Return state (accepted, released, refused, or held for a person), release, code and reason. Raises NotFoundError."""
    found = Submission.objects.filter(pk=submission_id).first()
    if found is None:
        raise NotFoundError(what=submission_id)
    last = found.states.order_by("-id").first()
    step = SubmissionStep(found.state)
    held = step is SubmissionStep.UNDERSTOOD and last is not None and bool(last.code)
    releases = (found.result or {}).get("releases") or [None]
    return {
        "state": STATES.get(step, "held" if held else "accepted"),
        "release": releases[0],
        "code": (last.code if last else "") or None,
        "reason": {"zh": last.reason_zh, "en": last.reason_en} if last and last.reason_zh else None,
    }


def published_slug(*, submission_id: str) -> str:
    """Return the address name of the dataset a submission became, empty while it is not published."""
    found = Submission.objects.filter(pk=submission_id, state=SubmissionStep.PUBLISHED.value).first()
    return str((found.result or {}).get("slug", "")) if found else ""
