"""Letters: one function an e-mail; rows in, subject, text and html out."""
