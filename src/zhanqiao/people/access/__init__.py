"""Access 访问控制: the one place that decides who may see and do what.

Words: an *access card* is who asks and with which roles; a *resource* is what is asked about; a
*decision* says yes or no and why. Every route declares its access with ``access`` or ``public``.
It keeps no tables: roles come from ``accounts``.
"""
