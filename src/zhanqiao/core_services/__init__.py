"""核心服务 Core services: what the city does with its data.

Its parts: ``publishing`` (from a department's file to a public release). Exchange, analysis, data requests
and monitoring will stand beside it.
"""
