"""What offices do with applications for conditionally open data."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.data_requests import operations as requests
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench.acts.model import Act, Given

AUTHORITY = (("authority", Action.check_requests),)
OWNER = (("owner", Action.decide_requests),)
EITHER = (*OWNER, *AUTHORITY)


def _incomplete(given: Given) -> None:
    requests.tell_application_incomplete(
        application_id=given.request_id, missing=given.values["reason"], by=given.by, at=given.at
    )


def _pass_on(given: Given) -> None:
    requests.pass_application_on(application_id=given.request_id, by=given.by, at=given.at)


def _consent(given: Given) -> None:
    requests.consent_application(application_id=given.request_id, **given.values, by=given.by, at=given.at)


def _refuse(given: Given) -> None:
    requests.refuse_application(application_id=given.request_id, **given.values, by=given.by, at=given.at)


def _revise(given: Given) -> None:
    requests.revise_agreement(application_id=given.request_id, **given.values, by=given.by, at=given.at)


def _suspend(given: Given) -> None:
    requests.suspend_application(
        application_id=given.request_id, **given.values, office_id=given.office_id, by=given.by, at=given.at
    )


def _resume(given: Given) -> None:
    requests.resume_application(
        application_id=given.request_id, **given.values, office_id=given.office_id, by=given.by, at=given.at
    )


def _end(given: Given) -> None:
    requests.end_application(
        application_id=given.request_id, **given.values, office_id=given.office_id, by=given.by, at=given.at
    )


APPLICATION_ACTS = (
    Act(
        name="completion",
        label=_("Materials are complete: pass on to the owner"),
        states=frozenset({"submitted"}),
        rights=AUTHORITY,
        run=_pass_on,
        kind="primary",
    ),
    Act(
        name="missing",
        label=_("Tell what is missing (once)"),
        states=frozenset({"submitted"}),
        rights=AUTHORITY,
        run=_incomplete,
        fields=("reason",),
    ),
    Act(
        name="consent",
        label=_("Consent and offer the agreement"),
        states=frozenset({"deciding"}),
        rights=OWNER,
        run=_consent,
        fields=("per_day", "conditions"),
        kind="primary",
    ),
    Act(
        name="refusal",
        label=_("Refuse, with the reason"),
        states=frozenset({"deciding"}),
        rights=OWNER,
        run=_refuse,
        fields=("reason",),
        kind="danger",
    ),
    Act(
        name="agreement",
        label=_("Offer another version of the agreement"),
        states=frozenset({"agreeing"}),
        rights=OWNER,
        run=_revise,
        fields=("per_day", "conditions"),
    ),
    Act(
        name="suspension",
        label=_("Suspend until rectified"),
        states=frozenset({"granted"}),
        rights=EITHER,
        run=_suspend,
        fields=("reason", "rectify_by"),
        kind="danger",
    ),
    Act(
        name="resumption",
        label=_("Rectified: let it go on"),
        states=frozenset({"suspended"}),
        rights=EITHER,
        run=_resume,
        fields=("reason",),
        kind="primary",
    ),
    Act(
        name="end",
        label=_("End for good"),
        states=frozenset({"granted", "suspended"}),
        rights=EITHER,
        run=_end,
        fields=("reason",),
        kind="danger",
    ),
)
