"""Changes to submissions."""

from __future__ import annotations

from zhanqiao.core_services.publishing.operations.describing import (
    NotDescribedError,
    NothingIncludedError,
    OtherDepartmentError,
    cancel,
    describe,
    request_publication,
)
from zhanqiao.core_services.publishing.operations.publication import publish, publisher
from zhanqiao.core_services.publishing.operations.receiving import (
    DigestMismatchError,
    FileEmptyError,
    FileTooLargeError,
    receive_file,
)
from zhanqiao.core_services.publishing.operations.resuming import resume_interrupted
from zhanqiao.core_services.publishing.operations.rows import PersonalRowsError, begin_table, publish_rows, send_rows
from zhanqiao.core_services.publishing.operations.shortcut import NotUnderstoodError, publish_file
from zhanqiao.core_services.publishing.operations.unattended import send_file
from zhanqiao.core_services.publishing.operations.understanding import understand_submission
from zhanqiao.core_services.publishing.operations.uploads import (
    add_piece,
    begin_upload,
    end_upload,
    whole_upload,
)
from zhanqiao.core_services.publishing.operations.working import CancelledError

__all__ = [
    "CancelledError",
    "DigestMismatchError",
    "FileEmptyError",
    "FileTooLargeError",
    "NotDescribedError",
    "NotUnderstoodError",
    "NothingIncludedError",
    "OtherDepartmentError",
    "PersonalRowsError",
    "add_piece",
    "begin_table",
    "begin_upload",
    "cancel",
    "describe",
    "end_upload",
    "publish",
    "publish_file",
    "publish_rows",
    "publisher",
    "receive_file",
    "request_publication",
    "resume_interrupted",
    "send_file",
    "send_rows",
    "understand_submission",
    "whole_upload",
]
