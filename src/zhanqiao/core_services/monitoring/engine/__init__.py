"""Work on files, databases and mail that knows no Django."""
