"""Data requests 数据申请服务: who wants which data, what is answered, by when, and what came of it.

Words: an *application* 有条件开放数据申请 asks for a dataset that is open on condition; an *opening request*
未开放数据需求 asks that something be opened at all; a *sharing request* 政务数据共享申请 is one department's to
another. Each goes from state to state by *steps*, which are rows with who, when and why. What is consented to becomes
a data grant, which ``people.access`` keeps and decides by; deadlines are ``core_services.deadlines``'.
It decides nothing about who may see what, and publishes nothing.
"""
