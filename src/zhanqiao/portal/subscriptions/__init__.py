"""My subscriptions 我的订阅: what an account is told of, how, what it was told with the rows, and the programs that are told.

It asks ``core_services.following`` and decides nothing; requests that are followed stand in the same list.
"""
