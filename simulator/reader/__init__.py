"""The reader of questions: a sentence encoder that was taught what trainees ask schools."""
