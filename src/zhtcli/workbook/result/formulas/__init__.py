"""Live formulas: where figures stand, and what follows from them."""
