"""Where one can go from the workbench, by what one may do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhanqiao.people.access.rules import AccessCard, Action, decide
from zhanqiao.portal.workbench.queries.returns import are_returned


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the workbench: the name of its address, its icon, its name."""

    action: Action
    route: str
    icon: str
    name: str | Promise


PLACES = (
    Place(Action.withdraw, "workbench:datasets", "database", _("Datasets")),
    Place(Action.edit_entry, "workbench:template", "file-spreadsheet", _("The catalogue as a spreadsheet")),
    Place(Action.edit_entry, "workbench:changes", "list-checks", _("Changes in review")),
    Place(Action.review_dashboard, "dashboards:waiting", "layout-dashboard", _("Dashboards in review")),
    Place(Action.review_apps, "applications:waiting", "app-window", _("Apps in review")),
    Place(Action.handle_requests, "workbench:data_requests", "inbox", _("Data requests")),
    Place(Action.see_corrections, "workbench:corrections", "pencil", _("Corrections")),
    Place(Action.compare, "workbench:comparisons", "git-compare", _("Comparisons")),
    Place(Action.handle_remarks, "workbench:remarks", "message-square", _("Remarks")),
    Place(Action.hold_consultations, "workbench:consultations", "scroll-text", _("Consultations")),
    Place(Action.hold_news, "news:held", "newspaper", _("News and interviews")),
    Place(Action.hold_contests, "contests:held", "trophy", _("Contests")),
    Place(Action.hold_surveys, "workbench:surveys", "clipboard-list", _("Surveys")),
    Place(Action.see_transfers, "workbench:transfers", "arrow-right-left", _("Transfers of nodes")),
    Place(Action.connect, "workbench:connectors", "plug", _("Connectors")),
    Place(Action.derive, "workbench:derived_tables", "table-2", _("Derived tables")),
    Place(Action.receive_return, "workbench:returns", "download", _("Returned rows")),
    Place(Action.harvest, "workbench:harvests", "refresh-cw", _("Harvesting")),
    Place(Action.operate, "workbench:operations", "activity", _("Operations")),
)


def places(*, card: AccessCard) -> list[Place]:
    """Return the pages that the holder of the card may open; returned rows only where there are any for them."""
    may = [place for place in PLACES if decide(card=card, action=place.action).allowed]
    return [place for place in may if place.action is not Action.receive_return or are_returned(card=card)]
