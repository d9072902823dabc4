"""Applications for conditionally open data, with their proof, agreements and reports of use."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import F, Q

from zhanqiao.core_services.data_requests.rules import ApplicantKind, ApplicationState
from zhanqiao.kit.ids import new_id
from zhanqiao.people.access.rules import Way


class DataApplication(models.Model):
    """What the applicant handed in, and where it stands. ``grant_id`` is the data grant that came of it."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="dap"), editable=False)
    dataset = models.ForeignKey("data_center.Dataset", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in ApplicantKind])
    applicant = models.TextField()
    credit_code = models.CharField(max_length=18, blank=True)
    contact = models.TextField()
    purpose = models.TextField()
    scene = models.TextField()
    scope = models.TextField()
    from_on = models.DateField()
    to_on = models.DateField(help_text="last day, inclusive")
    way = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Way])
    security = models.TextField()
    undertaking = models.CharField(max_length=12, help_text="version of the undertaking that was accepted")
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in ApplicationState])
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    rectify_by = models.DateField(null=True, blank=True)
    grant_id = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("-submitted_at", "id")
        indexes = (models.Index(fields=("state", "submitted_at"), name="applications_by_state"),)
        constraints = (
            models.CheckConstraint(condition=Q(to_on__gt=F("from_on")), name="application_ends_after_beginning"),
            models.CheckConstraint(condition=Q(state__in=list(ApplicationState)), name="application_state"),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "suspended"]) | ~Q(grant_id=""),
                name="application_granted_by_a_grant",
            ),
            models.CheckConstraint(
                condition=Q(kind="person", credit_code="") | (Q(kind="organisation") & ~Q(credit_code="")),
                name="application_code_of_organisation",
            ),
            models.UniqueConstraint(
                fields=("dataset", "account"),
                condition=Q(state__in=["submitted", "incomplete", "deciding", "agreeing"]),
                name="application_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return self.id


class ApplicationFile(models.Model):
    """A file of proof, kept below HOME under its id; never public."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="prf"), editable=False)
    application = models.ForeignKey(DataApplication, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.id


class Agreement(models.Model):
    """A version of the agreement of an application; the applicant accepts the newest."""

    application = models.ForeignKey(DataApplication, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    template = models.CharField(max_length=12, help_text="version of the template it was made from")
    text_zh = models.TextField()
    text_en = models.TextField()
    per_day = models.PositiveIntegerField()
    offered_by = models.CharField(max_length=120)
    offered_at = models.DateTimeField()
    accepted_by = models.CharField(max_length=120, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("application", "number"), name="agreement_number_once"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by="")
                | (Q(accepted_at__isnull=False) & ~Q(accepted_by="")),
                name="agreement_accepted_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.number}"


class UseReport(models.Model):
    """A report of use that is due on a day, and what was reported."""

    application = models.ForeignKey(DataApplication, on_delete=models.PROTECT, related_name="reports")
    due_on = models.DateField()
    use = models.TextField(blank=True)
    results = models.TextField(blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due_on",)
        constraints = (models.UniqueConstraint(fields=("application", "due_on"), name="use_report_once"),)

    def __str__(self) -> str:
        return f"{self.application_id} {self.due_on}"
