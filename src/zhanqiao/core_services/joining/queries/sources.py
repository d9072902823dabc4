"""The tables that a department may make something of: its own, and what is open to everybody."""

from __future__ import annotations

from zhanqiao.core_services.joining.rules import SourceClosedError
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.rules import State
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.operations import ForbiddenError, LoginRequiredError
from zhanqiao.people.access.rules import AccessCard, Role


def source_card(*, table_id: str, department_id: str) -> TableCard:
    """Return a table at its present release, as the officers of a department may read it; grants of persons do not count.

    Of what is not public, or no longer, nothing is made, not even by its own department.

    Raises SourceClosedError.
    """
    card = AccessCard(account_id=None, roles=frozenset({(Role.officer, department_id)}))
    try:
        table = catalogue.readable_table(table_id=table_id, card=card)
    except (NotFoundError, ForbiddenError, LoginRequiredError):
        raise SourceClosedError(source=table_id) from None
    states = catalogue.openness(dataset_ids=(table.dataset_id,))
    if [one.state for one in states] != [State.PUBLISHED.value]:
        raise SourceClosedError(source=states[0].title if states else table_id)
    return table
