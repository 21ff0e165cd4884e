"""Training of the reader of questions (`simulator.reader`)."""
