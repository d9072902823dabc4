"""What offices do with requests that data be opened."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.data_requests import operations as requests
from zhanqiao.core_services.data_requests.rules import OpeningOutcome
from zhanqiao.data_center.catalogue.queries import id_of
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench.acts.model import Act, Given

AUTHORITY = (("authority", Action.check_requests),)
OPEN = frozenset({"asked", "forwarded"})


def _forward(given: Given) -> None:
    requests.forward_opening(
        opening_id=given.request_id, department=given.values["department"], by=given.by, at=given.at
    )


def _answer(given: Given) -> None:
    slug = given.values["dataset"]
    requests.answer_opening(
        opening_id=given.request_id,
        outcome=OpeningOutcome(given.values["outcome"]),
        answer=given.values["reason"],
        dataset_id=id_of(slug=slug) if slug else None,
        office_id=given.office_id,
        by=given.by,
        at=given.at,
    )


def _merge(given: Given) -> None:
    requests.merge_opening(opening_id=given.request_id, into_id=given.values["into"], by=given.by, at=given.at)


OPENING_ACTS = (
    Act(
        name="answer",
        label=_("Answer, for everybody to read"),
        states=OPEN | {"answered"},
        rights=(*AUTHORITY, ("owner", Action.handle_requests)),
        run=_answer,
        fields=("outcome", "reason", "dataset"),
        kind="primary",
    ),
    Act(
        name="forwarding",
        label=_("Forward to a department"),
        states=OPEN,
        rights=AUTHORITY,
        run=_forward,
        fields=("department",),
    ),
    Act(
        name="merge",
        label=_("Merge into another request"),
        states=OPEN,
        rights=AUTHORITY,
        run=_merge,
        fields=("into",),
    ),
)
