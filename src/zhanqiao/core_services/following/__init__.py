"""关注、订阅 Following: accounts that want to hear of a dataset, a search or a department: which rows changed, what is new.

A subscription is a :class:`Follow` with its subject, a filter of rows, a rhythm and ways (the site always; mail; a webhook).
What was told is kept as news: which releases were compared, never rows. The rows are read when they are shown or sent, so
that whoever may not read them any more gets none. The job process looks for news; each is told once, whatever is killed.
"""
