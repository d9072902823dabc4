"""The pages of a review: what would change, the decision, the comments."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.workbench import pages, queries
from zhanqiao.portal.workbench.forms import CommentForm, DecisionForm, SubmitForm, entry_words

UNPROCESSABLE = 422


@access(Action.upload)
@require_POST
def publication(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Hand the submission on to review."""
    card = card_of_request(request)
    found, form = submissions.submission_card(submission_id=submission_id, card=card), SubmitForm(request.POST)
    if not form.is_valid():
        return pages.preview(request, submission=found, form=form, status=UNPROCESSABLE)
    try:
        publishing.submit(submission_id=found.id, release_at=form.cleaned_data["release_at"], by=card.actor, at=now())
    except ZhanqiaoError as error:
        return pages.preview(request, submission=found, form=form, problem=error.text, status=UNPROCESSABLE)
    return redirect("workbench:submission", submission_id)


@access(Action.upload)
@never_cache
@require_GET
def review(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Show what the submission would change."""
    return _page(request, submission_id)


@access(Action.review)
@require_POST
def decision(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Take a decision on the submission."""
    card = card_of_request(request)
    found, form = submissions.submission_card(submission_id=submission_id, card=card), DecisionForm(request.POST)
    stage = submissions.may_review(submission=found, card=card)
    if stage is None or not form.is_valid():
        return _page(request, submission_id, form=form, status=UNPROCESSABLE)
    said: dict[str, Any] = {"submission_id": found.id, "stage": stage, "by": card.actor, "at": now()}
    try:
        if form.approves:
            publishing.approve(**said, release_at=form.cleaned_data["release_at"])
        else:
            publishing.send_back(**said, reason=form.cleaned_data["reason"])
    except ZhanqiaoError as error:
        return _page(request, submission_id, form=form, problem=error, status=error.status)
    messages.success(request, _("Your decision is kept."))
    return redirect("workbench:home")


@access(Action.upload)
@require_POST
def comments(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Leave a comment."""
    card = card_of_request(request)
    found = submissions.submission_card(submission_id=submission_id, card=card)
    form = CommentForm(request.POST, places=queries.comment_places(submission=found, words=entry_words()))
    if not form.is_valid():
        return _page(request, submission_id, comment=form, status=UNPROCESSABLE)
    publishing.comment(
        submission_id=found.id, place=form.chosen(), text=form.cleaned_data["text"], by=card.actor, at=now()
    )
    return redirect("workbench:review", submission_id)


@access(Action.upload)
@require_POST
def settlement(request: HttpRequest, submission_id: str, number: int) -> HttpResponse:
    """Mark a comment as met."""
    card = card_of_request(request)
    found = submissions.submission_card(submission_id=submission_id, card=card)
    publishing.settle_comment(submission_id=found.id, number=number, by=card.actor, at=now())
    return redirect("workbench:review", submission_id)


@access(Action.upload)
@require_POST
def retraction(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Take the submission out of review."""
    card = card_of_request(request)
    found = submissions.submission_card(submission_id=submission_id, card=card)
    publishing.take_back(submission_id=found.id, by=card.actor, at=now())
    return redirect("workbench:submission", submission_id)


def _page(
    request: HttpRequest,
    submission_id: str,
    *,
    form: DecisionForm | None = None,
    comment: CommentForm | None = None,
    problem: ZhanqiaoError | None = None,
    status: int = 200,
) -> HttpResponse:
    card = card_of_request(request)
    found = submissions.submission_card(submission_id=submission_id, card=card)
    if found.report is None or found.state in {"published", "cancelled", "refused"}:
        raise NotFoundError(what=submission_id)  # its files are gone; the dataset's own page tells what changed
    context = queries.review_page(submission=found, words=entry_words(), card=card, at=now()) | {
        "submission": found,
        "steps": queries.steps(current="review"),
        "form": form or DecisionForm(),
        "comment": comment or CommentForm(places=queries.comment_places(submission=found, words=entry_words())),
        "problem": problem and problem.text,
    }
    return render(request, "workbench/review.html", context, status=status)
