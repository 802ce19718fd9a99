"""Bytes out: calendar files, spreadsheets, lists and badges."""
