"""Composing mails: text and simple HTML. Knows no Django."""
