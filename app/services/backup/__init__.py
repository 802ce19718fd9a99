"""Backups: everything that the database holds, in one file that only the key opens; and the way back.

`snapshot` reads, `archive` writes and checks the file, `loading` fills an empty place, `checks` goes through what is there.
"""
