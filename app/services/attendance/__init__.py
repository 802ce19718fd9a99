"""Who is there: the log of check-ins, the desk’s questions to it, and the counts that come from it."""
