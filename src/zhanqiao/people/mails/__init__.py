"""Mails 邮件: notices also by mail: verified addresses, what is wanted how, and the mails on their way.

A mail is a row before it is sent, made in the transaction that causes it and sent by the job process alone. This module
knows no notices: ``people.notices`` hands it sentences. It sends nothing to an address that was not verified, but for
the one mail that asks whether it is right.
"""
