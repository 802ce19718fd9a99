"""Pure helpers, one subject a file; nothing here imports from the rest of the application."""
