"""Notices 消息: what the system tells an account: something waits, a deadline nears, a dataset they follow changed.

A notice is told inside the operation that causes it, so it has no audit line of its own. It never carries data, only
words and an address of this site.
"""
