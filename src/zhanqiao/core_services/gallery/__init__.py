"""应用展示 Gallery of applications: what people made of open data, handed in by its maker, accepted by the data authority.

Words: a *shown app* is somebody's product; each handing in makes a *version*, which is accepted or sent back with a reason. The accepted
version is public while the next waits. The maker is named as they want to be, never by their account. Not to be confused with an
application for data (``data_requests``).
"""
