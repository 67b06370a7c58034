"""What every sheet of a result is made of: cells, pages, expressions, words."""
