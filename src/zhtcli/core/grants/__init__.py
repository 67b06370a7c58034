"""Money: what is recognised, cut, due and pending, row by row and in all."""
