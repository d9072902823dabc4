"""Contests, teams and works as they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.contests.queries import ContestCard, TeamCard, WorkCard
from zhanqiao.core_services.contests.rules import (
    LONGEST_LINK,
    LONGEST_NAME,
    LONGEST_REASON,
    LONGEST_TEXT,
    LONGEST_TITLE,
    ContestWords,
    TeamWords,
    Times,
    WorkWords,
    criteria_in,
    lines_in,
    typed_criteria,
)
from zhanqiao.core_services.gallery.rules import slugs_in
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.kit.clock import CITY_TIME

LONGEST_LIST, LONGEST_WORK = 4_000, 3_000
MOMENT, FORM = {"type": "datetime-local"}, "%Y-%m-%dT%H:%M"
ONE_EACH = {"rows": 3, "spellcheck": "false"}
TIMES = ("registers_from", "registers_until", "submits_until", "votes_until", "judged_until", "results_at")
WORDS = ("title_zh", "title_en", "rules_zh", "rules_en", "prizes_zh", "prizes_en")


def _moment(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(MOMENT, format=FORM)
    return forms.DateTimeField(label=label, input_formats=[FORM], widget=widget, required=required, help_text=help_text)


def _words(label: Any, *, longest: int = LONGEST_TEXT, rows: int = 6, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea({"rows": rows}), required=required)


def _datasets(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_LIST,
        required=False,
        widget=forms.Textarea(ONE_EACH),
        help_text=_("One a line: the address of the dataset's page or its last part."),
    )


def moment_of(typed: str, /) -> datetime | None:
    """Return a moment of the city as a browser sends it; None for anything else."""
    try:
        return datetime.strptime(typed, FORM).replace(tzinfo=CITY_TIME)
    except ValueError:
        return None


class ContestForm(forms.Form):
    """A contest with its stages."""

    department = forms.ChoiceField(label=_("Organiser"))
    title_zh = forms.CharField(label=_("Chinese title"), max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=_("English title"), max_length=LONGEST_TITLE, required=False)
    rules_zh = _words(_("Rules in Chinese (Markdown)"), rows=10)
    rules_en = _words(_("Rules in English (Markdown)"), required=False)
    prizes_zh = _words(_("Prizes in Chinese (Markdown)"), rows=4)
    prizes_en = _words(_("Prizes in English (Markdown)"), rows=3, required=False)
    datasets = _datasets(_("Datasets to be used"))
    tracks = forms.CharField(
        label=_("Tracks"),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(ONE_EACH),
        help_text=_("One a line; none if there is but one."),
    )
    criteria = forms.CharField(
        label=_("Criteria with weights"),
        max_length=LONGEST_LIST,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
        help_text=_("One a line: name, a comma, weight. Jurors give each 0 to 100 points."),
    )
    registers_from = _moment(_("Registration begins"))
    registers_until = _moment(_("Registration ends, works may be handed in"))
    submits_until = _moment(_("Works are due, judging begins"))
    votes_until = _moment(_("Public voting ends"), required=False, help_text=_("Empty for a contest without voting."))
    judged_until = _moment(_("Judging ends"))
    results_at = _moment(_("The result is published"))
    reason = forms.CharField(
        label=_("Why the contest is changed"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Stands on the page of the contest and is told to teams, jurors and followers."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        departments: Sequence[tuple[str, str]] = (),
        initial: dict[str, Any] | None = None,
        is_announced: bool = False,
    ) -> None:
        """Offer these departments (key, name); none for a contest that has one. Of one that was announced ask why it is changed."""
        super().__init__(data, initial=initial)
        if not is_announced:
            del self.fields["reason"]
        if departments:
            self.fields["department"].choices = departments  # type: ignore[attr-defined]  # - declared as a choice field above
        else:
            del self.fields["department"]

    def slugs(self) -> tuple[str, ...]:
        """Return the slugs of the datasets as typed."""
        return slugs_in(text=self.cleaned_data["datasets"])

    def words(self, *, datasets: Sequence[DatasetCard]) -> ContestWords:
        """Return what the contest says."""
        return ContestWords(
            **{name: self.cleaned_data[name] for name in WORDS},
            tracks=lines_in(text=self.cleaned_data["tracks"]),
            criteria=criteria_in(text=self.cleaned_data["criteria"]),
            datasets=tuple(one.id for one in datasets),
        )

    def times(self) -> Times:
        """Return when the stages begin and end."""
        return Times(**{name: self.cleaned_data[name] for name in TIMES})


class TeamForm(forms.Form):
    """A team."""

    name = forms.CharField(label=_("Name of the team"), max_length=LONGEST_NAME, help_text=_("This name is public."))
    track = forms.ChoiceField(label=_("Track"))
    members = forms.CharField(
        label=_("Members"), max_length=LONGEST_LIST, widget=forms.Textarea(ONE_EACH), help_text=_("One a line.")
    )
    members_public = forms.BooleanField(label=_("All members agree to be named in public"), required=False)

    def __init__(self, data: Any = None, *, tracks: Sequence[str], team: TeamCard | None = None) -> None:
        """Offer the tracks, and what a team said before."""
        said = {"name": team.name, "track": team.track, "members_public": team.members_public} if team else {}
        super().__init__(data, initial=said | ({"members": "\n".join(team.members)} if team else {}))
        if tracks:
            self.fields["track"].choices = [(one, one) for one in tracks]  # type: ignore[attr-defined]  # - a choice field
        else:
            del self.fields["track"]

    def words(self) -> TeamWords:
        """Return what the team says."""
        said = self.cleaned_data | {"members": lines_in(text=self.cleaned_data["members"])}
        return TeamWords(**said)


class WorkForm(forms.Form):
    """A work."""

    title = forms.CharField(label=_("Title of the work"), max_length=LONGEST_TITLE)
    text = _words(_("What it is and does"), longest=LONGEST_WORK)
    link = forms.CharField(
        label=_("Where the work is found"),
        max_length=LONGEST_LINK,
        required=False,
        widget=forms.URLInput({"placeholder": "https://"}),
    )
    app = forms.CharField(
        label=_("App in the gallery"),
        max_length=LONGEST_LINK,
        required=False,
        help_text=_("The address of its page, if it is shown in the gallery."),
    )
    datasets = _datasets(_("Datasets that the work uses"))

    def __init__(self, data: Any = None, *, work: WorkCard | None = None) -> None:
        """Show what was handed in before."""
        said = {"title": work.title, "text": work.text, "link": work.link} if work else {}
        more = (
            {"app": work.app[0] if work.app else "", "datasets": "\n".join(one.slug for one in work.datasets)}
            if work
            else {}
        )
        super().__init__(data, initial=said | more)

    def slugs(self) -> tuple[str, ...]:
        """Return the slugs of the datasets as typed."""
        return slugs_in(text=self.cleaned_data["datasets"])

    def words(self, *, datasets: Sequence[DatasetCard], app_id: str) -> WorkWords:
        """Return what is handed in."""
        said = {name: self.cleaned_data[name] for name in ("title", "text", "link")}
        return WorkWords(**said, app_id=app_id, datasets=tuple(one.id for one in datasets))


def typed_of(*, contest: ContestCard) -> dict[str, Any]:
    """Return a draft as the form shows it to be changed."""
    both = {"title": contest.title, "rules": contest.rules, "prizes": contest.prizes}
    said = {f"{name}_zh": text.zh for name, text in both.items()}
    said |= {f"{name}_en": text.en if text.en != text.zh else "" for name, text in both.items()}
    moments = {name: getattr(contest.times, name) for name in TIMES}
    return said | {
        "tracks": "\n".join(contest.tracks),
        "criteria": typed_criteria(contest.criteria),
        "datasets": "\n".join(one.slug for one in contest.datasets),
        **{name: moment.astimezone(CITY_TIME) for name, moment in moments.items() if moment},
    }
