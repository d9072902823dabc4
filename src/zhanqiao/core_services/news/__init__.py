"""新闻动态、政策解读、在线访谈 News: what offices of the city tell, released by a second person, corrected with a note that everybody reads.

Words: an *article* is of one kind; each writing makes a *version*, which becomes public when somebody who did not write it releases it.
An *interview* has its day, guests and numbered questions and answers; before its day the public hands in questions, which the office
answers or removes with a reason. Not to be confused with ``following.News``, what a subscription told.
"""
