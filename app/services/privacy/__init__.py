"""What people are told of their data, what they can ask for, and what is forgotten when."""
