"""Every rule. Services flush and never commit, know nothing of HTTP, and raise the errors of services/errors.py."""
