"""Applications: handing in, checking, deciding, agreeing, and what follows the grant."""

from __future__ import annotations

from zhanqiao.core_services.data_requests.operations.applications.agreeing import (
    accept_agreement,
    renew_application_key,
    revise_agreement,
)
from zhanqiao.core_services.data_requests.operations.applications.deciding import (
    consent_application,
    pass_application_on,
    refuse_application,
    tell_application_incomplete,
)
from zhanqiao.core_services.data_requests.operations.applications.following import (
    end_application,
    end_expired_applications,
    report_use,
    resume_application,
    suspend_application,
)
from zhanqiao.core_services.data_requests.operations.applications.handing_in import (
    NotForApplicationError,
    submit_application,
    supplement_application,
    withdraw_application,
)

__all__ = [
    "NotForApplicationError",
    "accept_agreement",
    "consent_application",
    "end_application",
    "end_expired_applications",
    "pass_application_on",
    "refuse_application",
    "renew_application_key",
    "report_use",
    "resume_application",
    "revise_agreement",
    "submit_application",
    "supplement_application",
    "suspend_application",
    "tell_application_incomplete",
    "withdraw_application",
]
