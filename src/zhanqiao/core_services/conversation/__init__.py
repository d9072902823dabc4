"""留言与评价 Conversation: ratings of data and of their custodians, questions, comments, suggestions, appeals, answered by offices.

Words: a *remark* is what somebody wrote; an office *shows* it, *answers* it, or *removes* it with a reason, and a tombstone stays.
Who wrote is never shown, nor which officer answered.
"""
