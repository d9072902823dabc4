"""The tables of this pillar, gathered for Django from its modules."""

from __future__ import annotations

from zhanqiao.people.access.models import DataGrant, DataGrantState
from zhanqiao.people.accounts.models import AccessKey, Account, LoginGuard, RoleGrant
from zhanqiao.people.audit.models import AuditHead, AuditLine
from zhanqiao.people.departments.models import Department
from zhanqiao.people.mails.models import Mail, MailAddress, MailChoice, MailItem
from zhanqiao.people.notices.models import Notice

__all__ = [
    "AccessKey",
    "Account",
    "AuditHead",
    "AuditLine",
    "DataGrant",
    "DataGrantState",
    "Department",
    "LoginGuard",
    "Mail",
    "MailAddress",
    "MailChoice",
    "MailItem",
    "Notice",
    "RoleGrant",
]
