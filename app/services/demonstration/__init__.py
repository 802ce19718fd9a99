"""Fictional events to try everything on: a coming conference and a past meeting, with people who do not exist.

They are marked as fictional, are left out of history and figures unless asked for, and can be removed without a trace.
Their people go through the same services as everybody else, at moments of the past; no letter is written to them.
"""
