"""The years of a cycle: pledged targets, progress, early signs."""
