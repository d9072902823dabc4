"""Changes to submissions."""

from __future__ import annotations

from zhanqiao.core_services.publishing.operations.aside import AsideRows, kept_aside
from zhanqiao.core_services.publishing.operations.counters import NothingExchangedError, publish_counters
from zhanqiao.core_services.publishing.operations.describing import (
    NotDescribedError,
    NothingIncludedError,
    OtherDepartmentError,
    cancel,
    describe,
)
from zhanqiao.core_services.publishing.operations.privacy import assess, choose_masking, exempt, revoke_exemption
from zhanqiao.core_services.publishing.operations.publication import publish, publisher
from zhanqiao.core_services.publishing.operations.receiving import (
    DigestMismatchError,
    FileEmptyError,
    FileTooLargeError,
    receive_file,
)
from zhanqiao.core_services.publishing.operations.resuming import resume_interrupted
from zhanqiao.core_services.publishing.operations.reviewing import (
    NotInReviewError,
    approve,
    comment,
    release_due,
    send_back,
    settle_comment,
    submit,
    take_back,
)
from zhanqiao.core_services.publishing.operations.rows import (
    PersonalRowsError,
    begin_table,
    declare_key,
    masked_rows,
    masks_of,
    publish_rows,
    require_impersonal,
    send_rows,
)
from zhanqiao.core_services.publishing.operations.shortcut import NotUnderstoodError, publish_file
from zhanqiao.core_services.publishing.operations.transfers import take_file, take_rows
from zhanqiao.core_services.publishing.operations.unattended import send_file
from zhanqiao.core_services.publishing.operations.understanding import understand_submission
from zhanqiao.core_services.publishing.operations.uploads import add_piece, begin_upload, end_upload, whole_upload
from zhanqiao.core_services.publishing.operations.working import CancelledError
from zhanqiao.core_services.publishing.rules import MaskedKeyError, MaskedTableError

__all__ = [
    "AsideRows",
    "CancelledError",
    "DigestMismatchError",
    "FileEmptyError",
    "FileTooLargeError",
    "MaskedKeyError",
    "MaskedTableError",
    "NotDescribedError",
    "NotInReviewError",
    "NotUnderstoodError",
    "NothingExchangedError",
    "NothingIncludedError",
    "OtherDepartmentError",
    "PersonalRowsError",
    "add_piece",
    "approve",
    "assess",
    "begin_table",
    "begin_upload",
    "cancel",
    "choose_masking",
    "comment",
    "declare_key",
    "describe",
    "end_upload",
    "exempt",
    "kept_aside",
    "masked_rows",
    "masks_of",
    "publish",
    "publish_counters",
    "publish_file",
    "publish_rows",
    "publisher",
    "receive_file",
    "release_due",
    "require_impersonal",
    "resume_interrupted",
    "revoke_exemption",
    "send_back",
    "send_file",
    "send_rows",
    "settle_comment",
    "submit",
    "take_back",
    "take_file",
    "take_rows",
    "understand_submission",
    "whole_upload",
]
