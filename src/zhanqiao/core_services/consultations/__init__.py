"""意见征集 Consultations: a draft is laid open, opinions come in, and what became of each is published.

Words: an *opinion* is what somebody wrote on the draft; its *outcome* says whether it was adopted, in part or not, with the reason.
Opinions are read by the office while the consultation runs and published, without who wrote, with their outcomes.
"""
