"""What the API promises and how HTTP is read: pure decisions, no Django, no clock."""
