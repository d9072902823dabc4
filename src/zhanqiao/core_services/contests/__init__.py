"""数据大赛 Contests: teams make works of open data, jurors score them blind, the result is a weighted mean anybody can check.

Words: a *team* registers and hands in one *work*; a *juror* is appointed for one contest and fills in a *sheet* for each work, without seeing
the sheets of others; whoever has a conflict of interest is *recused* from that work. Stages begin and end by the clock alone.
Members of a team are named in public only if the team wants so; jurors are numbered, never named.
"""
