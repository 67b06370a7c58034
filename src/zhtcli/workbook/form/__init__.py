"""The form that people fill in."""
