"""Questions about data requests."""

from __future__ import annotations

from zhanqiao.core_services.data_requests.queries.answering import OfficeAnswering, answering_of_offices
from zhanqiao.core_services.data_requests.queries.applications import (
    ApplicationCard,
    ApplicationLine,
    ResultCard,
    application_card,
    application_results,
    applications_for,
    applications_of,
)
from zhanqiao.core_services.data_requests.queries.files import ProofCard, proof_file
from zhanqiao.core_services.data_requests.queries.openings import (
    Fulfilled,
    OpeningCard,
    fulfilled_by,
    has_voted,
    is_following,
    opening_card,
    opening_cards,
    opening_steps,
    openings_for,
    openings_of,
)
from zhanqiao.core_services.data_requests.queries.searching import Listed, Wanted, wanted
from zhanqiao.core_services.data_requests.queries.sharing import (
    SharingCard,
    SharingLine,
    sharing_card,
    sharing_for,
    uses_kept,
)
from zhanqiao.core_services.data_requests.queries.steps import StepCard, office_name

__all__ = [
    "ApplicationCard",
    "ApplicationLine",
    "Fulfilled",
    "Listed",
    "OfficeAnswering",
    "OpeningCard",
    "ProofCard",
    "ResultCard",
    "SharingCard",
    "SharingLine",
    "StepCard",
    "Wanted",
    "answering_of_offices",
    "application_card",
    "application_results",
    "applications_for",
    "applications_of",
    "fulfilled_by",
    "has_voted",
    "is_following",
    "office_name",
    "opening_card",
    "opening_cards",
    "opening_steps",
    "openings_for",
    "openings_of",
    "proof_file",
    "sharing_card",
    "sharing_for",
    "uses_kept",
    "wanted",
]
