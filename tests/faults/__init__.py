"""After any fault the program may die; the record may not."""
