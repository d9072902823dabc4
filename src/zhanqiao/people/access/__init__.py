"""Access 访问控制: the one place that decides who may see and do what.

Words: an *access card* is who asks and with which roles; a *resource* is what is asked about; a
*decision* says yes or no and why; a *data grant* 数据授权 opens one dataset to one account, by a way,
for a time, so many times a day. Every route declares its access with ``access`` or ``public``.
Roles come from ``accounts``; what a grant was applied for with is known to ``core_services.data_requests``.
"""
