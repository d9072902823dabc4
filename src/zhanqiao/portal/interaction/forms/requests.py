"""What is typed on the pages of interaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.data_requests.rules import (
    APPLICANT_KINDS,
    FILE_KINDS,
    LARGEST_FILE,
    MOST_FILES,
    WAYS,
    ApplicantKind,
    ApplicationForm,
    FormRefusedError,
    ProofFile,
)
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import Way

LINES = {"rows": 3}
DAY = {"type": "date"}
ENDINGS = ",".join(f".{kind}" for kind in FILE_KINDS)


class SeveralFiles(forms.ClearableFileInput):
    """An input that takes several files."""

    allow_multiple_selected = True


class ProofField(forms.FileField):
    """Several files of proof; what they are is checked by the rules."""

    widget = SeveralFiles(attrs={"accept": ENDINGS})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Pass the files on."""
        del initial
        return data


def told(form: forms.Form, error: FormRefusedError, /) -> None:
    """Put the problems that the rules found beside their fields."""
    for name, text in error.problems.items():
        form.add_error(name if name in form.fields else None, text.in_language(get_language() or "zh-hans"))


def proof_in(files: Iterable[UploadedFile], /) -> list[ProofFile]:
    """Read the files of a form, each no further than shows that it is too large, and no more than shows too many."""
    some = [*files][: MOST_FILES + 1]
    return [ProofFile(name=one.name or "", content=one.read(LARGEST_FILE + 1)) for one in some]


def choices_of(words: Mapping[Any, Text], /) -> Any:
    """Return the choices of a field, worded in the language of the page when it is shown."""
    return lambda: [(one.value, text.in_language(get_language() or "zh-hans")) for one, text in words.items()]


def _long(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, max_length=2_000, widget=forms.Textarea(LINES))


class ApplyForm(forms.Form):
    """The statutory application form for conditionally open data."""

    kind = forms.ChoiceField(label=_("You apply as"), choices=choices_of(APPLICANT_KINDS))
    applicant = forms.CharField(label=_("Name of the applicant"), max_length=200)
    credit_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=18,
        required=False,
        help_text=_("Of an organisation; 18 characters, its check digits are checked."),
    )
    contact = forms.CharField(
        label=_("Contact"), max_length=200, help_text=_("Only the offices that handle the application see it.")
    )
    purpose = _long(_("Purpose"))
    scene = _long(_("Scene of use"), _("Where, in which product, study or service, and for whom."))
    scope = _long(
        _("Scope of the data"), _("Which tables, columns and time you need; no more than the purpose asks for.")
    )
    way = forms.ChoiceField(label=_("Way"), choices=choices_of(WAYS))
    from_on = forms.DateField(label=_("First day of use"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    to_on = forms.DateField(label=_("Last day of use"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    security = _long(_("Security abilities"), _("How the data and the access key are protected."))
    proof = ProofField(
        label=_("Proof"),
        help_text=_(
            "Proof of identity and of the purpose: PDF, PNG, JPG, DOCX, XLSX or OFD, at most 10 MB each. Never published."
        ),
    )
    promised = forms.BooleanField(label=_("I have read the undertaking and accept it"), required=False)

    def application(self) -> ApplicationForm:
        """Return the form as the rules take it."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "proof"}
        typed |= {"kind": ApplicantKind(typed["kind"]), "way": Way(typed["way"])}
        return ApplicationForm(**typed)


class SupplementForm(forms.Form):
    """What was missing."""

    note = _long(_("What you add"))
    proof = ProofField(label=_("Files"), required=False)


class ReportForm(forms.Form):
    """A report of use."""

    use = _long(_("How the data were used"))
    results = forms.CharField(
        label=_("Results and benefits"), max_length=2_000, required=False, widget=forms.Textarea(LINES)
    )


class AskForm(forms.Form):
    """Which data somebody wants to be opened."""

    title = forms.CharField(label=_("Which data do you want?"), max_length=100)
    detail = _long(
        _("Details and purpose"),
        _("Published with your request. Leave out names, numbers and anything personal; nobody is told who asked."),
    )
