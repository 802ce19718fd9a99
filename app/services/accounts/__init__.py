"""Accounts of those who sign in: invited, signed in with password and second factor, ended."""
