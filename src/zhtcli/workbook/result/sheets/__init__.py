"""The sheets of one submission's result."""
