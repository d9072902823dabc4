"""The catalogue as a spreadsheet, handed in to be checked or taken."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

CHECK, IMPORT = "check", "import"
LARGEST = 32 << 20  # a catalogue of some tens of thousands of items


class TemplateForm(forms.Form):
    """The edited file, and whether it is only to be checked."""

    file = forms.FileField(label=_("The edited template"), max_length=200)
    action = forms.ChoiceField(choices=((CHECK, _("Check only")), (IMPORT, _("Hand in"))), initial=CHECK)

    def clean_file(self) -> UploadedFile:
        """Refuse what is larger than a catalogue can be."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise ValidationError(_("The file is larger than 32 MB; nothing was read."))
        return file

    @property
    def imports(self) -> bool:
        """Say whether changes are to be saved."""
        return bool(self.cleaned_data["action"] == IMPORT)
