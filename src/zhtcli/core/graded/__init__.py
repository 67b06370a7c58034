"""Results that assessments were given in grades, and what follows from them."""
