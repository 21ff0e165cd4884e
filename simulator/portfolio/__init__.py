"""What a trainee hands in for the certificate, signed, and what the assessor makes of it."""
