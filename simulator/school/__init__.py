"""The school's mind: plain code over codes, topics and the scenario. Imports neither torch nor textual."""
