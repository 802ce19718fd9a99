"""What the application costs, measured beside a floor: the least that Flask and SQL can do for the same purpose."""
