"""What must agree within a form: schemas, sums, shares, growth, likely figures."""
