"""The author's preview: a talk beside its x-ray, kept up with the file as it is edited."""
