"""Two versions of one submission, and a result against the submission that it was made from."""
