"""期限 Deadlines: the clocks that run while something waits for somebody.

Words: a *clock* runs for one thing (a submission, an application, a correction) and one kind of duty, held by a role of a
department or by one account; it is *stopped* while somebody else must act, *extended* by a named approver, and *ended*
with an outcome. Its *light* turns yellow and red; each turn leaves a *card* and tells whoever holds the duty. What
waits for me, and how offices answer, is read from clocks alone.

The counting itself is ``kit.deadlines``; terms and their sources stand in ``rules``.
"""
