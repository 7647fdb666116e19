"""The text of an uploaded file, read in a process of its own that cannot harm the site."""
