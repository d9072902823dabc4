"""The audit trail 审计日志: every operation leaves one line, each carrying the SM3 hash of the line before.

Words: a *line* says who did what to which object and when; the *head* is the newest line's number and hash.
It keeps ids only: no names, passwords or addresses of persons. It does not log reads.
"""
