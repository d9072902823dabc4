"""Articles, their versions, the datasets they name, what became of them, questions of the public."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from zhanqiao.core_services.conversation.rules import LONGEST, LONGEST_ANSWER, LONGEST_REASON
from zhanqiao.core_services.news.rules import (
    LONGEST_NOTE,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    Kind,
    QuestionState,
    State,
)
from zhanqiao.kit.generation import Generation
from zhanqiao.kit.ids import new_id

CHANGES = Generation(name="articles")


class Article(models.Model):
    """An article of a department, as one of its kind. ``withdrawal`` is the reason that stands where it was."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="art"), editable=False)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Kind])
    released_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal = models.CharField(max_length=LONGEST_NOTE, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-changed_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="article_kind"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(released_at__isnull=False) & ~Q(withdrawal=""),
                name="article_withdrawn_with_reason",
            ),
        )
        indexes = (models.Index(fields=("-released_at",), name="articles_by_release"),)

    def __str__(self) -> str:
        return self.id


class ArticleVersion(models.Model):
    """What an article says at one time. One may be public, one may wait; ``revision`` counts its changes before."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in State])
    title_zh = models.CharField(max_length=LONGEST_TITLE)
    title_en = models.CharField(max_length=LONGEST_TITLE, blank=True)
    summary_zh = models.CharField(max_length=LONGEST_SUMMARY)
    summary_en = models.CharField(max_length=LONGEST_SUMMARY, blank=True)
    body_zh = models.TextField()
    body_en = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    guests = models.JSONField(default=list)
    dialogue = models.JSONField(default=list)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("article", "-number")
        constraints = (
            models.UniqueConstraint(fields=("article", "number"), name="article_version_once"),
            models.UniqueConstraint(fields=("article",), condition=Q(state="released"), name="article_one_released"),
            models.UniqueConstraint(fields=("article",), condition=Q(state="draft"), name="article_one_draft"),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(released_at__isnull=False), name="article_released_when"
            ),
        )

    def __str__(self) -> str:
        return f"{self.article_id} {self.number}"


class ArticleDataset(models.Model):
    """A version of an article names a dataset."""

    version = models.ForeignKey(ArticleVersion, on_delete=models.CASCADE, related_name="uses")
    dataset = models.ForeignKey("data_center.Dataset", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("version", "id")
        constraints = (models.UniqueConstraint(fields=("version", "dataset"), name="article_dataset_once"),)

    def __str__(self) -> str:
        return f"{self.version_id} {self.dataset_id}"


class ArticleStep(models.Model):
    """What was done with a version: who, when, why. Never changed."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=12)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_NOTE, blank=True)

    class Meta:
        ordering = ("article", "id")

    def __str__(self) -> str:
        return f"{self.article_id} {self.verb}"


class InterviewQuestion(models.Model):
    """What somebody wants asked in an interview. ``account`` is never shown; ``likeness`` finds the same words again."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="inq"), editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="questions")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in QuestionState])
    text = models.CharField(max_length=LONGEST)
    likeness = models.CharField(max_length=LONGEST)
    at = models.DateTimeField()
    answer = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    text_en = models.CharField(max_length=LONGEST, blank=True, default="", db_default="", help_text="by the office")
    answer_en = models.CharField(max_length=LONGEST_ANSWER, blank=True, default="", db_default="")
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("article", "at", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="answered") | (~Q(answer="") & Q(decided_at__isnull=False)),
                name="interview_question_answered",
            ),
            models.CheckConstraint(condition=~Q(state="removed") | ~Q(reason=""), name="interview_question_removed"),
            models.UniqueConstraint(fields=("article", "likeness"), name="interview_question_once"),
        )

    def __str__(self) -> str:
        return self.id
