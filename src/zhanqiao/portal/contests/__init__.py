"""Contests 数据大赛: reading them, taking part, judging, and organising them in the workbench.

Words: as in ``core_services.contests``. Works are shown to their team and the jury until the result, or public voting, shows them to everybody.
"""
