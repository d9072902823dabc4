"""开放统计 Statistics: what the platform can prove of itself: use, punctuality, answers, quality, and the self-assessment.

Words: a *sheet* is a table of figures with its page, CSV and JSON; an *indicator* is one line of the self-assessment, a
*proof* an address of this site with words that must stand there. It reads all modules below and changes none. It keeps
no personal data: uses are counted by dataset, day and kind; searches only once three visitors asked the same.
"""
