"""Playing a school without a person: walks through every act, attacks, and what a voice makes of them."""
