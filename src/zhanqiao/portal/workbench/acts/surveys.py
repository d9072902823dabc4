"""What may be done with a survey on its page: each act with its form and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhanqiao.core_services.surveys import operations as surveys
from zhanqiao.core_services.surveys.queries import SurveyCard
from zhanqiao.portal.workbench.forms.surveys import DefinitionForm, ImportForm, OpeningForm, pretty


@dataclass(frozen=True, slots=True)
class Done:
    """Where an act leads, and what is said of it."""

    route: str
    argument: str
    said: str = ""


Said = Mapping[str, Any]
FORMS: dict[str, type[forms.Form]] = {"opening": OpeningForm, "import": ImportForm, "definition": DefinitionForm}


def form_of(name: str, data: Any, files: Any, /) -> forms.Form | None:
    """Return the filled form of an act, None for an act without one."""
    kind = FORMS.get(name)
    return kind(data, files, prefix=name) if kind else None


def forms_of(survey: SurveyCard, /) -> dict[str, forms.Form]:
    """Return the empty forms of the acts."""
    return {
        "opening": OpeningForm(prefix="opening"),
        "import": ImportForm(prefix="import"),
        "definition": DefinitionForm(prefix="definition", initial={"definition": pretty(survey.definition)}),
    }


def _open(survey_id: str, said: Said, by: str, at: datetime) -> Done:
    surveys.open_survey(survey_id=survey_id, **said, by=by, at=at)
    return Done("workbench:survey", survey_id, _("The survey is public; it begins and ends by the clock."))


def _close(survey_id: str, _said: Said, by: str, at: datetime) -> Done:
    surveys.close_survey(survey_id=survey_id, by=by, at=at)
    return Done("workbench:survey", survey_id, _("The survey is closed; nothing tells any more who answered."))


def _results(survey_id: str, _said: Said, by: str, at: datetime) -> Done:
    surveys.publish_results(survey_id=survey_id, by=by, at=at)
    return Done("workbench:survey", survey_id, _("The results are public."))


def _hand_over(survey_id: str, _said: Said, by: str, at: datetime) -> Done:
    return Done("workbench:submission", surveys.hand_over_results(survey_id=survey_id, by=by, at=at))


def _hand_answers(survey_id: str, _said: Said, by: str, at: datetime) -> Done:
    return Done("workbench:submission", surveys.hand_over_answers(survey_id=survey_id, by=by, at=at))


def _import(survey_id: str, said: Said, by: str, at: datetime) -> Done:
    taken = surveys.import_answers(
        survey_id=survey_id, content=said["file"].read(), weight_column=said["weight_column"], by=by, at=at
    )
    told = ngettext("%(number)s answer was imported.", "%(number)s answers were imported.", taken.answers) % {
        "number": f"{taken.answers:,}"
    }
    if taken.left_out:
        told += " " + _("Left out, neither kept nor published: %(names)s") % {"names": ", ".join(taken.left_out)}
    return Done("workbench:survey", survey_id, told)


def _definition(survey_id: str, said: Said, by: str, at: datetime) -> Done:
    surveys.revise(survey_id=survey_id, document=said["definition"], by=by, at=at)
    return Done("workbench:survey", survey_id)


def _discard(survey_id: str, _said: Said, by: str, at: datetime) -> Done:
    surveys.discard(survey_id=survey_id, by=by, at=at)
    return Done("workbench:surveys", "")


ACTS: dict[str, Callable[[str, Said, str, datetime], Done]] = {
    "opening": _open,
    "closing": _close,
    "results": _results,
    "dataset": _hand_over,
    "answers": _hand_answers,
    "import": _import,
    "definition": _definition,
    "discard": _discard,
}
