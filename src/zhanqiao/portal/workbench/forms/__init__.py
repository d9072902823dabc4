"""What officers fill in: the upload, the catalogue entry, the column dictionary."""

from __future__ import annotations

from zhanqiao.portal.workbench.forms.calibration import AcceptanceForm, AnswerForm, ClosingForm
from zhanqiao.portal.workbench.forms.changes import ChangeDecisionForm, PermitEndForm, PermitForm
from zhanqiao.portal.workbench.forms.comparisons import ComparisonForm
from zhanqiao.portal.workbench.forms.connectors import MannerForm, RemovalForm
from zhanqiao.portal.workbench.forms.correction import CorrectionForm, ExtensionForm, ForwardingForm
from zhanqiao.portal.workbench.forms.derived import DerivedEndForm, DerivedForm
from zhanqiao.portal.workbench.forms.dictionary import TablesForm
from zhanqiao.portal.workbench.forms.entry import EntryForm, entry_words
from zhanqiao.portal.workbench.forms.operations import AuditForm, IncidentForm, NoteForm
from zhanqiao.portal.workbench.forms.review import CommentForm, DecisionForm, SubmitForm
from zhanqiao.portal.workbench.forms.sources import SourceForm
from zhanqiao.portal.workbench.forms.state import StateForm
from zhanqiao.portal.workbench.forms.template import TemplateForm
from zhanqiao.portal.workbench.forms.upload import UploadForm

__all__ = [
    "AcceptanceForm",
    "AnswerForm",
    "AuditForm",
    "ChangeDecisionForm",
    "ClosingForm",
    "CommentForm",
    "ComparisonForm",
    "CorrectionForm",
    "DecisionForm",
    "DerivedEndForm",
    "DerivedForm",
    "EntryForm",
    "ExtensionForm",
    "ForwardingForm",
    "IncidentForm",
    "MannerForm",
    "NoteForm",
    "PermitEndForm",
    "PermitForm",
    "RemovalForm",
    "SourceForm",
    "StateForm",
    "SubmitForm",
    "TablesForm",
    "TemplateForm",
    "UploadForm",
    "entry_words",
]
