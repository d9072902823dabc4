"""Operations monitoring 运维监控: whether the platform is well, who is told when it is not, and what is left after a disaster.

Words: a *check* looks at one part now; a *sample* is a minute of a component's life; an *alert* is a rule that was met,
from raised to resolved; an *incident* is what operators tell the public; a *backup* is a folder that a machine without
anything can be restored from. It does not decide who may publish, and keeps no personal data.
"""
