"""What all pages share: frame, headers, public bytes, errors."""
