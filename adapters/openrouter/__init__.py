"""OpenRouter's Image API: one key for the models of many vendors, with their abilities and prices in its own listing."""
