"""Departments 部门: the tree of city, district and street, as it was on any date.

Words: the *code* is the unified social credit code (GB 32100-2015); the *key* is the short name in
addresses; a dissolved department keeps its row, its last day and its *successor*.
It does not know who works in a department (``accounts``) or what it publishes.
"""
