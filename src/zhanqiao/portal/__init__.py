"""How people meet the data: the public site, the API, the developer centre, the workbench, one's own place."""
