"""问卷 Surveys: an office asks the public, answers are anonymous, results are weighted, published, and become an open dataset.

Words: a *definition* is the open JSON of the questions; an *answer* is one person's sheet; a *base* are those who answered a
question; a *share* is weighted and has its interval. Free text is kept for the office and never published from here.
"""
