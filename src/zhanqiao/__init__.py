"""栈桥 Zhanqiao."""
