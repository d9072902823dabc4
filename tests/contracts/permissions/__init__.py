"""Who may see what: every role at every route, on datasets of every kind, each with words that only its own data has."""
