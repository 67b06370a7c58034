"""What a result keeps of what it was computed from, and two workbooks held together."""
