"""Fittings that the doors share: access, language, error pages, headers, form fields."""
