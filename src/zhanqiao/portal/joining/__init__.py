"""数据拼接 Joining, as the public meets it: what a table goes with, how well two tables match, the joined rows to take along.

Everything a page shows stands in its address. A file that a visitor brings is joined in their session and is seen by nobody
else. Officers keep a join as a derived table in ``portal.workbench``.
"""
