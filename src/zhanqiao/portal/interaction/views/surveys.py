"""Surveys: the list, the form, the results, the open definition."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhanqiao.core_services.surveys import operations as surveys
from zhanqiao.core_services.surveys.rules import SCHEMA, Problems, document_of
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import public
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.portal.interaction import sending
from zhanqiao.portal.interaction.queries import surveys as pages

UNPROCESSABLE = 422
JSON = {"ensure_ascii": False, "indent": 1}


@require_safe
@public(reason="what can be talked about is no secret")
def home(request: HttpRequest) -> HttpResponse:
    """Show what there is to take part in."""
    return render(request, "interaction/home.html", pages.home_page(at=now()))


@require_safe
@public(reason="surveys that were opened are for everybody")
def survey_list(request: HttpRequest) -> HttpResponse:
    """List the surveys."""
    return render(request, "interaction/surveys.html", pages.surveys_page(at=now()))


@public(reason="everybody may answer; nobody is told who did")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, survey_id: str) -> HttpResponse:
    """Show a survey, or keep an answer."""
    if request.method != "POST":
        return _form(request, survey_id)
    try:
        problems = surveys.answer(survey_id=survey_id, sent=sending.sent(request, purpose=survey_id), at=now())
    except NotFoundError:
        raise
    except ZhanqiaoError as error:
        return _form(request, survey_id, refusal=error.text, status=error.status)
    if problems:
        return _form(request, survey_id, problems=problems, status=UNPROCESSABLE)
    messages.success(request, gettext("Thank you. Your answer is kept, without your name."))
    return redirect("interaction:survey", survey_id)


@require_safe
@public(reason="results are published as totals; small groups are hidden")
def survey_results(request: HttpRequest, survey_id: str) -> HttpResponse:
    """Show the results of a survey, or one question by the groups of another."""
    asked = {name: request.GET.get(name, "") for name in ("question", "by")}
    page = pages.results_page(survey_id=survey_id, card=card_of_request(request), at=now(), **asked)
    return render(request, "interaction/survey_results.html", page)


@require_safe
@public(reason="the questions of an opened survey are open")
def survey_definition(request: HttpRequest, survey_id: str) -> HttpResponse:
    """Return the definition as JSON."""
    found = pages.seen(survey_id=survey_id, card=card_of_request(request), at=now())
    return JsonResponse(document_of(found.definition), json_dumps_params=JSON)


@require_safe
@public(reason="a schema is for everybody")
def survey_schema(request: HttpRequest) -> HttpResponse:
    """Return the JSON Schema of definitions."""
    del request
    return JsonResponse(SCHEMA, json_dumps_params=JSON)


def _form(
    request: HttpRequest,
    survey_id: str,
    *,
    problems: Problems | None = None,
    refusal: Text | None = None,
    status: int = 200,
) -> HttpResponse:
    page = pages.survey_page(
        survey_id=survey_id,
        card=card_of_request(request),
        respondent=sending.respondent(request),
        said=sending.fields(request),
        problems=problems or {},
        at=now(),
    )
    shown = page | {"refusal": refusal, "begun": sending.begun(purpose=survey_id)}
    return sending.known_again(request, render(request, "interaction/survey.html", shown, status=status))
