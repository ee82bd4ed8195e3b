"""The built-in planner: what is wanted by example, what is in the picture by one small grammar."""
