"""What indicators and fields of a form came to, exactly."""
