"""What a newcomer does, checked as a newcomer: `make newcomer`. Standard library only: nothing is installed yet."""
