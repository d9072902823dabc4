"""What offices do with sharing requests: the asking one, the providing one, the authority."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.data_requests import operations as requests
from zhanqiao.core_services.data_requests.queries import office_name
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench.acts.model import Act, Given

AUTHORITY = (("authority", Action.check_requests),)
ASKERS_HEAD, ASKERS = (("asker", Action.decide_requests),), (("asker", Action.share_data),)
PROVIDERS_HEAD, PROVIDERS = (("provider", Action.decide_requests),), (("provider", Action.share_data),)
HIGHER = (*ASKERS_HEAD, *PROVIDERS_HEAD, *AUTHORITY)


def _plain(operation: Callable[..., Any], *, with_office: bool = False, **fixed: Any) -> Callable[[Given], None]:
    """Return how to call an operation that takes the form's fields by their names."""

    def run(given: Given) -> None:
        office = {"office_id": given.office_id} if with_office else {}
        operation(sharing_id=given.request_id, **given.values, **office, **fixed, by=given.by, at=given.at)

    return run


def _missing(given: Given) -> None:
    requests.tell_sharing_incomplete(
        sharing_id=given.request_id, missing=given.values["reason"], by=given.by, at=given.at
    )


def _supplement(given: Given) -> None:
    requests.supplement_sharing(sharing_id=given.request_id, note=given.values["reason"], by=given.by, at=given.at)


def _extend(given: Given) -> None:
    approver = office_name(None).zh
    requests.extend_sharing(sharing_id=given.request_id, **given.values, approver=approver, by=given.by, at=given.at)


def _key(given: Given) -> str:
    return requests.renew_sharing_key(sharing_id=given.request_id, by=given.by, at=given.at)


def _act(name: str, label: Any, states: str, rights: Any, run: Any, *fields: str, kind: str = "secondary") -> Act:
    return Act(
        name=name, label=label, states=frozenset(states.split()), rights=rights, run=run, fields=fields, kind=kind
    )


SHARING_ACTS = (
    _act(
        "head",
        _("Consent as the head of the asking office"),
        "drawn_up",
        ASKERS_HEAD,
        _plain(requests.consent_as_asker),
        kind="primary",
    ),
    _act(
        "consent",
        _("Consent as the head of the providing office"),
        "asked",
        PROVIDERS_HEAD,
        _plain(requests.consent_sharing),
        kind="primary",
    ),
    _act("missing", _("Tell what is missing (once)"), "asked", PROVIDERS, _missing, "reason"),
    _act(
        "refusal",
        _("Refuse, with the reason"),
        "asked",
        PROVIDERS_HEAD,
        _plain(requests.refuse_sharing),
        "reason",
        kind="danger",
    ),
    _act("extension", _("Extend the answer (the authority agrees)"), "asked", AUTHORITY, _extend, "days", "reason"),
    _act("supplement", _("Supplement what is missing"), "incomplete", ASKERS, _supplement, "reason", kind="primary"),
    _act(
        "supply",
        _("Supply the data"),
        "consented",
        PROVIDERS,
        _plain(requests.supply_sharing),
        "per_day",
        kind="primary",
    ),
    _act("key", _("Make the key and show it once"), "supplied", ASKERS, _key),
    _act(
        "use",
        _("Record the use"),
        "supplied suspended ended",
        ASKERS,
        _plain(requests.record_sharing_use),
        "scene",
        "process",
        "results",
        "storage",
        "disposal",
    ),
    _act(
        "suspension",
        _("Suspend until rectified"),
        "supplied",
        (*PROVIDERS_HEAD, *AUTHORITY),
        _plain(requests.suspend_sharing, with_office=True),
        "reason",
        "rectify_by",
        kind="danger",
    ),
    _act(
        "resumption",
        _("Rectified: let it go on"),
        "suspended",
        (*PROVIDERS_HEAD, *AUTHORITY),
        _plain(requests.resume_sharing, with_office=True),
        "reason",
        kind="primary",
    ),
    _act(
        "end",
        _("End for good"),
        "supplied suspended",
        HIGHER,
        _plain(requests.end_sharing, with_office=True),
        "reason",
        kind="danger",
    ),
    _act("dispute", _("Dispute the refusal"), "refused", ASKERS_HEAD, _plain(requests.dispute_sharing), "reason"),
    _act(
        "escalation",
        _("Take the dispute one level up"),
        "negotiating mediating",
        HIGHER,
        _plain(requests.escalate_sharing, with_office=True),
        "reason",
    ),
    _act(
        "agreed",
        _("Settled between the offices: share"),
        "negotiating",
        PROVIDERS_HEAD,
        _plain(requests.settle_sharing, with_office=True, is_shared=True),
        "reason",
        kind="primary",
    ),
    _act(
        "upheld",
        _("Settled between the offices: the refusal stands"),
        "negotiating",
        ASKERS_HEAD,
        _plain(requests.settle_sharing, with_office=True, is_shared=False),
        "reason",
    ),
    _act(
        "ruled",
        _("Decided: share"),
        "mediating government",
        AUTHORITY,
        _plain(requests.settle_sharing, with_office=True, is_shared=True),
        "reason",
        kind="primary",
    ),
    _act(
        "denied",
        _("Decided: the refusal stands"),
        "mediating government",
        AUTHORITY,
        _plain(requests.settle_sharing, with_office=True, is_shared=False),
        "reason",
    ),
    _act(
        "withdrawal",
        _("Take the request back"),
        "drawn_up asked incomplete",
        ASKERS,
        _plain(requests.withdraw_sharing),
        kind="danger",
    ),
)
