"""Points: what values earn, how that is explained, what experts give."""
