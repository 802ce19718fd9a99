"""The list of participants as a file: what its columns are, what stands in them, and which ones were chosen once and kept."""
