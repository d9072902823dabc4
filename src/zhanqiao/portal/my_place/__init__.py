"""My place 我的: logging in and out, who I am and what I may do, my language and my password.

It decides nothing: accounts and roles are those of ``people``.
"""
