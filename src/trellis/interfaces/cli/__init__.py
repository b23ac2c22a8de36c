"""The commands of the trellis program."""
