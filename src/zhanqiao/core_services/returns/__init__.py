"""数据回流 Returns: the rows of a city's table that are of a district or street go back to it (政务数据共享条例 art 24).

Words: a *return* is a department's standing right to the rows of its own area in one table; the *area column* holds
division codes. What is open to the public needs none; a return also serves what is open on condition or shared only.
"""
