"""Spreadsheet files as plain cells: what they are, whether they are safe to open, and what each library gives."""
