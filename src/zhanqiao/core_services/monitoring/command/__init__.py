"""Commands of operators: ``zhanqiao backup``, ``restore``, ``alerts``, ``links``."""
