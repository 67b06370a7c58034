"""Register rows judged: which count, which repeat others, who is who in them."""
