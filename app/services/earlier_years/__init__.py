"""Lists of earlier years: people of events that took place without this system, taken over from spreadsheets."""
