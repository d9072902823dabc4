"""数据拼接 Joining: rows of two tables put side by side, looked at first, taken along, or kept as a derived table.

Words: a *plan* says by what two tables are joined, which rows stay and which columns; a *preview* tells how well they match
before a row is taken; a *brought* file is a visitor's own, joined in their session and known to nobody else; a *derived
table* is a plan that an officer keeps, with its *versions*, its *runs*, and its sources.

Rows of a derived table are published by ``publishing`` alone. It decides no rights (``people.access``).
"""
