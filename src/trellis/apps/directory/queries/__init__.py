"""Every read of the directory that is more than a get."""
