"""The status page 运行状态: how the platform is and was, for everybody.

Words: a *component* is a part that may fail on its own; an *incident* is what operators tell. It asks
``core_services.monitoring`` and decides nothing.
"""
