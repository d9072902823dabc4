"""What the index still has although it was taken down since: a withdrawal counts at once, however busy the index writer is."""

from __future__ import annotations

from django.db.models import Subquery

from zhanqiao.data_center.catalogue.models import Dataset, SearchChange
from zhanqiao.data_center.catalogue.rules import State
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.people.access.rules import AccessCard, visible_states


def overtaken(*, card: AccessCard) -> tuple[str, ...]:
    """Return the ids of datasets in the outbox that were public and that lists may no longer show this card.

    One query when something in the data center changed, else none.
    """
    waiting = storage.remembered(("search overtaken",), _waiting)
    return tuple(
        dataset_id
        for dataset_id, department_id, state in waiting
        if state not in visible_states(card=card, department_id=department_id)
    )


def _waiting() -> tuple[tuple[str, str, str], ...]:
    changed = Subquery(SearchChange.objects.values("dataset_id"))
    found = Dataset.objects.filter(pk__in=changed, issued_at__isnull=False).exclude(state=State.PUBLISHED)
    return tuple(found.order_by("id").values_list("id", "department_id", "state"))
