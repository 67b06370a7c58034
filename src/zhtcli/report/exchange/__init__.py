"""Formats of CI servers and editors."""
