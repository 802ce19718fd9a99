"""The audit trail behind the lines: sealed in a chain, checked, listed and handed out in words."""
