"""What needs doing: which registrations, letters, delegations and dates wait for the secretariat, counted in one place."""
