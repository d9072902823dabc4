"""What officers fill in: the upload, the catalogue entry, the column dictionary."""

from __future__ import annotations

from zhanqiao.portal.workbench.forms.dictionary import TablesForm
from zhanqiao.portal.workbench.forms.entry import EntryForm
from zhanqiao.portal.workbench.forms.template import TemplateForm
from zhanqiao.portal.workbench.forms.upload import UploadForm

__all__ = ["EntryForm", "TablesForm", "TemplateForm", "UploadForm"]
