"""What people read on a terminal and in letters."""
