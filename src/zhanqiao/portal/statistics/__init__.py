"""Open statistics 开放统计: figures of the platform, the self-assessment with its evidence, the opening plan, the report.

It asks ``core_services.statistics`` and decides nothing.
"""
