"""The tables of this pillar, gathered for Django from its modules."""

from __future__ import annotations

from zhanqiao.people.accounts.models import AccessKey, Account, LoginGuard, RoleGrant
from zhanqiao.people.audit.models import AuditHead, AuditLine
from zhanqiao.people.departments.models import Department

__all__ = ["AccessKey", "Account", "AuditHead", "AuditLine", "Department", "LoginGuard", "RoleGrant"]
