"""Accounts 账号: who may come in, and the roles granted to them.

Words: a *grant* is one role, perhaps for one department, given and taken back by somebody at a time;
the *guard* counts failed logins by name. Three administrator roles are never held together (三权分立).
What a role may do is decided in ``access``.
"""
