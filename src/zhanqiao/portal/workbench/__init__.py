"""The workbench of departments: hand in a file, see what was understood, describe it, publish it.

Words: submission, report, dictionary, entry, preview. Review and correction are not here yet.
"""
